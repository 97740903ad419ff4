#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# tree.sh DIR: assemble the source of a cell with the series, and record what the tree
# has; facts: tree, tree_key, version, status, series, patchset_hash, overlay_hash, and
# how many patches were patches_applied, patches_already, patches_merged. The file applied
# has what became of each. Status 1: the series does not apply, and DIR/reason says where.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"
cell_open "${1:-}"

assemble() {
	set -- --report "$DIR/applied" "$BASE" "$SERIES"
	[ -z "$MUTANT" ] || set -- --mutant "$MUTANT" "$@"
	[ -z "$LINKS" ] || set -- --links "$@"
	[ -z "$STEPS" ] || set -- --steps "$STEPS" "$@"
	# The reason is for people: leave out the kit's prefix. It is read without the lines
	# above it, which go to the log of this step.
	sh "$KIT/ci/port/assemble.sh" "$@" 2>"$DIR/reason.raw" || {
		rc=$?
		cat "$DIR/reason.raw" >&2
		sed -n '$s/, all listed above;/, all listed in tree.log;/; $s/^kit: //p' "$DIR/reason.raw" >"$DIR/reason"
		return "$rc"
	}
}

count_patches() {
	for what in applied already merged conflict; do
		fact_set "patches_$what" "$(grep -c "^$what " "$DIR/applied" || :)"
	done
}

# Somebody has applied the series to the user's tree. Which patches is not known, the
# files are.
files_by_hand() {
	files=$(sh "$KIT/ci/lib/series.sh" overlay "$VERSION" "$ARCH")
	(cd "$TREE" && printf '%s\n' "$files" | xargs -r ls -d 2>/dev/null | xargs -r sha256sum |
		sha256sum | cut -c 1-64)
}

export KDIR REV KIT_ARCHES
rm -f "$DIR/applied"
TREE=$(assemble)
VERSION=$(cat "$TREE/.kit/version")
fact_set tree_key "$(cat "$TREE/.kit/key")"
fact_set tree "$TREE"
fact_set version "$VERSION"
TREE_SERIES=$(sh "$KIT/ci/lib/status.sh" series "$TREE")
fact_set series "$TREE_SERIES"
fact_set status "$(sh "$KIT/ci/lib/status.sh" status "$BASE" "$ARCH" "$TREE")"
if [ "$SERIES" != none ]; then
	fact_set patchset_hash "$(cat "$TREE/.kit/patchset_hash")"
	fact_set overlay_hash "$(cat "$TREE/.kit/overlay_hash")"
	count_patches
elif [ "$TREE_SERIES" != none ]; then
	fact_set overlay_hash "$(files_by_hand)"
fi
