#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench-calls.sh: what a call costs in the cell of the environment, out of what
# its guest has said in $DIR/result.ktap: lines
#
#	SITE CALL RUN CODE
#
# extra instructions in the run and in the disassembly, "none" where the
# architecture has no such call.
#
#   bench-calls.sh program	the program of the suite that measures
#   bench-calls.sh required	what of it must have passed
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/bench/bench-lib.sh"
cd "$KIT"

case ${1:-} in
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

cross_tools

# code SITE CALL: extra instructions in the disassembly
code() {
	said path | while read -r site call tramp target bytes symbol; do
		[ "$site $call" = "$1 $2" ] || continue
		sh ci/bench/bench-path.sh "$OBJ/vmlinux" "$tramp" "$target" "$bytes" "$symbol"
	done
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
