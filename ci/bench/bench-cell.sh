#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench-cell.sh CELL: build a cell, run the suite's bench of $BENCH in a guest whose
# clock counts instructions, and write build/bench/cells/CELL/costs, in the format of
# ci/bench/bench-$BENCH.sh. A line that is not there was not measured. ci/jobs.mk runs
# several of these at a time, under one jobserver.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
cd "$KIT"

export KIT_HOST="$HOST"
dir=$BUILD/bench/cells/$1
rm -f "$dir/costs"
# The bench has a build directory of its own, whose trees share files with the source:
# the matrix's cells may have the other series.
LINKS=1 SERIES=$(field ci/bench/compared "${1%%/*}") KIT_BUILD=$BUILD/bench leashed \
	bash ci/cell.sh "$1" image
[ ! -e "$dir/result.json" ] || exit 0

# One CPU, and one nanosecond of virtual time for each instruction.
cell_open "$dir"
option_set CPUS 1
option_set ACCEL tcg
option_set QEMU_ARGS '-icount shift=0'
sh ci/command.sh "$DIR"
program=$(sh "ci/bench/bench-$BENCH.sh" "$DIR" program)
sh "ci/bench/bench-$BENCH.sh" "$DIR" required | sed "s/^/$program./; 1i$program" >"$DIR/required"
state_set "$DIR" boot
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

state_set "$DIR" count
sh "ci/bench/bench-$BENCH.sh" "$DIR" >"$DIR/costs.new"
mv "$DIR/costs.new" "$DIR/costs"
state_set "$DIR" 'done PASS'
