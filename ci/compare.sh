#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# compare.sh CELL: run all of the base's own ftracetest on the untouched base and with
# the series, and print the tests whose outcomes differ. Status 1: some test is worse.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
cd "$KIT"

CELL=$1
[ "${CELL%%/*}" != kdir ] || die "a tree of your own has no untouched base to compare with; give the cell of a base, for example 6.1/arm64/plain"
# ftracetest is more than a hundred emulated shell scripts, which may take an hour.
export FTRACETEST=all SPLIT=0 TIMEOUT_SCALE="${TIMEOUT_SCALE:-6}"

# No verdict is asked for: tests that are not required may fail here.
boot() { # SERIES
	say "$CELL, SERIES=$1: all of ftracetest"
	rc=0
	KIT_BUILD=$BUILD/compare/$1 KIT_HOST=$HOST SERIES=$1 REPORT=$BUILD/compare/$1/report \
		TITLE="ftracetest, SERIES=$1" sh ci/matrix.sh "$CELL" >"$BUILD/compare/$1.log" 2>&1 || rc=$?
	[ "$rc" -le 1 ] || {
		tail -n 5 "$BUILD/compare/$1.log" >&2
		die "$CELL with SERIES=$1 came to no verdict (all of it: $BUILD/compare/$1.log)"
	}
}

mkdir -p "$BUILD/compare"
boot none
boot kit
exec "$HOST/kit-result" compare ftracetest "$BUILD/compare/none/cells/$CELL/result.json" \
	"$BUILD/compare/kit/cells/$CELL/result.json"
