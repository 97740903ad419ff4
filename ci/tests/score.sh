#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# score.sh DIR [console|build]: judge each DIR/NAME.log and count how many are judged as
# DIR/NAME.expect says; each line of that file must be a line of what the judge prints.
# console: kit-result console. build: ci/lib/first-error.sh. Documentation/formats.rst
set -eu
. "$(dirname -- "$0")/../lib/common.sh"

usage() {
	echo "usage: sh ci/tests/score.sh DIR [console|build]" >&2
	exit 2
}
[ $# -ge 1 ] && [ -d "$1" ] || usage
dir=$1

case ${2:-console} in
console)
	[ -x "$HOST/kit-result" ] || die "the kit's programs are not built; run: make -f ci/host/Makefile OUT=$HOST"
	judge() { "$HOST/kit-result" console "$1" || [ $? -eq 1 ]; }
	;;
build) judge() { sh "$KIT/ci/lib/first-error.sh" "$1"; } ;;
*) usage ;;
esac

# missing GOT EXPECTED: the lines that are expected and not there
missing() {
	printf '%s\n' "$1" | awk 'NR == FNR { got[$0]; next } !($0 in got)' - "$2"
}

right=0
all=0
for log in "$dir"/*.log; do
	expect=${log%.log}.expect
	[ -e "$log" ] || die "$dir has no file NAME.log; give the directory of the recorded logs"
	[ -e "$expect" ] || die "$expect is not there; write into it what $log must be judged as"
	all=$((all + 1))
	got=$(judge "$log")
	wrong=$(missing "$got" "$expect")
	if [ -z "$wrong" ]; then
		right=$((right + 1))
	else
		printf '%s:\n' "$log"
		printf '%s\n' "$wrong" | sed 's/^/  expected: /'
		printf '%s\n' "$got" | sed 's/^/  judged:   /'
	fi
done
echo "$right of $all right"
[ "$right" -eq "$all" ]
