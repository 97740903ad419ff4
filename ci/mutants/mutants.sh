#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# mutants.sh CELL...: break the kernel of each cell on purpose, one mutant after another,
# and see which test notices. MUTANTS= selects some of them, by number or by a shell
# pattern of names.
#
# Exit status: 0 when each mutant was killed by the test that it names, 1 when one was
# not, 2 when one has no outcome. A cell without direct calls has no mutants.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/prepare.sh"
. "$KIT/ci/lib/versions.sh"
. "$KIT/ci/lib/shard.sh"
cd "$KIT"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

for cell; do
	case $cell in
	kdir/*) die "mutants are patches for a base with the kit's series; $cell is a tree of yours, and make matrix KDIR= tests it" ;;
	esac
done
prepare "$@"

top=$BUILD/mutants
mkdir -p "$top"
exec 4>"$top/lock"
only_run 4 || die "another 'make mutants' is at work in this checkout; wait for it to end"

chosen() { # NUMBER NAME
	in_shard "$2" || return 1
	[ -n "${MUTANTS:-}" ] || return 0
	set -f
	for word in $MUTANTS; do
		# shellcheck disable=SC2254 # a pattern on purpose
		case $2 in $word) set +f && return 0 ;; esac
		[ "$word" != "$1" ] || { set +f && return 0; }
	done
	set +f
	return 1
}

# List what to show and what the cells must run: a name and a file a line.
shown=
cells=
for cell; do
	mkdir -p "$top/$cell"
	files=$(find arch/*/mutants tools/testing/mutants -name '*.patch' 2>/dev/null | sort)
	of=$(tree_version "$(sh ci/get/source.sh "${cell%%/*}")")
	# shellcheck disable=SC2086 # a list
	all=$("$HOST/kit-mutant" pick "$cell" "$of" $files)
	: >"$top/$cell/list"
	: >"$top/$cell/mutants"
	[ -n "$all" ] || { say "$cell: there is no mutant for it" && continue; }
	while read -r number name file; do
		chosen "$number" "$name" || continue
		echo "$name $KIT/$file" >>"$top/$cell/list"
		echo "$name" >>"$top/$cell/mutants"
		rm -f "$top/$cell/$name/mutant.json"
		shown="$shown $cell/$name"
	done <<-LIST
	$all
	LIST
	[ -s "$top/$cell/list" ] || continue
	shown="$shown $cell/baseline"
	cells="$cells $cell"
done
[ -n "$cells" ] || [ -z "${SHARD:-}" ] || { say "no mutant is in part $SHARD" && exit; }
[ -n "$cells" ] || die "no mutant is left to make${MUTANTS:+; MUTANTS='$MUTANTS' fits none}"

# shellcheck disable=SC2086 # lists
set -- $cells
rc=0
# shellcheck disable=SC2086
leashed "$HOST/kit-progress" --cells-dir "$top" --log "$BUILD/mutants.log" $shown -- \
	make --no-print-directory -f ci/jobs.mk KIT_RUN="bash ci/mutants/mutants-cell.sh" -k -j"$(jobs_for 1)" KIT_JOBS="$*" 4>&- || rc=$?
if [ "$rc" -ne 0 ]; then
	sed -n 's/^kit: /kit: /p' "$BUILD/mutants.log" | tail -n 5 >&2
	[ "$rc" -lt 128 ] || exit "$rc"
fi
status=0
"$HOST/kit-mutant" table "$top" "$@" || status=$?
[ "$rc" -eq 0 ] || die "not every mutant came to an end (all of it: $BUILD/mutants.log)"
exit "$status"
