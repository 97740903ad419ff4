#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench-calls.sh DIR: compute what a call costs in a cell, from the guest's output in
# $DIR/result.ktap. It prints lines
#
#	SITE CALL RUN CODE
#
# with the extra instructions in the run and in the disassembly, "none" where the
# architecture has no such call.
#
#   bench-calls.sh DIR program	print the program of the suite that measures
#   bench-calls.sh DIR required	print the tests of it that must have passed
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/bench/bench-lib.sh"
cell_open "${1:-}"
cd "$KIT"

case ${2:-} in
program)
	echo ftrace_direct.bench
	exit
	;;
required)
	for site in vmlinux module; do
		for call in written bare near; do echo "${site}_$call"; done
	done
	exit
	;;
esac

# code SITE CALL: print the extra instructions in the disassembly
code() {
	said "path $1 $2" | {
		set --
		while read -r tramp address bytes symbol; do
			[ $# -gt 0 ] || set -- "$tramp"
			set -- "$@" "$address" "$bytes" "$symbol"
		done
		[ $# -eq 0 ] || sh ci/bench/bench-path.sh "$ARCH" "$OBJ/vmlinux" "$@"
	}
}

for site in vmlinux module; do
	for call in near far; do
		run=$(extra "$site written" "$site $call")
		if [ "$run" = none ]; then
			echo "$site $call none none"
		else
			echo "$site $call ${run:-?} $(code "$site" "$call" || :)"
		fi
	done
done
