#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Print what the user's variables select, by the kit's names, one a line. BASE, ARCH
# and FLAVOR stand for BASES, ARCHES and FLAVORS.
#
#   chosen.sh cells		the product of bases, architectures and flavors, or the part
#				of it that SHARD selects
#   chosen.sh cell		the cell that CELL names
#   chosen.sh mutants		the cell that CELL names, or the product
#   chosen.sh bases		nothing if no base is named
#   chosen.sh base		one, or the default
#   chosen.sh arches		nothing if no architecture is named
#   chosen.sh cross ARCH...	"ARCH PREFIX" where CROSS_COMPILE is set
#
# ACCEL, CPUS, CROSS_COMPILE and KCONFIG are refused if they do not fit the chosen cells.
set -eu
. "$(dirname -- "$0")/common.sh"
. "$KIT/ci/lib/given.sh"
. "$KIT/ci/lib/shard.sh"

# names KIND VARIABLE WORD...
names() {
	kind=$1
	KIT_VARIABLE=$2
	export KIT_VARIABLE
	shift 2
	sh "$KIT/ci/lib/names.sh" "$kind" "$@"
}

# pick PLURAL SINGULAR KIND: the names in one of two variables. The command line takes
# precedence over the environment, where ARCH may be meant for another kernel.
pick() {
	eval "many=\${$1:-} one=\${$2:-}"
	[ -z "$many" ] || [ -z "$one" ] || {
		if given "$1" && ! given "$2"; then
			one=
		elif given "$2" && ! given "$1"; then
			many=
		fi
	}
	variable=$1
	[ -n "$many" ] || variable=$2
	# shellcheck disable=SC2086 # lists
	picked=$(names "$3" "$variable" ${many:-$one}) || exit
	[ -z "$many" ] || [ -z "$one" ] || {
		# shellcheck disable=SC2086
		other=$(names "$3" "$2" $one) || exit
		[ "$(printf '%s\n' "$picked" | sort -u)" = "$(printf '%s\n' "$other" | sort -u)" ] ||
			die "$1='$many' and $2='$one' select different ones; give one of them"
	}
	[ -z "$picked" ] || given "$variable" ||
		say "$variable=$(echo "${many:-$one}" | paste -sd ' ') comes from the environment" >&2
	printf '%s\n' "$picked" | grep . || :
}

only_base() {
	bases=$(pick BASES BASE base) || exit
	case $bases in
	*"
"*) die "this takes one base, not $(echo "$bases" | paste -sd ' '); give BASE=" ;;
	esac
	echo "${bases:-${KDIR:+kdir}}" | sed 's/^$/6.1/'
}

# fit CELL...: refuse settings that do not fit these cells
fit() {
	for arch in $(printf '%s\n' "$@" | cut -d / -f 2 | sort -u); do
		case ${ACCEL:-} in
		kvm*)
			[ "$(arch_field "$arch" debian)" = "$(dpkg --print-architecture)" ] ||
				die "ACCEL=$ACCEL$(origin ACCEL) cannot run $arch on this machine, which is $(dpkg --print-architecture); leave it out, and only what KVM can run uses it"
			;;
		esac
		most=$(arch_field "$arch" cpus)
		[ -z "${CPUS:-}" ] || [ -z "$most" ] || [ "$CPUS" -le "$most" ] ||
			die "CPUS=$CPUS$(origin CPUS) is more than QEMU's machine for $arch has; it takes at most $most there"
	done
	[ -z "${KCONFIG:-}" ] || fit_kconfig "$@"
}

# The name of the architecture that a configuration is for, if the file says so:
# "# Linux/arm64 6.1.83 Kernel Configuration".
arch_of_file() {
	arch=$(sed -n 's|^# Linux/\([a-z0-9_]*\) .* Kernel Configuration$|\1|p' "$1" | head -n 1)
	[ -z "$arch" ] || (KIT_VARIABLE=KCONFIG sh "$KIT/ci/lib/names.sh" arch "$arch" 2>/dev/null || echo "$arch")
}

# A configuration is for one architecture, and a flavor must not bring another one.
fit_kconfig() { # CELL...
	said="KCONFIG=$KCONFIG$(origin KCONFIG)"
	arches=$(printf '%s\n' "$@" | cut -d / -f 2 | sort -u | paste -sd ' ')
	case $arches in
	*' '*) die "$said is the configuration of one architecture, and several are selected: $arches; select one with ARCH=" ;;
	esac
	for cell; do
		[ -z "$(flavor_field "${cell##*/}" config "$arches")" ] ||
			die "$said and the flavor ${cell##*/} are both a whole configuration; give one of them"
		[ ! -f "$KCONFIG" ] || continue
		tree=$CACHE/sources/${cell%%/*}/current
		[ "${cell%%/*}" != kdir ] || tree=$KDIR
		# The names are not looked up in a revision; the config step does.
		[ "${cell%%/*}" != kdir ] || [ -z "${REV:-}" ] || continue
		# shellcheck disable=SC2086 # names
		[ ! -d "$tree/arch/$arches" ] || sh "$KIT/ci/kconfig/known.sh" "$tree" "$arches" $KCONFIG || exit 2
	done
	[ -f "$KCONFIG" ] || return 0
	is_for=$(arch_of_file "$KCONFIG")
	[ -z "$is_for" ] || [ "$is_for" = "$arches" ] ||
		die "$said is a configuration for $is_for, and $arches is selected; give ARCH=$is_for"
}

# cross ARCH...: the compiler of CROSS_COMPILE is for one architecture
cross() {
	[ -n "${CROSS_COMPILE:-}" ] || return 0
	[ $# -eq 1 ] ||
		die "CROSS_COMPILE=$CROSS_COMPILE$(origin CROSS_COMPILE) is the compiler of one architecture, and $(
			[ $# -eq 0 ] && echo "none is selected" || echo "$# are: $*"); select one with ARCH="
	machine=$("${CROSS_COMPILE}gcc" -dumpmachine) || machine=unknown
	cross=$(arch_field "$1" cross)
	[ "${machine%%-*}" = "${cross%%-*}" ] ||
		die "CROSS_COMPILE=$CROSS_COMPILE$(origin CROSS_COMPILE) compiles for ${machine%%-*}, and $1 needs a compiler for ${cross%%-*}"
	given CROSS_COMPILE || say "CROSS_COMPILE=$CROSS_COMPILE comes from the environment" >&2
	echo "$1 $CROSS_COMPILE"
}

cells() {
	bases=$(pick BASES BASE base) || exit
	arches=$(pick ARCHES ARCH arch) || exit
	flavors=$(pick FLAVORS FLAVOR flavor) || exit
	[ -n "$bases" ] || [ -n "${KDIR:-}" ] || bases=6.1
	cells=$(sh "$KIT/ci/lib/names.sh" cells "$bases" "$arches" "${flavors:-plain}") || exit
	# shellcheck disable=SC2086 # a list
	fit $cells
	printf '%s\n' "$cells"
}

# The cells of a part, in the order of all. No cell at all would look like a good run.
some_cells() {
	all=$(cells) || exit
	part=$(printf '%s\n' "$all" | shard)
	[ -n "$part" ] ||
		die "SHARD=$SHARD has no cell: there are only $(printf '%s\n' "$all" | wc -l)"
	printf '%s\n' "$all" | grep -xF -e "$part"
}

cell() {
	cell=$(names cell CELL "${CELL:-}") || exit
	fit "$cell"
	echo "$cell"
}

what=$1
shift
case $what in
cells) some_cells ;;
cell) cell ;;
mutants) if [ -n "${CELL:-}" ]; then cell; else cells; fi ;;
bases) pick BASES BASE base ;;
base) only_base ;;
arches) pick ARCHES ARCH arch ;;
cross)
	# shellcheck disable=SC2046 # a list
	cross $(printf '%s\n' "$@" | sed 's|^[^/]*/\([^/]*\)/.*|\1|' | sort -u)
	;;
*) die "chosen.sh: no command '$what'" ;;
esac
