#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# cell.sh CELL [UNTIL]: take one cell from source to verdict, step by step.
# ci/jobs.mk runs several of these at a time, under one jobserver.
#
# All findings go into build/cells/CELL (Documentation/formats.rst). A verdict, good
# or bad, is exit status 0. Any other status is an error of the kit's environment,
# and there is no verdict then. UNTIL is build or image: stop after that step. Then
# there is a verdict only if an earlier step gave one.
#
# This is a bash script because bash can use file descriptors above 9 for its locks.
# Those below may belong to the jobserver.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/toolchain.sh"
. "$KIT/ci/lib/built.sh"
. "$KIT/ci/lib/killed.sh"

dir=$BUILD/cells/$1
until=${2:-}
mkdir -p "$dir"
exec {lock}>"$dir/lock"
only_run "$lock" ||
	die -3 "cell $1 is at work in another run; wait for it to end, or use a second checkout"

# Remove the boot script: the cell must not be booted again until the script matches
# the build.
rm -f "$dir/reason" "$dir/boot.sh"
[ ! -e "$dir/result.json" ] || mv "$dir/result.json" "$dir/result.last.json"
: >"$dir/stages"
cell_new "$dir" "$1"

# Write the verdict of a cell that does not reach its boot.
give_up() { # VERDICT STEP
	build_ended
	reason=$(cat "$DIR/reason" 2>/dev/null || :)
	"$HOST/kit-result" fail --verdict "$1" --reason "${reason:-the $2 step failed}" \
		--log "$DIR/$2.log" "$DIR" || exit 2
	state_set "$DIR" "done $1"
	exit 0
}

# step NAME [VERDICT]: run ci/NAME.sh. Status 1 means VERDICT, status 4 means CONFIG
# in every step, and any other is an error that the step has explained.
step() {
	state_set "$DIR" "$1"
	start=$(now)
	rc=0
	leashed sh "$KIT/ci/$1.sh" "$DIR" >"$DIR/$1.log" 2>&1 || rc=$?
	echo "$1 $(since "$start")" >>"$DIR/stages"
	[ "$rc" -eq 0 ] && return
	[ "$rc" -eq 1 ] && [ -n "${2:-}" ] && give_up "$2" "$1"
	[ "$rc" -eq 4 ] && give_up CONFIG "$1"
	[ "$rc" -ge 128 ] && exit "$rc"
	tail -n 3 "$DIR/$1.log" >&2
	die -2 "$CELL: the $1 step ended with status $rc (all of it: $DIR/$1.log)"
}

# Until the image is made, the tree must stay as it was assembled. Other cells may
# read it meanwhile, but none may change it.
hold_tree() {
	[ -d "$TREE" ] || die "$CELL: there is no tree at '$TREE'; run the same command again"
	exec {held}<"$TREE.lock"
	flock -s "$held"
	[ "$(cat "$TREE/.kit/key")" = "$(field "$DIR/meta" tree_key)" ] ||
		die "$CELL: the series changed while the cell began, and another run assembled the tree $TREE anew; run the same command again"
}

release_tree() { exec {held}<&-; }

step source
step tree APPLY
cell_open "$DIR"
hold_tree
if [ "$STATUS" = absent ]; then
	echo "$BASE has no architecture $ARCH" >"$DIR/reason"
	give_up SKIP tree
fi
if (toolchain && built_already); then
	config_facts
	printf '%s 0 kept\n' config build image >>"$DIR/stages"
else
	rm -f "$DIR/built"
	(toolchain && built_from >"$DIR/begun")
	sh "$KIT/ci/lib/manifest.sh" "$DIR" >"$DIR/required"
	build_begins
	step config CONFIG
	step build BUILD
	build_ended
	cache_fact
	[ "$until" != build ] || exit 0
	step image BUILD
	(cell_open "$DIR" && toolchain && built_now "$DIR/begun")
fi
[ "$until" != build ] || exit 0
release_tree
[ "$until" != image ] || exit 0

# The lock belongs to this script, not to QEMU.
eval 'step command' "$lock>&-"
state_set "$DIR" boot
eval 'leashed sh "$KIT/ci/verdict.sh" "$DIR" >"$DIR/verdict.log" 2>&1' "$lock>&-" || {
	rc=$?
	if [ ! -e "$DIR/result.json" ]; then
		cat "$DIR/verdict.log" >&2
		exit "$rc"
	fi
}
verdict=$(tail -n 1 "$DIR/verdict.log" | cut -d ' ' -f 1)
state_set "$DIR" "done $verdict"
