#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# report.sh: merge what jobs left below the directories $RESULTS into one report. $CELLS
# are those that jobs were started for: one whose job left nothing has no verdict, and
# the report is not good. Exit status: that of make matrix.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/prepare.sh"
cd "$KIT"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

[ -n "${RESULTS:-}" ] || die "give RESULTS=: the directories that jobs left, for example RESULTS=jobs"
for dir in $RESULTS; do
	[ -d "$dir" ] || die "RESULTS=$RESULTS: there is no directory $dir"
done
sh ci/get/deps.sh host
host_programs

# "START CELL DIR" of each result, the cell's newest first. A job may have run twice. One
# that was killed may have left half of its directory.
results() {
	# shellcheck disable=SC2086 # a list
	files=$(find $RESULTS -name '.*.new' -prune -o -name result.json -path '*/cells/*' -print)
	printf '%s\n' "$files" | while read -r file; do
		[ -n "$file" ] || continue
		started=$("$HOST/kit-result" get "$file" started) && cell=$("$HOST/kit-result" get "$file" cell) ||
			die "$file cannot be read; the job that left it has to run again"
		echo "$started $cell ${file%/*}"
	done
}

all=$(results)
all=$(printf '%s\n' "$all" | sort -k 2,2 -k 1,1nr)
again=$(echo "$all" | awk 'NF && seen[$2]++ { print $2 }' | sort -u | paste -sd ' ')
[ -z "$again" ] || say "several results, of which the newest counts: $again" >&2
dirs=$(echo "$all" | awk 'NF && !seen[$2]++ { sub(/^[^ ]* [^ ]* /, ""); print }')
[ -n "$all" ] || [ -n "${CELLS:-}" ] || die "RESULTS=$RESULTS: no job left a result there"
[ -n "${CELLS:-}" ] ||
	say "without CELLS= nobody knows which jobs left nothing" >&2
report=${REPORT:-$BUILD/report}
rm -f "$report/junit.xml" "$report/results.json" "$report/report.tap" "$report/index.html"
IFS='
'
set -f
# shellcheck disable=SC2086 # a directory a line
exec "$HOST/kit-report" --out "$report" --title "${TITLE:-Direct calls}" ${CELLS:+"--cells=$CELLS"} -- $dirs
