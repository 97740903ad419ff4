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
. "$(dirname -- "$0")/lib.sh"
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

CROSS=$(arch_field "$ARCH" cross)
[ "$(arch_field "$ARCH" debian)" != "$(dpkg --print-architecture)" ] || CROSS=
export CROSS
said() { sed -n "s/^ *# $1 //p" "$DIR/result.ktap"; }

# code SITE CALL: extra instructions in the disassembly
code() {
	said path | while read -r site call tramp target bytes symbol; do
		[ "$site $call" = "$1 $2" ] || continue
		sh ci/bench-path.sh "$OBJ/vmlinux" "$tramp" "$target" "$bytes" "$symbol"
	done
}

# The clock is read before and after the calls, which is less than a hundredth
# of an instruction for each.
run() { # SITE CALL
	said cost | awk -v site="$1" -v call="$2" '
		$1 == site && $2 == "written" { times = $3; written = $4 }
		$1 == site && $2 == call { n = $3; ns = $4 }
		END {
			if (n == "none") { print n; exit }
			if (!times || n != times) exit
			extra = (ns - written) / times
			whole = int(extra + 0.5)
			off = extra - whole
			print (off < 0.01 && off > -0.01) ? whole : extra
		}'
}

for site in vmlinux module; do
	for call in near far; do
		run=$(run "$site" "$call")
		if [ "$run" = none ]; then
			echo "$site $call none none"
		else
			echo "$site $call ${run:-?} $(code "$site" "$call" || :)"
		fi
	done
done
