#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Do files of the suite refer to each other in a circle?
#
#	check-circles.sh OUTPUT			of a suite that was built there
#	check-circles.sh --objects WHAT OBJECT...	of any program
#
# An object refers to another if it uses a symbol that the other defines. Those of
# the test module must have an order in which each refers only to later ones, and
# so must those of the programs' helpers. Prints the files of a circle and exits
# with 1 if there is one, with 2 if OUTPUT holds no such objects.
set -eu

fail() { echo "check-circles.sh: $*" >&2; exit 2; }

# references OBJECT...: lines "USER DEFINER", of each file name
references() {
	for object; do
		readelf --syms --wide "$object" | sed "s|^|${object##*/} |"
	done | awk '
		$6 != "GLOBAL" && $6 != "WEAK" { next }
		$8 == "UND" { use[$1, $9] = 1; next }
		{ definer[$9] = $1 }
		END {
			for (key in use) {
				split(key, part, SUBSEP)
				if (part[2] in definer)
					print part[1], definer[part[2]]
			}
		}'
}

# check WHAT OBJECT...
check() {
	what=$1
	shift
	[ $# -gt 1 ] && [ -e "$1" ] || fail "$out has no objects of $what: build it first"
	references "$@" >"$work/references"
	[ -s "$work/references" ] || fail "the objects of $what use nothing of each other: cannot be right"
	if ! tsort "$work/references" >"$work/order" 2>"$work/circle"; then
		echo "These files of $what refer to each other in a circle:"
		sed -n 's/^tsort: \(.*\.o\)$/\t\1/p' "$work/circle" | awk '!printed[$0]++'
		circles=1
	fi
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
circles=0
if [ "${1:-}" = --objects ] && [ $# -gt 2 ]; then
	out=$3
	shift
	check "$@"
	exit $circles
fi

[ $# -eq 1 ] && [ -d "$1" ] || fail "usage: check-circles.sh OUTPUT, the directory that the suite was built in"
out=$1
module=$out/module-build
[ -e "$module/ftrace_direct_test.mod" ] || fail "$out holds no test module: build the suite first"

# kbuild's list of what the module is made of; paths in it differ between kernels.
objects=$(tr ' ' '\n' <"$module/ftrace_direct_test.mod" | sed -n "s|^\(.*/\)\{0,1\}\([^/]*\.o\)\$|$module/\2|p")
# shellcheck disable=SC2086 # a list; names of C files have no blanks
check 'the test module' $objects
check "the programs' helpers" "$out"/helpers/*.o
exit $circles
