# SPDX-License-Identifier: GPL-2.0
# Sourced by kdir.sh: what git knows about the user's tree. The repository is only read.
# shellcheck shell=sh disable=SC2154 # what kdir.sh has set

# What a hook that runs make has set is about another repository.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_COMMON_DIR GIT_NAMESPACE \
	GIT_PREFIX GIT_CEILING_DIRECTORIES GIT_ALTERNATE_OBJECT_DIRECTORIES
export GIT_OPTIONAL_LOCKS=0 GIT_NO_LAZY_FETCH=1 GIT_TERMINAL_PROMPT=0 GIT_NO_REPLACE_OBJECTS=1

# git refuses the repository of another user, because its configuration names programs
# that git runs. The user has named this tree in order to build it, which runs more of
# it. Still, no program of its configuration is run.
tree_git() { repository_git "$dir" "$@"; }
repository_git() { # DIR ARGUMENT...
	repository=$1
	shift
	git -C "$repository" -c safe.directory='*' -c core.fsmonitor=false -c core.hooksPath=/dev/null \
		-c core.quotePath=false -c filter.lfs.process= -c filter.lfs.clean= \
		-c filter.lfs.required=false -c core.splitIndex=false "$@"
}

# find_kind: set kind to git, bare, or plain if git does not have the tree's files; for
# REV set commit, and prefix if the tree is not the top of its repository
find_kind() {
	kind=plain
	prefix=
	commit=
	command -v git >/dev/null || {
		[ -z "${REV:-}" ] && [ ! -e "$dir/.git" ] && [ -e "$dir/Makefile" ] ||
			die "KDIR=$KDIR is a git repository, and git is not installed; install it: apt-get install git"
		return 0
	}
	if [ ! -e "$dir/Makefile" ] && [ -e "$dir/HEAD" ] && tree_git rev-parse --git-dir >/dev/null 2>&1; then
		kind=bare
	elif tree_git ls-files --error-unmatch -- Makefile >/dev/null 2>&1; then
		kind=git
	fi
	[ -z "${REV:-}" ] || find_revision
}

find_revision() {
	tree_git rev-parse --git-dir >"${out:=/dev/null}" 2>&1 ||
		die "REV=$REV is a revision of a git repository, and KDIR=$KDIR is none; leave REV out, or give the repository as KDIR"
	commit=$(tree_git rev-parse --quiet --verify --end-of-options "$REV^{commit}" 2>/dev/null) ||
		die "REV=$REV is no revision of KDIR=$KDIR; it has, for example, $(some_branch); 'git fetch' gets what is missing"
	[ "$kind" = bare ] || prefix=$(tree_git rev-parse --show-prefix)
}

some_branch() {
	branch=$(tree_git for-each-ref --sort=-committerdate --count=1 --format='%(refname:short)' refs/heads refs/remotes refs/tags)
	echo "${branch:-HEAD}"
}

# own_git ARGUMENT...: git with a repository of the snapshot's own, which borrows the
# objects of the user's. What git writes, it writes here.
own_git() {
	GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 git --git-dir="$place/git" "$@"
}

make_own_git() {
	[ -e "$place/git/HEAD" ] || git -c init.defaultBranch=snapshot init -q --bare "$place/git"
	own_git config core.bare false
}

# absent_files: those of the revision that the repository does not have, "mode hash stage
# TAB name" each. A clone may leave out large ones.
absent_files() {
	own_git ls-tree -r "$commit:${prefix%/}" | sed '/^160000/d; s/ blob / /' >"$work/entries"
	cut -d ' ' -f 2 "$work/entries" | cut -f 1 | own_git cat-file --batch-check |
		sed -n 's/ missing$//p' | sort -u >"$work/absent"
	awk 'NR == FNR { absent[$1]; next } $2 in absent' "$work/absent" "$work/entries"
}

# find_files_tree: set files to the git tree of the files that are there. Most of a kernel
# is not needed for one configuration; if an absent file is, the build names it.
find_files_tree() {
	files=$(sed -n "s/^$commit //p" "$place/revision" 2>/dev/null) || files=
	[ -z "$files" ] || return 0
	say "kdir: reading $REV of $KDIR" >&2
	files=$(own_git rev-parse --verify "$commit:${prefix%/}")
	absent_files >"$work/left-out"
	submodules=$(own_git ls-tree -r "$files" | sed -n 's/^160000 [^\t]*\t//p' | paste -sd ' ')
	[ -z "$submodules" ] ||
		say "kdir: the submodules of $REV are left out: $submodules; if a build needs one, give a working tree as KDIR in which 'git submodule update --init' has run" >&2
	[ -s "$work/left-out" ] || return 0
	say "kdir: $(wc -l <"$work/left-out") files of $REV are not in the repository and are left out, for example $(head -n 1 "$work/left-out" | cut -f 2)" >&2
	files=$({
		export GIT_INDEX_FILE="$work/index"
		own_git read-tree "$files"
		sed 's/^[^	]*/0 0000000000000000000000000000000000000000/' "$work/left-out" | own_git update-index --index-info
		own_git write-tree
	})
}

take_revision() {
	make_own_git
	objects=$(cd -- "$dir" && cd -- "$(tree_git rev-parse --git-path objects)" && pwd -P)
	printf '%s\n' "$objects" >"$place/git/objects/info/alternates"
	need_space "$place" "$([ -e "$place/files" ] && echo 100 || echo 1800)" "the snapshot of $KDIR"
	find_files_tree
	rm -f "$place/facts" "$place/revision"
	mkdir -p "$place/tree"
	{ own_git --work-tree="$place/tree" read-tree --reset -u "$files" &&
		own_git --work-tree="$place/tree" checkout-index -q -f -a -u; } >"$work/log" 2>&1 ||
		die "REV=$REV of KDIR=$KDIR could not be read: $(grep -m 1 . "$work/log"); check the repository with git fsck, or clone it again"
	list_snapshot >"$place/files"
	echo "$commit $files" >"$place/revision"
}

# The user's index, copied: git brings the times in it up to date, and only in the copy.
copy_index() {
	index=$(cd -- "$dir" && realpath -- "$(tree_git rev-parse --git-path index)")
	[ -e "$index" ] || return 0
	of=$(stat -c '%i %s %.9Y' -- "$index")
	[ "$(cat "$place/index.of" 2>/dev/null)" = "$of" ] && [ -e "$place/index" ] || {
		cp -- "$index" "$place/index"
		echo "$of" >"$place/index.of"
	}
}

# is_dirty: is there a file that is not as in the commit?
is_dirty() {
	[ ! -e "$work/ignored-source" ] || return 0
	GIT_INDEX_FILE=$place/index GIT_OPTIONAL_LOCKS=1 tree_git status --porcelain \
		--untracked-files=normal -- . >"$work/status" 2>/dev/null || return 0
	[ -s "$work/status" ]
}

# ignored_directories DIR: those that the repository ignores as a whole, without a slash
ignored_directories() {
	repository_git "$1" ls-files -z --others --ignored --exclude-standard --directory 2>"$work/log" |
		tr '\0\n' '\n\1' | sed -n 's|/$||p'
}

# names_of_repository DIR: names of its files, NUL after each. What ends with a slash is
# a repository of its own, and so is a submodule.
names_of_repository() {
	repository_git "$1" ls-files -z --cached --others --exclude-standard 2>"$work/log" ||
		die "git could not list the files of $1: $(grep -m 1 . "$work/log")"
}
