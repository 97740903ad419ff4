#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# carried.sh TREE STAGE VERSION: if TREE carries a series of the kit that is not today's,
# take it off in STAGE, the directory of files that are about to be patched. Print the
# names of all files that the old series touches or brings: they belong to the assembly
# too. Print nothing if the tree carries none, or today's.
#
# The kit's new files show that there is a series, and the kit's git history shows which:
# a tree needs no marker, however the series came into it. What the history does not
# have, like a newer series or that of another checkout, cannot be taken off.
#
# Exit status 1: the series is not known, or does not come off exactly.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/versions.sh"
tree=$(cd "$1" && pwd -P)
stage=$(cd "$2" && pwd -P)
version=$3
cd "$KIT"

# A checkout inside another repository has no history of its own.
[ "$(git rev-parse --show-prefix 2>/dev/null || echo none)" = "" ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

where="arch include kernel samples tools"

# kit_files: the new files that the kit has or had, and that the tree has too
kit_files() {
	# shellcheck disable=SC2086 # a list
	git log --format= --name-only --diff-filter=A --no-renames -- $where |
		grep -vE '/(patches|mutants)/|^arch/[^/]*/(flavors/|(descriptor|quirks|[^/]*\.config)$)' |
		sort -u | while read -r file; do
		[ ! -f "$tree/$file" ] || printf '%s\n' "$file"
	done
}

# is_current: all these files are as today
is_current() {
	while read -r file; do
		cmp -s "$file" "$tree/$file" || return 1
	done <"$work/files"
}

# in_tree: also give what the kit has in arch/*/direct/ the name that it has in a tree
in_tree() { sed 'p; s|\tarch/\([^/]*\)/direct/|\ttools/testing/selftests/ftrace_direct/arch/\1/direct/|'; }

# commits: those of the kit, the newest first, in which all these files are as in the tree
commits() {
	(cd "$tree" && xargs git hash-object --no-filters -- <"$work/files") |
		paste -d '\t' - "$work/files" >"$work/blobs"
	# shellcheck disable=SC2086 # a list
	git log --format=%H -- $where | while read -r commit; do
		git ls-tree -r "$commit" -- $where | sed 's/^[^ ]* blob //' | in_tree | sort -u >"$work/has"
		sort "$work/blobs" | comm -23 - "$work/has" >"$work/missing"
		[ -s "$work/missing" ] || echo "$commit"
	done
}

# unpack COMMIT: the kit as it was, in $work/kit; status 1 if its series has another form
unpack() {
	rm -rf "$work/kit"
	mkdir "$work/kit"
	git archive "$1" | tar -x -C "$work/kit" --exclude=ci/tests
	[ -e "$work/kit/ci/lib/series.sh" ] && [ -e "$work/kit/kernel/patches/series" ] || return
	for list in patches overlay; do
		KIT=$work/kit sh "$work/kit/ci/lib/series.sh" "$list" "$version" >"$work/$list" || return
	done
}

touched() { (cd "$work/kit" && xargs -r sed -n 's|^[-+][-+][-+] [ab]/\([^[:space:]]*\).*|\1|p') <"$work/patches" | sort -u; }

# take_off: the unpacked series, from the last patch to the first, in a copy of the
# tree's files. A patch that is not there, as one for another architecture, would apply.
take_off() {
	rm -rf "$work/stage"
	mkdir "$work/stage"
	touched >"$work/touched"
	(cd "$tree" && while read -r file; do [ ! -e "$file" ] || echo "$file"; done |
		xargs -r cp -p --parents -t "$work/stage") <"$work/touched"
	sed -n '1!G;h;$p' "$work/patches" | while read -r patch; do
		grep -qE '^(--- |diff --git )' "$work/kit/$patch" || continue
		one "$patch" -R -f --dry-run && one "$patch" -R -f && continue
		one "$patch" -N --dry-run || { echo "$patch" >"$work/stuck" && return 1; }
	done
}

one() { # PATCH OPTION...
	input=$work/kit/$1
	shift
	patch -d "$work/stage" -p1 -F0 --no-backup-if-mismatch -r - "$@" <"$input" >/dev/null 2>&1
}

# give COMMIT: the result of take_off to the stage, and the names to the caller
give() {
	say "the tree carries the kit's series of $(git log -1 --format='%h, %cs' "$1"); it is replaced by today's" >&2
	cp -rp "$work/stage/." "$stage/"
	(cd "$stage" && xargs -r rm -f) <"$work/overlay"
	cat "$work/touched" "$work/overlay"
}

kit_files >"$work/files"
[ -s "$work/files" ] && ! is_current || exit 0
commits >"$work/commits"
while read -r commit; do
	unpack "$commit" && take_off || continue
	give "$commit"
	exit
done <"$work/commits"
[ ! -e "$work/stuck" ] || die -1 "the tree carries an older series of the kit, but $(cat "$work/stuck") cannot be taken off exactly; revert the series in a copy of the tree, then run the same command again"
for file in $(sh ci/lib/series.sh overlay "$version"); do
	[ ! -e "$tree/$file" ] || cmp -s "$file" "$tree/$file" ||
		die -1 "the tree has $file with a content that the kit never gave it; if it carries a newer series of the kit, update the kit; otherwise rename one of the two"
done
