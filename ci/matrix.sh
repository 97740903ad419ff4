#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# matrix.sh CELL...: everything from sources to the report for these cells.
# Exit status: 0 all good, 1 a verdict is not, 2 there is no verdict.
set -eu
. "$(dirname -- "$0")/lib.sh"
cd "$KIT"

# Variables of a make around us must not reach the kernel's.
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

bases=$(printf '%s\n' "$@" | cut -d / -f 1 | sort -u)
arches=$(printf '%s\n' "$@" | cut -d / -f 2 | sort -u)
case " $bases " in
*kdir*) sh ci/kdir.sh "$KDIR" >/dev/null ;;
esac

# shellcheck disable=SC2046 # a list
sh ci/deps.sh host $(echo "$arches" | sed 's/^/arch:/')
plain_path "$BUILD"
report=${REPORT:-$BUILD/report}
mkdir -p "$BUILD"
# A report that is there is that of the last run that came to one.
rm -f "$report/junit.xml" "$report/results.json" "$report/report.tap" "$report/index.html"
need_space "$BUILD" 1000 "a build"
flock "$BUILD/host.lock" make -s -f ci/host.mk OUT="$HOST" -j"$(nproc)" programs >"$BUILD/host.log" 2>&1 || {
	tail -n 20 "$BUILD/host.log" >&2
	die "the kit's own programs do not build (see above)"
}
for base in $bases; do
	[ "$base" = kdir ] || sh ci/source.sh "$base" >/dev/null
done
# Looked for once, so that all cells of a run have the same.
unset UPDATE
# shellcheck disable=SC2086 # a list
sh ci/busybox.sh $arches >/dev/null

dirs=
for cell; do dirs="$dirs $BUILD/cells/$cell"; done

# A cell that configures, links, boots or sleeps in a test holds a job and
# leaves a CPU idle: one job more for each further cell, up to twice the CPUs.
cpus=$(nproc)
jobs=$((cpus + $# - 1))
[ "$jobs" -le $((2 * cpus)) ] || jobs=$((2 * cpus))

rc=0
leashed "$HOST/kit-progress" --cells-dir "$BUILD/cells" --log "$BUILD/matrix.log" "$@" -- \
	make --no-print-directory -f ci/cells.mk -k -j"${JOBS:-$jobs}" CELLS="$*" || rc=$?
if [ "$rc" -ne 0 ]; then
	sed -n 's/^kit: /kit: /p' "$BUILD/matrix.log" | tail -n 5 >&2
	[ "$rc" -lt 128 ] || exit "$rc"
	die "not every cell came to a verdict (all of it: $BUILD/matrix.log); what is done is kept, run the same command again"
fi
# shellcheck disable=SC2086 # a list
exec "$HOST/kit-report" --out "$report" --title "${TITLE:-Direct calls}" $dirs
