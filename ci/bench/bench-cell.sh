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
. "$KIT/ci/bench/bench-lib.sh"
cd "$KIT"

export KIT_HOST="$HOST"
dir=$BUILD/bench/cells/$1
rm -f "$dir/costs"
# The bench has a build directory of its own, whose trees share files with the source:
# the matrix's cells may have the other series.
LINKS=1 SERIES=$(field ci/bench/compared "${1%%/*}") KIT_BUILD=$BUILD/bench leashed \
	bash ci/cell.sh "$1" image
[ ! -e "$dir/result.json" ] || exit 0

cell_open "$dir"
rc=0
bench_boot "$BENCH" || rc=$?
[ "$rc" -le 1 ] || exit "$rc"
[ "$rc" -eq 0 ] || exit 0

state_set "$DIR" count
sh "ci/bench/bench-$BENCH.sh" "$DIR" >"$DIR/costs.new"
mv "$DIR/costs.new" "$DIR/costs"
state_set "$DIR" 'done PASS'
