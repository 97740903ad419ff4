# SPDX-License-Identifier: GPL-2.0
# Sourced by series-arch.sh: keep what was found fine, so that an interrupted check goes on
# and a changed patch costs only its own step and those after it.
# shellcheck shell=bash disable=SC2154 # what series-arch.sh has set
#
# A step is kept under a checksum of all that it is made of: the source, the tools, the
# scripts and configurations of the kit, and the patches up to it, without their texts and
# with their new files, that concern the architecture. The first line of the file is the
# step's mark, the others are the warnings after it. The kit's suite is not part of the
# checksum before the patch that brings it.

KEPT=$BUILD/series/kept/$ARCH
mkdir -p "$KEPT"

# kept_base: the checksum of what all steps are made of
kept_base() {
	{
		source=$(sh ci/get/source.sh "$BASE")
		basename "$(realpath "$source")"
		cat "$source/Makefile"
		for tool in "${CROSS}gcc" "${CROSS}ld" sparse; do "$tool" --version 2>&1 | head -n 1; done
		candidates
		# What decides on the tree, its configuration, and how it is compiled.
		find "arch/$ARCH" ci/config.sh ci/build.sh ci/port ci/kconfig ci/configs ci/flavors \
			ci/lib/kmake.sh ci/lib/toolchain.sh ci/lib/tools.sh ci/lib/optional-tools ci/lib/hidden \
			ci/series/series-arch.sh ci/series/series-kept.sh ci/series/sparse.sh \
			-path "arch/$ARCH/*/*" -prune -o -type f -print | sort | xargs -r sha256sum
		cat ci/allow/warnings
	} | sha256sum | cut -c 1-64
}

# kept_next KEY PATCH: the checksum after one more patch
kept_next() {
	{
		echo "$1"
		sed -n '/^diff --git /,$p; /^--- a\//,$p' "$2" | grep -v '^@@'
		awk -v patch="$2" '$1 == patch { print $2 }' "$lists/owners" | while read -r file; do
			sha256sum "$file" 2>/dev/null || echo "$file"
		done
	} | sha256sum | cut -c 1-64
}

# kept_load KEY PATCH: the step was fine. Its mark is made again, and its warnings are those
# that the next step may have.
kept_load() {
	[ -s "$KEPT/$1" ] || return 1
	[ "$2" = base ] || mark "$2" "$(head -n 1 "$KEPT/$1")"
	tail -n +2 "$KEPT/$1" >"$top/warnings.before"
}

# kept_store KEY MARK: with $top/warnings.before
kept_store() {
	{ echo "$2" && cat "$top/warnings.before"; } >"$KEPT/.$1" && mv "$KEPT/.$1" "$KEPT/$1"
}
