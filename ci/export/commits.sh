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
	mkdir "$work/base"
	(cd "$pristine" && while read -r file; do
		[ ! -e "$file" ] || echo "$file"
	done <"$work/touched" | xargs -r cp -p --parents -t "$work/base")
	cp -rp "$work/base/." "$work/git/"
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

# apply_to FROM TO PATCH...: make TO, which is FROM with the patches
apply_to() {
	from=$1
	to=$2
	shift 2
	rm -rf "$to.new"
	cp -rp "$from" "$to.new"
	sh ci/port/apply.sh --report "$work/report" "$to.new" "$version" "$@" || return
	rm -rf "$to"
	mv "$to.new" "$to"
}

# plan: apply the whole series, as for the tree that is tested. A conflict ends here, with
# all conflicts listed. "$work/there" gets the patches that the source has already.
plan() {
	apply_to "$work/base" "$work/whole" $patches
	sed -n 's/^already \([^ ]*\).*/\1/p' "$work/report" >"$work/there"
	sed -n 's/^\(already\|merged\) //p' "$work/report" >"$work/differs"
	mv "$work/report" "$work/plan"
}

# upto PATCH: the patches up to this one, and the later ones that the source has already
upto() {
	before=yes
	for each in $patches; do
		[ -z "$before" ] && ! grep -qxF "$each" "$work/there" || echo "$each"
		[ "$each" != "$1" ] || before=
	done
}

# next_state PATCH: the state with this patch, from the one before. If the source has some
# patches already, and others between them are missing, each state is made from the
# source: only there can what it has be recognised.
next_state() {
	if [ -s "$work/there" ]; then
		apply_to "$work/base" "$work/state" $(upto "$1")
	else
		[ -d "$work/state" ] || cp -rp "$work/base" "$work/state"
		apply_to "$work/state" "$work/state" "$1"
	fi
}

apply_diff() { # PATCH
	! grep -qxF "$1" "$work/there" || return 0
	next_state "$1" 2>"$work/apply.log" || {
		cat "$work/apply.log" >&2
		die "$1 applies with all of the series, but not with those before it alone; this is a defect of the kit, and nothing was written"
	}
	while read -r file; do
		rm -f "$work/git/$file"
	done <"$work/touched"
	cp -rp "$work/state/." "$work/git/"
}

bring_files() { # PATCH
	for file in $(awk -v patch="$1" '$1 == patch { print $2 }' "$work/owners"); do
		[ ! -e "$pristine/$file" ] || cmp -s "$file" "$pristine/$file" ||
			die -1 "$file, which $1 brings, is in $version already; nothing was written"
		[ ! -e "$pristine/$file" ] || continue
		mkdir -p "$work/git/${file%/*}"
		cp -p "$file" "$work/git/$file"
	done
}

# What a tree has already is left out. It may still lack the new files.
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

# What the plan has made is what is tested.
as_planned() {
	(cd "$work/whole" && find . -type f) | while read -r file; do
		cmp -s "$work/whole/$file" "$work/git/$file" || echo "$file"
	done >"$work/other"
	[ ! -s "$work/other" ] ||
		die "patch after patch, $(head -n 1 "$work/other") is not as with the whole series; this is a defect of the kit, and nothing was written"
}

# An older series of the kit in the tree would have to be taken off by a commit that
# nobody has reviewed.
refuse_carried() {
	[ "$base" = kdir ] || return 0
	cp -rp "$work/base" "$work/carrier"
	carried=$(sh ci/port/carried.sh "$pristine" "$work/carrier" "$version") || exit
	[ -z "$carried" ] ||
		die "KDIR=$KDIR has an older series of the kit in it; revert its commits there, then run the same command again; nothing was written"
}

make_commits() {
	patches=$(sh ci/lib/series.sh patches "$of" $arches)
	[ -n "$patches" ] ||
		die "the kit has no series for $version; lines with one: $(list_bases | paste -sd ' ')"
	sh ci/lib/series.sh owners "$of" $arches >"$work/owners"
	stage_base
	refuse_carried
	plan
	commit_base
	: >"$work/commits"
	for patch in $patches; do commit_patch "$patch"; done
	[ -s "$work/commits" ] || die "$version has all of the series already; there is nothing to write"
	as_planned
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
