#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# apply.sh [--merge] [--report FILE] STAGE VERSION PATCH...: apply patches of the kit, in this
# order, to the files in STAGE, which are those that the patches touch, from a tree of
# VERSION. The outcome of each patch is one of these words; the first that fits:
#
#   applied	it applies exactly (patch -F0), perhaps in its text for a tree with a
#		certain commit
#   already	the tree has the change: it can be reversed exactly, after all later
#		ones that are there too; or the probe in the patch's header finds the
#		defect fixed in another text
#   merged	three-way, with the files before and after the patch in a release to
#		which it applies exactly (ci/port/reference.sh)
#   conflict	none of these
#
# FILE gets a line "WORD PATCH [why]" for each patch. Every conflict is listed on stderr
# and in FILE, there with a leading "#". After a conflict the next patches are tried as if
# the patch's side had been taken, so that the list is complete.
#
# --merge merges also what applies exactly, so that a test can compare the results.
#
# Exit status: 0, or 1 if there is a conflict; STAGE is then as it was.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/versions.sh"
. "$KIT/ci/port/reference.sh"
. "$KIT/ci/port/merge.sh"
. "$KIT/ci/port/probe.sh"

report=
merge=
while :; do
	case $1 in
	--merge) merge=yes && shift ;;
	--report) report=$2 && shift 2 ;;
	*) break ;;
	esac
done
stage=$(cd "$1" && pwd -P)
version=$2
shift 2
cd "$KIT"

work=$(mktemp -d "$stage.apply.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
tree=$work/tree
cp -rp "$stage" "$tree"
: >"$work/report"
: >"$work/conflicts"
: >"$work/there"

# run_patch PATCH OPTION...: patch(1) on the tree, exactly
run_patch() {
	input=$1
	shift
	patch -d "$tree" -p1 -F0 --no-backup-if-mismatch -r - "$@" <"$input" >"$work/patch.log" 2>&1
}
exact() { run_patch "$1" -N --dry-run && run_patch "$1" -N; }
reverse() { run_patch "$1" -R -f --dry-run && run_patch "$1" -R -f; }

# A patch without a diff only brings its files. patch(1) rejects it as garbage.
has_diff() { grep -qE '^(--- |diff --git )' "$1"; }

patched_files() { # PATCH
	sed -n 's|^+++ b/\([^[:space:]]*\).*|\1|p' "$1"
}

outcome() { # WORD PATCH [WHY]
	printf '%s\n' "$1 $2${3:+ $3}" >>"$work/report"
	case $1 in already | merged) say "$2: $1: $3" >&2 ;; esac
}

# Where the series was applied before, by hand or by the kit, later patches have changed
# what earlier ones brought. So take off what is there from the last to the first; then
# all of it is applied in order, and gives the same text again.
take_off() { # PATCH...
	reversed=
	for patch; do reversed="$patch $reversed"; done
	for patch in $reversed; do
		has_diff "$patch" || continue
		for text in "$patch" "${patch%/*}"/with-*/"${patch##*/}"; do
			[ ! -e "$text" ] || ! reverse "$text" || { echo "$patch" >>"$work/there" && break; }
		done
	done
}

apply_exactly() { # PATCH
	exact "$1" || return
	applied "$1"
}

applied() { # PATCH [WHY]
	if grep -qxF "$1" "$work/there"; then
		outcome already "$1" "its text is in the tree"
	else
		outcome applied "$@"
	fi
}

fixed_already() { # PATCH
	rc=0
	found=$(probe "$1" "$tree") || rc=$?
	[ "$rc" -le 1 ] || exit "$rc"
	[ "$rc" -eq 0 ] || return
	outcome already "$1" "the defect is fixed in another text: $found"
}

# other_text PATCH: a tree may have a commit that changes the context so much that the
# patch needs another text. with-COMMIT/ in the directory of the patch has it.
other_text() {
	for text in "${1%/*}"/with-*/"${1##*/}"; do
		[ -e "$text" ] && exact "$text" || continue
		commit=${text%/*}
		applied "$1" "in its text for a tree with ${commit##*/with-}"
		return
	done
	return 1
}

# The last patch.log must be that of the exact try, which merge_patch reads.
apply_patch() { # PATCH
	if ! has_diff "$1"; then
		grep -q '^X-Kit-Files: ' "$1" || die -1 "$1 changes nothing and brings no file"
		outcome applied "$1"
		return
	fi
	if [ -n "$merge" ] && reference "$1"; then
		: >"$work/patch.log"
		merge_patch "$1"
		return
	fi
	apply_exactly "$1" || fixed_already "$1" || other_text "$1" || { exact "$1" || merge_patch "$1"; }
}

# put_back: the tree becomes the stage
put_back() {
	(cd "$stage" && find . -type f) | while read -r file; do
		[ -e "$tree/$file" ] || rm "$stage/$file"
	done
	cp -rp "$tree/." "$stage/"
}

finish() {
	[ ! -s "$work/conflicts" ] || sed 's/^/# /' "$work/conflicts" >>"$work/report"
	[ -z "$report" ] || cp "$work/report" "$report"
	conflicts=$(grep -c '^conflict ' "$work/report" || :)
	[ "$conflicts" -ne 0 ] || { put_back && return; }
	cat "$work/conflicts" >&2
	first=$(sed -n 's/^conflict \([^ ]*\) \(.*\)/\1 does not apply to '"$version"': \2/p' "$work/report" | head -n 1)
	[ "$conflicts" -eq 1 ] ||
		first="$conflicts patches do not apply to $version, all listed above; the first: $first"
	die -1 "$first; the tree is as it was"
}

take_off "$@"
for one; do apply_patch "$one"; done
finish
