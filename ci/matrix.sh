#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# matrix.sh CELL...: run everything from sources to the report for these cells.
# Exit status: 0 all verdicts are good, 1 one is not, 2 there is no verdict.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/prepare.sh"
cd "$KIT"

# Variables of the make that runs this script must not reach the kernel's make.
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

report=${REPORT:-$BUILD/report}
# An existing report is that of the last run that completed one.
rm -f "$report/junit.xml" "$report/results.json" "$report/report.tap" "$report/index.html"
# The patches of a tree of the user's follow from the architectures.
case " $*" in
*' kdir/'*)
	KIT_ARCHES=$(printf '%s\n' "$@" | sed -n 's|^kdir/\([^/]*\)/.*|\1|p' | sort -u | paste -sd ' ')
	export KIT_ARCHES
	;;
esac
prepare "$@"

dirs=
for cell; do dirs="$dirs $BUILD/cells/$cell"; done

# A single cell has all CPUs to itself.
[ $# -gt 1 ] || export SPLIT="${SPLIT:-1}"

rc=0
leashed "$HOST/kit-progress" --cells-dir "$BUILD/cells" --log "$BUILD/matrix.log" "$@" -- \
	make --no-print-directory -f ci/jobs.mk KIT_RUN="bash ci/cell.sh" -k -j"$(jobs_for $#)" KIT_JOBS="$*" || rc=$?
if [ "$rc" -ne 0 ]; then
	sed -n 's/^kit: /kit: /p' "$BUILD/matrix.log" | tail -n 5 >&2
	[ "$rc" -lt 128 ] || exit "$rc"
	die "not every cell came to a verdict (all of it: $BUILD/matrix.log); what is done is kept, run the same command again"
fi
# shellcheck disable=SC2086 # a list
exec "$HOST/kit-report" --out "$report" --title "${TITLE:-Direct calls}" $dirs
