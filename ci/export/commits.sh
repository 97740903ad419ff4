# SPDX-License-Identifier: GPL-2.0
# Sourced by series.sh: the series as commits, in the repository $work/git. The branch
# base has the files that the series touches as the source has them; the branch series
# has a commit for each patch.
# shellcheck shell=sh disable=SC2013,SC2046,SC2086,SC2154 # lists; what series.sh has set

# commits: a line "COMMIT STAGE PATCH" each, in their order
commits() { cat "$work/commits"; }

# touched: the files of the source that the patches name
touched() {
	sed -n 's|^[-+][-+][-+] [ab]/\([^[:space:]]*\).*|\1|p' $patches /dev/null | sort -u
}

stage_base() {
	repository "$work/git"
	# Show the functions in hunk headers as the source's own attributes say.
	grep -s '^[^ ]* diff=[a-z]*$' "$pristine/.gitattributes" >"$work/git/.git/info/attributes" || :
	touched >"$work/touched"
	(cd "$pristine" && while read -r file; do
		[ ! -e "$file" ] || echo "$file"
	done <"$work/touched" | xargs -r cp -p --parents -t "$work/git")
}

# commit MESSAGE-FILE: all that is staged, by author; the committer is the same
commit() {
	git -C "$work/git" add -f -A
	git -C "$work/git" diff --cached --quiet && return 1
	identity "$author" "$mail" "$date"
	GIT_AUTHOR_NAME=$author GIT_AUTHOR_EMAIL=$mail GIT_AUTHOR_DATE=$date \
		git -C "$work/git" commit -q --no-verify --cleanup=verbatim -F "$1"
}

commit_base() {
	read_patch "$(echo "$patches" | head -n 1)"
	echo "Linux $version: the files that the series touches" >"$work/message"
	commit "$work/message" || die "$version has none of the files that the series touches"
	git -C "$work/git" checkout -q -b series
}

# A patch without a diff only brings files.
apply_diff() { # PATCH
	grep -qE '^(--- |diff --git )' "$1" || return 0
	LC_ALL=C patch -d "$work/git" -p1 -N -F0 --no-backup-if-mismatch <"$1" >"$work/patch.log" 2>&1 || {
		grep -v '^patching' "$work/patch.log" >&2
		die -1 "$1 does not apply to $version (see above); nothing was written"
	}
}

bring_files() { # PATCH
	for file in $(awk -v patch="$1" '$1 == patch { print $2 }' "$work/owners"); do
		[ ! -e "$work/git/$file" ] && [ ! -e "$pristine/$file" ] ||
			die -1 "$file, which $1 brings, is in $version already; nothing was written"
		mkdir -p "$work/git/${file%/*}"
		cp -p "$file" "$work/git/$file"
	done
}

# A tree may have what a patch does. The patch then changes nothing, and is left out.
commit_patch() { # PATCH
	apply_diff "$1"
	bring_files "$1"
	read_patch "$1"
	message >"$work/message"
	if commit "$work/message"; then
		echo "$(git -C "$work/git" rev-parse HEAD) $(patch_field "$1" X-Kit-Stage) $1" >>"$work/commits"
	else
		say "$1 changes nothing in $version and is left out"
	fi
}

make_commits() {
	patches=$(sh ci/lib/series.sh patches "$of" $arches)
	[ -n "$patches" ] ||
		die "the kit has no series for $version; lines with one: $(list_bases | paste -sd ' ')"
	sh ci/lib/series.sh owners "$of" $arches >"$work/owners"
	stage_base
	commit_base
	: >"$work/commits"
	for patch in $patches; do commit_patch "$patch"; done
	[ -s "$work/commits" ] || die "$version has all of the series already; there is nothing to write"
}

# tree_of DIR: the id of what is in a repository's directory: names, contents, modes
tree_of() {
	git -C "$1" add -f -A
	git -C "$1" write-tree
}

# fresh_base DIR: a new repository with the source's files, and nothing else
fresh_base() {
	rm -rf "$1"
	repository "$1"
	git -C "$1" fetch -q "$work/git" base
	git -C "$1" reset -q --hard FETCH_HEAD
}

# gives_series DIR: whether the directory has the tree of the last commit
gives_series() {
	[ "$(tree_of "$1")" = "$(git -C "$work/git" rev-parse 'series^{tree}')" ]
}
