#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench-cell.sh CELL: build a cell, run the suite's bench of $BENCH in a guest
# whose clock counts instructions, and write build/bench/cells/CELL/costs, as
# ci/bench/bench-$BENCH.sh prints them. What is not there was not measured. Called by
# ci/jobs.mk, several at a time, under one jobserver.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
cd "$KIT"

CELL=$1
BASE=${CELL%%/*}
rest=${CELL#*/}
ARCH=${rest%%/*}
FLAVOR=${rest#*/}
DIR=$BUILD/bench/cells/$CELL
OBJ=$DIR/obj
export CELL BASE ARCH FLAVOR DIR OBJ KIT_HOST="$HOST"

SERIES=$(field ci/bench/compared "$BASE")
rm -f "$DIR/costs"
# A build directory of the bench's own, whose trees share files with the source:
# the matrix's cells may be of the other series.
MUTANT='' SERIES=$SERIES KIT_BUILD=$BUILD/bench UNTIL=image leashed bash ci/cell.sh "$CELL"
[ ! -e "$DIR/result.json" ] || exit 0

# One CPU, and a nanosecond of virtual time for each instruction.
VERSION=$(field "$DIR/meta" version)
export VERSION
CPUS=1 ACCEL=tcg QEMU_ARGS='-icount shift=0' sh ci/command.sh
program=$(sh "ci/bench/bench-$BENCH.sh" program)
sh "ci/bench/bench-$BENCH.sh" required | sed "s/^/$program./; 1i$program" >"$DIR/required"
state() {
	printf '%s %s\n' "$(date +%s)" "$*" >"$DIR/state.new"
	mv "$DIR/state.new" "$DIR/state"
}
state boot
unset KIT_ACCEL KIT_INITRD
rc=0
KIT_APPEND="kit.mode=bench kit.only=$program" "$HOST/kit-boot" --boot-deadline 60 --silence 30 \
	--total 150 --scale "$(awk -v a="${TIMEOUT_SCALE:-1}" 'BEGIN { print 4 * a }')" \
	--allow ci/allow/splats --expected ci/allow/expected-failures "$DIR" >"$DIR/boot.log" 2>&1 || rc=$?
[ "$rc" -le 1 ] || {
	cat "$DIR/boot.log" >&2
	exit "$rc"
}
[ "$rc" -eq 0 ] || exit 0

state count
sh "ci/bench/bench-$BENCH.sh" >"$DIR/costs.new"
mv "$DIR/costs.new" "$DIR/costs"
state 'done PASS'
