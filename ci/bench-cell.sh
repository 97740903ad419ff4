#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench-cell.sh CELL: build a cell, run the suite's bench in a guest whose clock
# counts instructions, and write build/bench/cells/CELL/costs: lines
#
#	SITE CALL RUN CODE
#
# extra instructions in the run and in the disassembly, "none" where the
# architecture has no such call. What is not there was not measured. Called by
# ci/bench.mk, several at a time, under one jobserver.
set -eu
. "$(dirname -- "$0")/lib.sh"
cd "$KIT"

CELL=$1
BASE=${CELL%%/*}
rest=${CELL#*/}
ARCH=${rest%%/*}
FLAVOR=${rest#*/}
DIR=$BUILD/bench/cells/$CELL
OBJ=$DIR/obj
export CELL BASE ARCH FLAVOR DIR OBJ KIT_HOST="$HOST"

SERIES=$(field ci/bench.bases "$BASE")
rm -f "$DIR/costs"
# A build directory of the bench's own, whose trees share files with the source:
# the matrix's cells may be of the other series.
MUTANT='' SERIES=$SERIES KIT_BUILD=$BUILD/bench UNTIL=image leashed bash ci/cell.sh "$CELL"
[ ! -e "$DIR/result.json" ] || exit 0

# One CPU, and a nanosecond of virtual time for each instruction.
LIKE=$(sh ci/status.sh like "$(tail -n 1 "$DIR/tree.log")")
export LIKE
CPUS=1 ACCEL=tcg QEMU_ARGS='-icount shift=0' sh ci/bootcmd.sh
{
	echo ftrace_direct.bench
	for site in vmlinux module; do
		for call in written bare near; do echo "ftrace_direct.bench.${site}_$call"; done
	done
} >"$DIR/required"
state() {
	printf '%s %s\n' "$(date +%s)" "$*" >"$DIR/state.new"
	mv "$DIR/state.new" "$DIR/state"
}
state boot
unset KIT_ACCEL KIT_INITRD
rc=0
KIT_APPEND='kit.mode=bench kit.only=ftrace_direct' "$HOST/kit-boot" --boot-deadline 60 --silence 30 \
	--total 150 --scale "$(awk -v a="${TIMEOUT_SCALE:-1}" 'BEGIN { print 4 * a }')" \
	--allow ci/splats.allow --expected ci/expected-failures "$DIR" >"$DIR/boot.log" 2>&1 || rc=$?
[ "$rc" -le 1 ] || {
	cat "$DIR/boot.log" >&2
	exit "$rc"
}
[ "$rc" -eq 0 ] || exit 0

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

state count
for site in vmlinux module; do
	for call in near far; do
		run=$(run "$site" "$call")
		if [ "$run" = none ]; then
			echo "$site $call none none"
		else
			echo "$site $call ${run:-?} $(code "$site" "$call" || :)"
		fi
	done
done >"$DIR/costs.new"
mv "$DIR/costs.new" "$DIR/costs"
state 'done PASS'
