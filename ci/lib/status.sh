#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Find out from a tree what the tree has.
#
#   status.sh status BASE ARCH TREE	native, ported or none
#   status.sh series TREE		kit or none: whether the kit's series is in it
#   status.sh table BASE...		arch x base, for people
set -eu
. "$(dirname -- "$0")/common.sh"

has_direct() { # TREE ARCH
	grep -qs '^[[:space:]]*select HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS' "$1/arch/$2/Kconfig"
}

status() { # BASE ARCH TREE
	if [ ! -d "$3/arch/$2" ]; then
		echo absent
	elif ! has_direct "$3" "$2"; then
		echo none
	elif [ "$1" = kdir ] || has_direct "$CACHE/sources/$1/current" "$2"; then
		echo native
	else
		echo ported
	fi
}

# The series is present if its generic part is: the support for switching in place. The
# generic part then serves every architecture. The samples alone would prove nothing,
# because every base gets them.
series() { # TREE
	if grep -qs 'ftrace_switch[.]o' "$1/kernel/trace/Makefile"; then
		echo kit
	else
		echo none
	fi
}

tree_of() { # BASE
	if [ "$1" = kdir ]; then
		sh "$KIT/ci/get/kdir.sh" "$KDIR"
	else
		sh "$KIT/ci/lib/assemble.sh" "$1" "${SERIES:-kit}"
	fi
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
status | series | table) "$command" "$@" ;;
*) die "status.sh: no command '$command'" ;;
esac
