#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# round-trip.sh [whole] BASE: does the exported series give the tree that the kit tests?
# "git am" and "quilt push -a" are run on the source, and what they make is compared with
# the tree of ci/port/assemble.sh: names, contents, modes. Without "whole" only the files
# that the series touches are there.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/export/git.sh"
. "$KIT/ci/lib/versions.sh"
cd "$KIT"

whole=
if [ "$1" = whole ]; then
	whole=yes
	shift
fi
base=$(sh ci/lib/names.sh base "$1")
sh ci/get/deps.sh export package
pristine=$(sh ci/get/source.sh "$base")
tree=$(sh ci/port/assemble.sh "$base" kit)
of=$(tree_version "$pristine")
top=$BUILD/round-trip/$base
rm -rf "$top"
mkdir -p "$top"
# Both trees are of the same series only as long as this is held.
exec 8<"$tree.lock"
flock -s 8

# files: the names of all files that the series touches or brings
files() {
	# shellcheck disable=SC2046 # a list
	sed -n 's|^[-+][-+][-+] [ab]/\([^[:space:]]*\).*|\1|p' $(sh ci/lib/series.sh patches "$of")
	sh ci/lib/series.sh overlay "$of"
}

# copy FROM TO: what is compared
copy() {
	mkdir -p "$2"
	if [ -n "$whole" ]; then
		need_space "$top" 2500 "a copy of $1"
		cp -a --reflink=auto "$1/." "$2/"
		rm -rf "$2/.kit" "$2/.complete"
	else
		(cd "$1" && while read -r file; do
			[ ! -e "$file" ] || echo "$file"
		done <"$top/files" | xargs cp -p --parents -t "$2")
	fi
}

# found TYPE...: what of this type is here, without what git and quilt keep
found() { find . \( -path ./.git -o -path ./.pc -o -path ./patches \) -prune -o -type "$@"; }

# listing DIR: each file's name, mode and content, and each link. git keeps of a mode who
# may execute.
listing() {
	(cd "$1" && found f ! -name '*.pyc' -print | sort >"$top/names"
	xargs -d '\n' stat -c '%n %A' <"$top/names" | awk '{ $NF = substr($NF, 1, 1) substr($NF, 4, 1) } 1'
	xargs -d '\n' sha256sum <"$top/names"
	found l -printf '%p -> %l\n' | sort)
}

same() { # DIR WHO
	listing "$1" >"$top/made"
	if diff "$top/tested" "$top/made" >"$top/differs"; then
		say "$2: the same $(wc -l <"$top/names") files as in the tree that is tested"
		return
	fi
	head -n 5 "$top/differs" >&2
	die -1 "$2 does not give the tree that is tested (see above; all of it: $top/differs)"
}

export_as() { # FORMAT
	FORMAT=$1 OUT=$top/$1 BASE='' BASES='' KDIR='' SIGNOFF='Round Trip <trip@example.org>' \
		sh ci/export/series.sh "$base" 8<&- >"$top/$1.log" || {
		rc=$?
		cat "$top/$1.log" >&2
		exit "$rc"
	}
}

by_git() {
	export_as mbox
	copy "$pristine" "$top/git"
	repository "$top/git"
	identity toy toy@localhost '1700000000 +0000'
	git -C "$top/git" add -f -A
	GIT_AUTHOR_NAME=toy GIT_AUTHOR_EMAIL=toy@localhost git -C "$top/git" commit -qm base
	git -C "$top/git" am -q "$top"/mbox/*.patch
	same "$top/git" "git am"
	rm -rf "$top/git"
}

by_quilt() {
	export_as debian
	copy "$pristine" "$top/quilt"
	cp -r "$top/debian/debian/patches" "$top/quilt/patches"
	cp "$top/debian/series" "$top/quilt/patches/series"
	(cd "$top/quilt" && QUILT_PATCH_OPTS=-F0 quilt --quiltrc - push -q -a >"$top/quilt.log" 2>&1) || {
		tail -n 5 "$top/quilt.log" >&2
		die -1 "quilt push -a failed (see above)"
	}
	same "$top/quilt" "quilt push -a"
	rm -rf "$top/quilt"
}

files | sort -u >"$top/files"
copy "$tree" "$top/tree"
listing "$top/tree" >"$top/tested"
rm -rf "$top/tree"
by_git
by_quilt
rm -rf "$top"
