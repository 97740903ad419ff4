#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# series.sh BASE [ARCH...]: write the kit's series for a base, or for KDIR (BASE is
# kdir then), as what a team merges, into the directory OUT.
#
#   FORMAT	the form: ci/export/format-FORMAT.sh
#   OUT		a directory that does not exist yet or is empty
#   SIGNOFF	"Name <mail>" of the person who signs off; without it nobody does
#
# A temporary git repository has only the files that the series touches: first as in
# the source, then a commit for each patch with its new files. All formats are made
# from these commits, so blob ids, modes and diffstats are those of the source. What was
# written is applied again and must give the last commit's tree before it goes to OUT.
# Equal input gives equal bytes.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/versions.sh"
cd "$KIT"

formats() { (cd ci/export && ls format-*.sh) | sed 's/^format-//; s/[.]sh$//' | paste -sd ' '; }

[ -n "${FORMAT:-}" ] || die "make series needs FORMAT=, the form in which you merge: $(formats)"
[ -n "${OUT:-}" ] || die "make series needs OUT=, a new directory for what it writes"
[ -e "ci/export/format-$FORMAT.sh" ] || die "FORMAT=$FORMAT is not understood; it takes one of: $(formats)"

base=$1
shift
. "$KIT/ci/port/kdir-tree.sh"

base_source() {
	base=$(sh ci/lib/names.sh base "$base")
	pristine=$(sh ci/get/source.sh "$base")
	version=${pristine##*/}
	arches=$([ $# -eq 0 ] || sh ci/lib/names.sh arch "$@")
}

own_source() { # [ARCH...]
	[ -z "${BASE:-}${BASES:-}" ] || die "make series takes one tree, KDIR=$KDIR or BASE=${BASE:-$BASES}; give one of them"
	kdir_source
	# The snapshot must not change while it is read.
	exec 7<"$snapshot/lock"
	flock -s 7
	KIT_ARCHES=$*
	kdir_arches
	kdir_needs_series
	kdir_needs_arches
}

if [ "$base" = kdir ]; then own_source "$@"; else base_source "$@"; fi
sh ci/get/deps.sh export
of=$(tree_version "$pristine")

mkdir -p "$BUILD"
work=$(mktemp -d "$BUILD/export.XXXXXX")
staged=
trap 'rm -rf "$work" ${staged:+"$staged"}' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

. "$KIT/ci/export/git.sh"
. "$KIT/ci/export/message.sh"
. "$KIT/ci/export/commits.sh"
. "$KIT/ci/export/results.sh"
. "$KIT/ci/export/cover.sh"
# shellcheck disable=SC1090 # the one that FORMAT names
. "$KIT/ci/export/format-$FORMAT.sh"

# put_out: bring what is complete to OUT, all of it at once
put_out() {
	parent=$(dirname -- "$OUT")
	mkdir -p "$parent" || die "OUT=$OUT: the directory $parent cannot be created; give another one"
	staged=$(mktemp -d "$parent/.series.XXXXXX") || die "OUT=$OUT: $parent cannot be written to; give another directory"
	cp -r "$work/out/." "$staged/" || die "OUT=$OUT could not be written; if the disk is full, free some space, then run the same command again"
	chmod 755 "$staged"
	[ ! -d "$OUT" ] || rmdir -- "$OUT" || die "OUT=$OUT is not empty any more, and nothing was written; give a new directory"
	mv -T -- "$staged" "$OUT"
	staged=
}

make_commits
mkdir "$work/out"
format_series
format_applies || die "the written series does not give the tree that the kit tests; this is a defect of the kit, and nothing was written"
put_out
say "$(commits | wc -l) patches for $version in $OUT; $(format_next)"
[ -n "${SIGNOFF:-}" ] ||
	say "there is no Signed-off-by in them: it is yours to give, by SIGNOFF=\"Name <mail>\" or git am --signoff"
