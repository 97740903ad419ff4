#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Check the variables that the user has set against the table ci/lib/variables, before
# anything starts. They come from the environment and from make's command line;
# KIT_GIVEN names the latter.
#
#   variables.sh GOAL...	the goals of make
set -eu
. "$(dirname -- "$0")/common.sh"
. "$KIT/ci/lib/given.sh"

table=$KIT/ci/lib/variables

# refuse WHAT IT TAKES
refuse() { die "$name=$value$(origin "$name") is not understood; it takes $1"; }

# is_whole TEXT MIN MAX: a whole number without a sign, not octal
is_whole() {
	case $1 in
	*[!0-9]* | '' | 0?* | ????????????*) return 1 ;;
	esac
	[ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

is_number() { # TEXT: a decimal number above 0
	case $1 in
	*[!0-9.]* | *.*.* | . | '') return 1 ;;
	*[1-9]*) ;;
	*) return 1 ;;
	esac
}

one_line() {
	case $1 in
	*"
"*) return 1 ;;
	esac
}

# can_hold DIR: DIR is a directory that can be written to, or can be created
can_hold() {
	dir=$1
	while [ ! -e "$dir" ]; do dir=$(dirname -- "$dir"); done
	[ -d "$dir" ] && [ -w "$dir" ] && [ -x "$dir" ]
}

check_names() {
	case $value in
	*[!A-Za-z0-9._\ -]*) refuse "names, separated by blanks" ;;
	esac
}

check_output() {
	case $name$value in
	XDG_CACHE_HOME[!/]* | CCACHE_DIR[!/]*) refuse "the absolute path of a directory" ;;
	esac
	can_hold "$value" || refuse "a directory that can be written to"
}

check_build() {
	plain_path "$value"
	check_output
}

# In QEMU's syntax: the accelerator's name and its properties.
check_accel() {
	takes="tcg or kvm, with QEMU's properties if need be: tcg,thread=single"
	case ${value#*,} in
	"$value") ;;
	*[!A-Za-z0-9_.,=-]* | *,,* | *, | ,* | [!a-z]* | '' | =*) refuse "$takes" ;;
	*=*) ;;
	*) refuse "$takes" ;;
	esac
	case ${value%%,*} in
	tcg) ;;
	kvm)
		device=${KVM_DEVICE:-/dev/kvm}
		[ -r "$device" ] && [ -w "$device" ] ||
			die "$name=$value$(origin "$name") needs $device, which is not there or which you may not read and write; $name=tcg works everywhere"
		;;
	*) refuse "$takes" ;;
	esac
}

check_uri() {
	case $value in
	http://?* | https://?* | file:/?* | copy:/?* | mirror+*:/?*) ;;
	*) refuse "the URI of a Debian archive, for example http://mirror.example/debian" ;;
	esac
}

check_kdir() {
	one_line "$value" || refuse "the path of a kernel source tree, in one line"
	KDIR=$value sh "$KIT/ci/get/kdir.sh" check || exit
}

# A file, or names of configurations that the tree has. Whether it has them is checked
# when tree and architecture are known.
# of_a_cell: only targets that configure a cell as the user asks take the variable
of_a_cell() {
	one_line "$value" || refuse "one line"
	for goal in $goals; do
		case $goal in
		check | check-host | check-all | times | series-check)
			! given "$name" || die "$name=$value has no meaning for make $goal, which takes the kit's own configurations"
			;;
		esac
	done
}

config_file() { # WHAT-THE-VARIABLE-TAKES
	[ -f "$value" ] && [ -r "$value" ] || refuse "$1"
	grep -q '^\(# \)\{0,1\}CONFIG_[A-Za-z0-9_]*[= ]' "$value" ||
		die "$name=$value$(origin "$name") is no kernel configuration: it has no line CONFIG_...="
}

check_fragment() {
	of_a_cell
	config_file "a file with lines CONFIG_...=, which are added to the configuration"
}

check_kconfig() {
	of_a_cell
	if [ -e "$value" ]; then
		config_file "a file that can be read, or the name of a configuration in the tree's arch/*/configs"
		return 0
	fi
	set -f
	for word in $value; do
		case $word in
		/* | ./* | ../*) die "$name=$value$(origin "$name"): there is no such file" ;;
		*defconfig | *.config) ;;
		*) refuse "the path of a configuration, or names in the tree's arch/*/configs, which end in defconfig or .config" ;;
		esac
	done
	set +f
}

# Each word is the number of a mutant or a pattern of names. Which mutants a cell has is
# known later.
check_mutants() {
	mutants=$(cd "$KIT" && find arch/*/mutants tools/testing/mutants -name '*.patch' 2>/dev/null |
		sed 's|.*/||; s|\.patch$||' | sort -u)
	chances=
	! given RANDOM || chances=$(eval 'echo "$RANDOM"')
	set -f
	for word in $value; do
		is_whole "$word" 1 "${chances:-$(printf '%s\n' "$mutants" | grep -c .)}" && continue
		found=
		for mutant in $mutants; do
			# shellcheck disable=SC2254 # a pattern on purpose
			case $mutant in $word) found=1 && break ;; esac
		done
		set +f
		[ -n "$found" ] ||
			refuse "numbers of mutants and patterns of their names, and no mutant is '$word'$(printf '%s\n' "$mutants" |
				grep . | sh "$KIT/ci/lib/names.sh" nearest "$word" | sed "s/.*/; did you mean '&'?/")"
		set -f
	done
	set +f
}

# Whether the compiler fits the architecture is checked when that is known.
check_prefix() {
	case $value in
	*[!A-Za-z0-9._/+-]*) refuse "the prefix of a GCC's tools; the kit uses ccache by itself" ;;
	/*) ;;
	*/*) refuse "the prefix of a GCC's tools: their names up to gcc, with an absolute path or none" ;;
	esac
	for goal in $goals; do
		case $goal in
		check | check-host | check-all | times)
			! given "$name" || die "$name=$value has no meaning for make $goal, which takes all architectures with the compilers of arch/*/descriptor"
			;;
		esac
	done
	command -v "${value}gcc" >/dev/null ||
		die "$name=$value$(origin "$name"): there is no compiler ${value}gcc; give the prefix of one that is installed"
}

# for_goal GOAL...: whether the variable has a meaning now; elsewhere any value will do, if
# it comes from the environment
for_goal() {
	for goal; do
		case " $goals " in
		*" $goal "*) return 0 ;;
		esac
	done
	! given "$name" || die "$name=$value is not taken: only make $(echo "$*" | sed 's/ / and make /g') uses it"
	return 1
}

check_format() {
	for_goal series ci-jobs || return 0
	case $goal in
	series) writers="export" ;;
	*) writers=pipelines ;;
	esac
	formats=$(cd "$KIT/ci/$writers" && ls format-*.sh)
	formats=$(echo "$formats" | sed 's/^format-//; s/[.]sh$//')
	printf '%s\n' "$formats" | grep -qxF -- "$value" || refuse "$(echo "$formats" | paste -sd ' ' | sed 's/ / or /g')"
}

# A file, or a directory that does not exist yet or is empty.
check_out() {
	for_goal series bundle ci-jobs || return 0
	[ "$goal" = series ] || {
		[ ! -d "$value" ] && can_hold "$(dirname -- "$value")" || refuse "a file in a directory that can be written to"
		return 0
	}
	[ ! -e "$value" ] && [ ! -L "$value" ] || {
		[ -d "$value" ] && [ -z "$(ls -A -- "$value")" ] ||
			die "$name=$value$(origin "$name") is there already and is not an empty directory; give a new one, or remove it"
	}
	can_hold "$(dirname -- "$value")" || refuse "a new directory in one that can be written to"
}

check_signoff() {
	for_goal series || return 0
	one_line "$value" && printf '%s\n' "$value" | grep -qE '^[^<>@]*[^<>@[:space:]] <[^<>@[:space:]]+@[^<>@[:space:]]+>$' ||
		refuse 'a name and an address, "Name <mail>"'
}

check_shard() {
	case $value in */*) ;; *) false ;; esac && is_whole "${value%%/*}" 1 9999 && is_whole "${value#*/}" 1 9999 && [ "${value%%/*}" -le "${value#*/}" ] ||
		refuse "one of several equal parts, for example 3/8"
}

# The words that kit-boot writes (ci/host/boot/ended.c).
check_ended() {
	number=${value#* }
	case $value in
	'boot-deadline '* | 'silence '* | 'total '* | 'panic '* | 'power-off '* | 'prepare '*) is_number "$number" ;;
	'exit '*) is_whole "$number" 0 255 ;;
	'signal '*) is_whole "$number" 1 64 ;;
	*) false ;;
	esac || refuse 'how the boot ended: a clock and its seconds ("silence 15", "total 600", "boot-deadline 60"), "exit 1" or "signal 9"'
}

check_value() { # KIND ARGUMENT...
	kind=$1
	shift
	case $kind in
	whole) is_whole "$value" "$1" "$2" || refuse "a whole number from $1 to $2" ;;
	number) is_number "$value" || refuse "a number above 0, for example 2 or 0.5" ;;
	flag) case $value in 0 | 1) ;; *) refuse "0 or 1" ;; esac ;;
	one)
		for word; do [ "$word" != "$value" ] || return 0; done
		refuse "$(echo "$*" | sed 's/ /, /g; s/, \([^,]*\)$/ or \1/')"
		;;
	names) check_names ;;
	word) case $value in *[!A-Za-z0-9]*) refuse "letters and digits" ;; esac ;;
	file) [ -f "$value" ] && [ -r "$value" ] || refuse "a file that can be read" ;;
	directory) [ -d "$value" ] && [ -r "$value" ] || refuse "a directory that exists" ;;
	text | cell | place) one_line "$value" || refuse "one line" ;;
	output | build | accel | uri | kdir | kconfig | fragment | mutants | prefix | format | out | signoff | shard | ended) "check_$kind" ;;
	refused) die "$name=$value$(origin "$name") is not taken: $*" ;;
	ignored) ! given "$name" || die "$name=$value is not taken: $*" ;;
	*) die "ci/lib/variables: $name has the unknown kind '$kind'" ;;
	esac
}

# Two names of the same directory.
check_directories() {
	given O && given KIT_BUILD && [ -n "${O:-}" ] && [ -n "${KIT_BUILD:-}" ] || return 0
	[ "$(realpath -m -- "$O")" = "$(realpath -m -- "$KIT_BUILD")" ] ||
		die "O=$O and KIT_BUILD=$KIT_BUILD are two build directories; give one of them"
}

# is_given FLAVOR: whether the flavor starts from a configuration of the distribution's
is_given() {
	for arch in $(list_arches); do
		[ -z "$(flavor_field "$1" config "$arch")" ] || return 0
	done
	return 1
}

# The kit's own configuration has no modules but those of the tests.
check_modules() {
	[ "${KMODULES:-}" = 1 ] && [ -z "${KCONFIG:-}" ] || return 0
	for flavor in ${FLAVORS:-} ${FLAVOR:-} ${CELL:+"${CELL##*/}"}; do
		! is_given "$flavor" || return 0
	done
	die "KMODULES=1$(origin KMODULES) builds the modules of a configuration that was given, and none is; give it with KCONFIG="
}

goals=$*
known=
while read -r name kind arguments; do
	case $name in '#'* | '') continue ;; esac
	known="$known $name"
	eval "value=\${$name:-}"
	# kbuild takes O= from its command line only.
	[ -n "$value" ] && { [ "$name" != O ] || given O; } || continue
	# shellcheck disable=SC2086 # words
	case $kind in
	refused | ignored) check_value "$kind" "$arguments" ;;
	*) check_value "$kind" $arguments ;;
	esac
done <"$table"
for name in ${KIT_GIVEN:-}; do
	case " $known " in *" $name "*) continue ;; esac
	case $name in *[!A-Za-z0-9_]*) value= ;; *) eval "value=\${$name:-}" ;; esac
	die "$name=$value: the kit has no variable $name; did you mean $(awk '
		!/^#/ && NF && $2 != "refused" && $2 != "ignored" { print $1 }' "$table" |
		sh "$KIT/ci/lib/names.sh" nearest "$name")? make help lists them"
done
check_directories
check_modules
! given REV || [ -z "$REV" ] || [ -n "${KDIR:-}" ] ||
	die "REV=$REV is a revision of the repository that KDIR= names, and KDIR is not set"
