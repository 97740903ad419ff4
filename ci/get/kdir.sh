#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The user's own tree: KDIR, and REV if a revision of its repository is meant. It is only
# read. Everything else works on a snapshot of it in $BUILD/kdir/NAME-HASH/:
#
#   tree/	the source: of a git tree what git tracks and what it does not ignore, of
#		any other tree all files but what a build has left there
#   files	a line for each of them, which changes if it is copied again; seen: the
#		same as of the last look at the user's tree; copied: as of that at tree/
#   facts	commit, branch, dirty, ... (ci/get/kdir-facts.sh)
#   lock	held while the snapshot changes, and shared while somebody copies it
#
#   kdir.sh check	say what is wrong with KDIR and REV, if anything is
#   kdir.sh version	the version of the tree
#   kdir.sh place	the snapshot's directory
#   kdir.sh take	bring the snapshot up to date; print the path of its tree
#
# Only files that have changed are copied, with their times. KIT_SNAPSHOT=taken: use the
# snapshot that is there, so that all cells of a run have the same.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/versions.sh"
. "$KIT/ci/get/kdir-git.sh"
. "$KIT/ci/get/kdir-files.sh"
. "$KIT/ci/get/kdir-facts.sh"

# Files that every kernel source has.
every_tree='Makefile Kconfig Kbuild kernel/trace/ftrace.c scripts/kconfig'

is_tree() { # DIR
	for file in $every_tree; do
		[ -e "$1/$file" ] || return 1
	done
}

# top_of DIR: the kernel source that has DIR below its top directory
top_of() {
	top=$1
	while [ "$top" != / ]; do
		top=$(dirname -- "$top")
		! is_tree "$top" || { printf '%s\n' "$top" && return; }
	done
	return 1
}

find_kdir() {
	[ -n "${KDIR:-}" ] || die "KDIR is not set; give the path of a kernel source tree"
	[ -d "$KDIR" ] || die "KDIR=$KDIR is no directory; give the top directory of a kernel source tree"
	dir=$(cd -- "$KDIR" 2>/dev/null && pwd -P) && [ -r "$dir" ] ||
		die "KDIR=$KDIR cannot be read by $(id -un); give $(id -un) the right to read it, or copy it"
	find_kind
}

check_directory() {
	if [ "$kind" = bare ]; then
		die "KDIR=$KDIR is a repository without a working tree; say which revision is meant with REV=, for example REV=$(some_branch)"
	fi
	for file in $every_tree; do
		[ -e "$dir/$file" ] && continue
		! top=$(top_of "$dir") ||
			die "KDIR=$KDIR is a directory inside a kernel source tree; give the tree's top directory: KDIR=$top"
		[ ! -e "$dir/.git" ] ||
			die "KDIR=$KDIR is no kernel source tree (it has no $file); check out the files, or name a revision with REV="
		die "KDIR=$KDIR is no kernel source tree (it has no $file); give the top directory of one"
	done
	grep -q '^VERSION[[:space:]]*=' "$dir/Makefile" ||
		die "$dir/Makefile has no line VERSION =; give the top directory of a kernel source as KDIR"
	check_products
}

check_revision() {
	for file in $every_tree; do
		tree_git cat-file -e "$commit:$prefix$file" 2>/dev/null ||
			die "KDIR=$KDIR REV=$REV is no kernel source tree (it has no $file)"
	done
}

check() {
	if [ -n "${REV:-}" ]; then check_revision; else check_directory; fi
}

version() {
	if [ -n "${REV:-}" ]; then
		makefile=$(mktemp -d)
		tree_git show "$commit:${prefix}Makefile" >"$makefile/Makefile"
		tree_version "$makefile"
		rm -r "$makefile"
	else
		tree_version "$dir"
	fi
}

# The directory's name is for people. The hash tells trees of one name apart, and a
# working tree from the revisions of its repository.
find_place() {
	name=${dir%/.git}
	name=${name##*/}
	name=$(printf '%s' "${name%.git}" | tr -c 'A-Za-z0-9._-' '[_*]' | sed 's/^[.-]/_/')
	hash=$(printf '%s' "$dir${REV:+@}" | sha256sum | cut -c 1-8)
	place=$BUILD/kdir/${name:-tree}-$hash
}

take() {
	plain_path "$BUILD"
	[ "${KIT_SNAPSHOT:-}" = taken ] && [ -e "$place/facts" ] || {
		check
		mkdir -p "$place"
		exec 9>"$place/lock"
		flock 9
		work=$(mktemp -d)
		trap 'rm -rf "$work"' EXIT
		if [ -n "${REV:-}" ]; then take_revision; else take_directory; fi
		write_facts
	}
	echo "$place/tree"
}

find_kdir
find_place
case $1 in
check | version | take) "$1" ;;
place) echo "$place" ;;
*) die "kdir.sh: no command '$1'" ;;
esac
