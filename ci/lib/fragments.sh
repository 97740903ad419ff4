# SPDX-License-Identifier: GPL-2.0
# Sourced after the messages: which configuration fragments a cell has.
#
# A fragment is <stem>.config or <stem>-<purpose>.config. The latter always names its
# versions, in a line of its own: "# Versions: [6.1,6.12)". The former names them only
# if it is not for all versions.
# shellcheck shell=sh

. "$KIT/ci/lib/versions.sh"

# fragment_is_for VERSION FILE [RANGE]: use RANGE if the file names no versions
fragment_is_for() {
	range=$(sed -n 's/^# Versions:[[:space:]]*//p' "$2")
	range=${range:-${3:-}}
	[ -n "$range" ] ||
		die "${2#"$KIT/"} does not say for which versions it is; add a line like '# Versions: [6.1,6.12)'"
	rc=0
	in_range "$1" "$range" || rc=$?
	[ "$rc" -le 1 ] || die "${2#"$KIT/"} has a line '# Versions: $range' that cannot be read, see above"
	return "$rc"
}

# The base's samples bring their own trampolines. A ported arch therefore has none,
# unless the arch says that it has.
has_base_samples() { # ARCH STATUS TREE
	[ "$2" = native ] ||
		grep -q '^[[:space:]]*select HAVE_SAMPLE_FTRACE_DIRECT\>' "$3/arch/$1/Kconfig"
}

# Is there an interface for several functions at once? The series may bring it.
has_multi() { # TREE
	grep -qs 'register_ftrace_direct.*struct ftrace_ops' "$1/include/linux/ftrace.h"
}

# kit_sample_stems TREE
kit_sample_stems() {
	[ -d "$1/samples/ftrace_direct" ] || return 0
	echo ci/configs/kit-samples
	! has_multi "$1" || echo ci/configs/kit-multi-samples
}

direct_stems() { # ARCH STATUS TREE
	case $2 in
	native | ported)
		echo ci/configs/direct
		! has_base_samples "$@" || echo ci/configs/base-samples
		[ "$2" != native ] || echo ci/configs/multi-samples
		kit_sample_stems "$3"
		;;
	esac
}

# start_of ARCH FLAVOR: what the configuration starts from: none (allnoconfig), user
# (KCONFIG), or distribution (its own configuration, for a flavor)
start_of() {
	if [ -n "${KCONFIG:-}" ]; then
		echo user
	elif [ -n "$(flavor_field "$2" config "$1")" ]; then
		echo distribution
	else
		echo none
	fi
}

# small_stems ARCH: what a kernel that starts from allnoconfig needs
small_stems() {
	echo ci/configs/small
	echo "arch/$1/small"
	[ "${BASE:-}" != kdir ] || printf '%s\n' ci/configs/own-tree "arch/$1/own-tree"
}

# flavor_stems ARCH FLAVOR: of the flavors whose fragments it takes, then its own
flavor_stems() {
	for flavor in $(flavor_field "$2" fragments "$1") "$2"; do
		[ -e "$KIT/ci/flavors/$flavor.config" ] ||
			die "flavor $2 takes the fragments of $flavor, and there is no ci/flavors/$flavor.config; correct the key fragments"
		echo "ci/flavors/$flavor"
		echo "arch/$1/flavors/$flavor"
	done
}

# What a comparison of symbol versions needs (make abi). The user's configuration then
# gets nothing that only tests need.
abi_stems() { # ARCH FLAVOR STATUS TREE
	if [ "$(start_of "$1" "$2")" = none ]; then
		echo ci/configs/common
		echo "arch/$1/kit"
		small_stems "$1"
	else
		echo ci/configs/given
	fi
	echo ci/configs/abi
	case $3 in native | ported) echo ci/configs/direct ;; esac
	flavor_stems "$1" "$2"
}

# General fragments before special ones. A distribution's configuration has all the
# general options. The user's may lack some.
fragment_stems() { # ARCH FLAVOR STATUS TREE
	start=$(start_of "$1" "$2")
	[ "$start" = distribution ] || {
		echo ci/configs/common
		direct_stems "$1" "$3" "$4"
		echo "arch/$1/kit"
	}
	if [ "$start" = none ]; then
		small_stems "$1"
	else
		echo ci/configs/given
	fi
	flavor_stems "$1" "$2"
}

# fragments VERSION ARCH FLAVOR STATUS TREE: print the fragments of such a cell,
# relative to the kit. The last fragment that names an option decides. Among the files
# of one stem, the file for all versions comes first, then the others by name.
fragments() {
	stems=fragment_stems
	[ -z "${ABI:-}" ] || stems=abi_stems
	stems=$("$stems" "$2" "$3" "$4" "$5") || return
	for stem in $stems; do
		for file in "$KIT/$stem.config" "$KIT/$stem"-*.config; do
			[ -e "$file" ] || continue
			all=
			[ "$file" != "$KIT/$stem.config" ] || all='[,)'
			! fragment_is_for "$1" "$file" "$all" || echo "${file#"$KIT/"}"
		done
	done
}
