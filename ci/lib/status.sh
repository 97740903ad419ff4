#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Find out from a tree what the tree has.
#
#   status.sh status BASE ARCH TREE	native, ported or none
#   status.sh series TREE		whether the kit's series is in it: kit, none, or
#				kit-without-switch: all but its last stage
#   status.sh adds ARCH [VERSION]	status 0 if the kit's series adds direct calls to the
#				architecture in this version, or in any
#   status.sh table BASE...		arch x base, for people
set -eu
. "$(dirname -- "$0")/common.sh"
. "$KIT/ci/lib/versions.sh"

has_direct() { # TREE ARCH
	grep -qs '^[[:space:]]*select HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS' "$1/arch/$2/Kconfig"
}

# adds_in PATCHES: does one of these patches add direct calls to an architecture?
adds_in() {
	(cd "$KIT" && printf '%s\n' "$1" | grep '^arch/' |
		xargs grep -qs '^+[[:space:]]*select HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS' /dev/null)
}

# series_adds ARCH VERSION: does the kit's series add direct calls to this arch?
series_adds() {
	patches=$(sh "$KIT/ci/lib/series.sh" patches "$2" "$1")
	adds_in "$patches"
}

adds() { # ARCH [VERSION]
	if [ -n "${2:-}" ]; then
		series_adds "$@"
	else
		adds_in "$(cd "$KIT" && find "arch/$1/patches" -name '*.patch' 2>/dev/null)"
	fi
}

# was_there BASE ARCH TREE: are the tree's direct calls those of its source? Somebody may
# have applied the series to a tree of the user's by hand.
was_there() {
	source=$CACHE/sources/$1/current
	[ "$1" != kdir ] || source=$(cat "$3/.kit/source" 2>/dev/null) || source=$3
	has_direct "$source" "$2" || return 1
	[ "$1" != kdir ] || [ "$(series "$source")" = none ] ||
		! series_adds "$2" "$(tree_version "$source")"
}

status() { # BASE ARCH TREE
	if [ ! -d "$3/arch/$2" ]; then
		echo absent
	elif ! has_direct "$3" "$2"; then
		echo none
	elif was_there "$@"; then
		echo native
	else
		echo ported
	fi
}

traces_with() { grep -qs "$2[.]o" "$1/kernel/trace/Makefile"; } # TREE OBJECT

# The series is present if its generic part is, which then serves every architecture: the
# support for switching in place, which comes with the last stage; or the veneers and the
# suite, which comes last before that stage. The samples and the suite alone would prove
# nothing, because every base gets them.
series() { # TREE
	if traces_with "$1" ftrace_switch; then
		echo kit
	elif traces_with "$1" ftrace_veneer && [ -d "$1/tools/testing/selftests/ftrace_direct" ]; then
		echo kit-without-switch
	else
		echo none
	fi
}

tree_of() { # BASE
	sh "$KIT/ci/port/assemble.sh" "$1" "${SERIES:-}"
}

# Can the BPF JIT make trampolines? Direct calls are how they are entered.
jit() { # BASE ARCH TREE
	if grep -qs '^int arch_prepare_bpf_trampoline(' "$3/arch/$2"/net/*.c; then
		echo yes
	else
		echo no
	fi
}

# rows WHAT BASE...: what the function WHAT prints for each architecture and base
rows() {
	what=$1
	shift
	for arch in $(list_arches); do
		printf '%s' "$arch"
		for base; do
			tree=$(tree_of "$base")
			printf '\t%s' "$("$what" "$base" "$arch" "$tree")"
		done
		echo
	done
}

print_table() { "$HOST/kit-table" 0:10; }

table() { # [BASE...]
	[ $# -gt 0 ] || eval "set -- $(list_bases | tr '\n' ' ')"
	for base; do tree_of "$base" >/dev/null; done
	export KIT_SNAPSHOT=taken
	[ -x "$HOST/kit-table" ] || (cd "$KIT" && . ./ci/lib/prepare.sh && host_programs)
	{
		printf '\t%s' "$@"
		echo
		rows status "$@"
	} | print_table
	echo
	echo "Does the JIT of BPF make trampolines, for direct calls to enter?"
	rows jit "$@" | print_table
}

command=$1
shift
case $command in
status | series | adds | table) "$command" "$@" ;;
*) die "status.sh: no command '$command'" ;;
esac
