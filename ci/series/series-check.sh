#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# series-check.sh BASE [ARCH...]: is the series of a base ready to be sent?
#
#   applies	to every point release on the mirror or in the cache; a line below the
#		table says whether it applies to older ones too (ci/series/undo)
#   style	the base's own checkpatch.pl --strict finds nothing
#   per arch	after each step, kernel and suite build, and the files that the step
#		touches have no new warning at W=1 and no new finding of sparse
#
# Exit status: 0 all of it holds, 1 something does not, 2 it could not be checked.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/prepare.sh"
. "$KIT/ci/lib/versions.sh"
. "$KIT/ci/get/apt.sh"
cd "$KIT"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

base=$(sh ci/lib/names.sh base "${1:-6.1}")
[ "$base" != kdir ] || die "series-check checks the series on a base, not on a tree of yours; give BASE=, for example BASE=6.1"
[ $# -eq 0 ] || shift
arches=$(if [ $# -gt 0 ]; then sh ci/lib/names.sh arch "$@"; else list_arches; fi)
jobs=$(for arch in $arches; do echo "$base/$arch"; done)
sh ci/get/deps.sh host series
# shellcheck disable=SC2046 # a list
prepare $(for arch in $arches; do echo "$base/$arch/plain"; done)

top=$BUILD/series/$base
mkdir -p "$top"
exec 4>"$top/lock"
only_run 4 || die "another 'make series-check' is at work on $base; wait for it to end"
pristine=$(sh ci/get/source.sh "$base")
of=$(tree_version "$pristine")
sh ci/lib/series.sh patches "$of" >"$top/patches"
sh ci/lib/series.sh overlay "$of" >"$top/overlay"
sh ci/lib/series.sh owners "$of" >"$top/owners"
rm -rf "$top/findings"
mkdir "$top/findings"
: >"$top/marks"

# mark STEP COLUMN WORD: set one field of the table. Findings go to
# findings/STEP.COLUMN, whose first lines are shown below the table.
mark() { printf '%s %s %s\n' "$1" "$2" "$3" >>"$top/marks"; }
finding() { echo "$top/findings/$(echo "$1" | tr / _).$2"; }

. "$KIT/ci/series/series-apply.sh"
. "$KIT/ci/series/series-style.sh"
releases
check_applies
check_old
check_style

rc=0
# shellcheck disable=SC2086 # lists
leashed "$HOST/kit-progress" --cells-dir "$BUILD/series" --log "$top/log" $jobs -- \
	make --no-print-directory -f ci/jobs.mk KIT_RUN="bash ci/series/series-arch.sh" -k -j"$(jobs_for "$(echo "$arches" | wc -w)")" \
	KIT_JOBS="$(echo "$jobs" | paste -sd ' ')" 4>&- || rc=$?
[ "$rc" -lt 128 ] || exit "$rc"
for one in $jobs; do
	cat "$BUILD/series/$one/marks" >>"$top/marks" 2>/dev/null || :
done

. "$KIT/ci/series/series-table.sh"
show_table
[ "$rc" -eq 0 ] || die "not every step was checked (all of it: $top/log); what is done is kept, run the same command again"
