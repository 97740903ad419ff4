# SPDX-License-Identifier: GPL-2.0
# Sourced by kdir.sh: the facts about the user's tree, a line "key value" each. A fact
# that is not known is not there.
#
#   tree_name		the directory's name
#   commit branch describe	as git has them; of a tree without git none of them
#   dirty		yes: the tree is not as in the commit
#   extraversion localversion	of the Makefile; of the files localversion*
#   snapshot		a checksum of the list of files, for what has no commit
# shellcheck shell=sh disable=SC2154 # what kdir.sh has set

put() { [ -z "$2" ] || printf '%s %s\n' "$1" "$2"; }

# In a history without tags git looks through all of it.
describe() {
	timeout 20 git -C "$dir" -c safe.directory='*' describe --tags --abbrev=12 "$commit" 2>/dev/null ||
		tree_git rev-parse --short=12 "$commit"
}

branch() {
	if [ -z "${REV:-}" ]; then
		tree_git symbolic-ref --quiet --short HEAD || :
	else
		tree_git rev-parse --symbolic-full-name --end-of-options "$REV" 2>/dev/null |
			sed -n 's|^refs/heads/||p; s|^refs/remotes/[^/]*/||p'
	fi
}

git_facts() {
	[ -n "${REV:-}" ] || [ "$kind" = git ] || return 0
	[ -n "$commit" ] || commit=$(tree_git rev-parse --quiet --verify HEAD) || { put dirty yes && return; }
	put commit "$commit"
	put branch "$(branch)"
	# It depends on the tags as well, but takes long on some trees.
	last=$(field "$place/described" "$commit" 2>/dev/null) || last=
	last=${last:-$(describe)}
	echo "$commit $last" >"$place/described"
	put describe "$last"
	if [ -n "${REV:-}" ] || ! is_dirty; then put dirty no; else put dirty yes; fi
}

# As scripts/setlocalversion does.
localversion() {
	for file in "$place"/tree/localversion*; do
		case $file in *\~) continue ;; esac
		[ ! -f "$file" ] || cat "$file"
	done | tr -d '[:space:]'
}

write_facts() {
	{
		put tree_name "$name"
		git_facts
		put extraversion "$(sed -n 's/^EXTRAVERSION[[:space:]]*=[[:space:]]*//p' "$place/tree/Makefile" | head -n 1)"
		put localversion "$(localversion)"
		put snapshot "$(sha256sum <"$place/files" | cut -c 1-64)"
	} >"$place/facts.new"
	mv "$place/facts.new" "$place/facts"
}
