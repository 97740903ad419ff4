#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# tree.sh DIR: assemble the source of a cell with the series, and record what the tree
# has; facts: tree, tree_key, version, status, series, patchset_hash, overlay_hash.
# Status 1: the series does not apply, and DIR/reason says where.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/versions.sh"
cell_open "${1:-}"

assemble() {
	set -- "$BASE" "${SERIES:-kit}"
	[ -z "$MUTANT" ] || set -- --mutant "$MUTANT" "$@"
	[ -z "$LINKS" ] || set -- --links "$@"
	[ -z "$STEPS" ] || set -- --steps "$STEPS" "$@"
	# The reason is for people: leave out the kit's prefix.
	sh "$KIT/ci/lib/assemble.sh" "$@" 2>"$DIR/reason.raw" || {
		rc=$?
		cat "$DIR/reason.raw" >&2
		sed -n '$s/^kit: //p' "$DIR/reason.raw" >"$DIR/reason"
		return "$rc"
	}
}

if [ "$BASE" = kdir ]; then
	TREE=$(sh "$KIT/ci/get/kdir.sh" "$KDIR")
	VERSION=$(tree_version "$TREE")
	grep -q '^VERSION[[:space:]]*=' "$TREE/Makefile" ||
		die "$TREE/Makefile has no line VERSION =; give the top directory of a kernel source as KDIR"
else
	TREE=$(assemble)
	VERSION=$(cat "$TREE/.kit/version")
	fact_set tree_key "$(cat "$TREE/.kit/key")"
fi
fact_set tree "$TREE"
fact_set version "$VERSION"
fact_set series "$(sh "$KIT/ci/lib/status.sh" series "$TREE")"
fact_set status "$(sh "$KIT/ci/lib/status.sh" status "$BASE" "$ARCH" "$TREE")"
[ "$BASE" = kdir ] || [ "$SERIES" = none ] || {
	fact_set patchset_hash "$(cat "$TREE/.kit/patchset_hash")"
	fact_set overlay_hash "$(cat "$TREE/.kit/overlay_hash")"
}
