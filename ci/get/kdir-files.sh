# SPDX-License-Identifier: GPL-2.0
# Sourced by kdir.sh: the files of the user's tree, and how they come into the snapshot.
# A list of files has a line "mode size mtime ctime name" for each.
# shellcheck shell=sh disable=SC2154 # what kdir.sh has set

# What a build leaves at the top of a tree. kbuild builds nowhere else as long as it is
# there, so the snapshot never has it.
built_in_place() {
	[ -e "$dir/.config" ] || [ -d "$dir/include/config" ] || [ -e "$dir/vmlinux" ]
}

# Of a tree that was built in place and that git does not know, its .gitignore files tell
# the products from the source. That of Debian ignores everything at the top, so there a
# list does.
products='\..*\.(cmd|d)|\.(config|tmp_|vmlinux|version).*|vmlinux.*|System\.map|.*\.(o|a|ko|mod|order|symvers)|modules\..*|tags|TAGS|cscope\..*'

check_products() {
	[ "$kind" = plain ] && built_in_place || return 0
	[ -e "$dir/.gitignore" ] ||
		die "KDIR=$KDIR was built in place, and without a .gitignore the products cannot be told from the source; clean it first: make -C '$dir' mrproper"
	command -v git >/dev/null ||
		die "KDIR=$KDIR was built in place, and git, which can tell the products from the source, is not installed; install it (apt-get install git), or clean the tree: make -C '$dir' mrproper"
}

# repository_names [SUBDIRECTORY/]: those of the repository and of those inside it
repository_names() {
	names_of_repository "$dir/$1" | tr '\0\n' '\n\1' | sed "s|^|$1|" >"$work/names.of"
	sed '/\/$/d' "$work/names.of"
	inner=$(sed -n 's|/$||p' "$work/names.of"
		repository_git "$dir/$1" ls-files -s | sed -n "s|^160000 [^	]*	|$1|p")
	printf '%s\n' "$inner" | while IFS= read -r sub; do
		[ -n "$sub" ] && [ -e "$dir/$sub/.git" ] || continue
		repository_names "$sub/"
	done
	ignored_names "$1"
}

# ignored_names [SUBDIRECTORY/]: those of directories that the repository ignores and that
# are source nevertheless, such as drivers that a vendor keeps in another repository. A
# source has one of kbuild's files; so has the output of a build (O=), with a .config.
ignored_names() {
	ignored=$(ignored_directories "$dir/$1")
	printf '%s\n' "$ignored" | while IFS= read -r sub; do
		[ -n "$sub" ] || continue
		in=$dir/$1$sub
		[ -e "$in/Kconfig" ] || [ -e "$in/Makefile" ] || [ -e "$in/Kbuild" ] || continue
		[ ! -e "$in/.config" ] && [ ! -L "$in/source" ] || continue
		: >"$work/ignored-source"
		if [ -e "$in/.git" ]; then
			repository_names "$1$sub/"
		else
			(cd -- "$in" && find . \( -type f -o -type l \) -printf '%P\n') |
				grep -vE "(^|/)($products)\$" | sed "s|^|$1$sub/|"
		fi
	done
}

plain_names() {
	if built_in_place; then
		make_own_git
		own_git --work-tree="$dir" ls-files -z --others --exclude-per-directory=.gitignore --exclude='!/*' |
			tr '\0\n' '\n\1' | grep -vxE "$products"
	else
		(cd -- "$dir" && find . -name .git -prune -o \( -type f -o -type l \) -printf '%P\0') |
			tr '\0\n' '\n\1'
	fi
}

# source_names: the names of the source's files. Names with a newline or a backslash are
# no kernel's, and programs quote them in ways of their own. Python leaves its byte code
# wherever it runs.
source_names() {
	case $kind in
	git) repository_names '' ;;
	plain) plain_names ;;
	esac | sort -u | grep -vE '[\\]|^(\.config(\.old)?|include/(config|generated)/.*|arch/[^/]*/include/generated/.*|.*\.pyc)$' |
		grep -v "$(printf '\001')"
}

# with_facts [-L] < NAMES: the list of these files here, without what is no file
with_facts() {
	tr '\n' '\0' | xargs -0 -r stat ${1:+"$1"} --printf '%f %s %.9Y %.9Z %n\n' -- 2>/dev/null |
		grep '^[8a]' || :
}

# list_snapshot: its own list; its ctimes are its own, and say nothing
list_snapshot() {
	mkdir -p "$place/tree"
	(cd "$place/tree" && find . \( -type f -o -type l \) -printf '%P\n' | sort | with_facts) |
		sed 's/^\([^ ]* [^ ]* [^ ]*\) [^ ]*/\1 -/'
}

only_names() { cut -d ' ' -f 5-; }

# outside_links: of the links on the list those that lead out of the tree. The snapshot
# has what they lead to instead.
outside_links() {
	sed -n '/^a/p' "$work/source" | only_names >"$work/links"
	(cd -- "$dir" && tr '\n' '\0' <"$work/links" | xargs -0 -r realpath -zm -- | tr '\0\n' '\n\1') |
		KIT_DIR=$dir/ awk 'NR == FNR { to[NR] = $0; next }
			index(to[FNR] "/", ENVIRON["KIT_DIR"]) != 1 { print }' - "$work/links"
}

list_source() {
	source_names >"$work/names"
	(cd -- "$dir" && with_facts <"$work/names") >"$work/source"
	outside_links >"$work/outside"
	: >"$work/followed"
	[ ! -s "$work/outside" ] || {
		(cd -- "$dir" && while IFS= read -r link; do
			[ ! -e "$link" ] || find -L "$link" -name .git -prune -o -type f -print
		done <"$work/outside" | with_facts -L) | sort >"$work/followed"
		only_names <"$work/followed" | cat - "$work/outside" | sort -u >"$work/replaced"
		awk 'NR == FNR { left_out[$0]; next }
			{ name = $0; sub(/^[^ ]* [^ ]* [^ ]* [^ ]* /, "", name) }
			!(name in left_out)' "$work/replaced" "$work/source" >"$work/inside"
		sort "$work/inside" "$work/followed" >"$work/source"
	}
	sort -o "$work/source" "$work/source"
}

# copy LIST [TAR-OPTION]: copy files into the snapshot. tar replaces a file, it does not
# write into it, because trees share it.
copy() {
	[ -s "$1" ] || return 0
	rm -f "$work/failed"
	only_names <"$1" | tr '\n' '\0' >"$work/copied"
	{ tar -C "$dir" --format=posix --no-recursion ${2:+"$2"} --null -T "$work/copied" -cf - 2>"$work/log" ||
		: >"$work/failed"; } |
		tar -C "$place/tree" --no-same-owner -xpf - 2>>"$work/log" && [ ! -e "$work/failed" ] ||
		die "$dir could not be copied to $place/tree: $(grep -m 1 . "$work/log"); if files changed meanwhile, run the same command again; if the disk is full, free some space"
}

# compare_lists: write the lists of files to be copied (new), and of names to be removed
# (old). A file whose ctime alone has changed may have another content nevertheless, for
# example where all files of an archive have one time; then its content is compared.
compare_lists() {
	sed 's/^\([^ ]* [^ ]* [^ ]*\) [^ ]*/\1 -/' "$work/source" | sort >"$work/without"
	comm -13 "$work/without" "$work/snapshot" | only_names | sort >"$work/old"
	comm -23 "$work/without" "$work/snapshot" | only_names | sort >"$work/differing"
	sort "$place/seen" 2>/dev/null | comm -23 "$work/source" - | grep -v '^a' | only_names | sort |
		comm -23 - "$work/differing" >"$work/doubtful"
	(cd -- "$dir" && xargs -r -d '\n' sha256sum -- <"$work/doubtful") >"$work/sums"
	(cd "$place/tree" && sha256sum --quiet --check "$work/sums" 2>/dev/null) |
		sed -n 's/: FAILED.*//p' | sort - "$work/differing" >"$work/all"
	lines_of "$work/all" "$work/source" >"$work/new"
}

# lines_of NAMES LIST: the lines of LIST with these names
lines_of() {
	awk 'NR == FNR { wanted[$0]; next }
		{ name = $0; sub(/^[^ ]* [^ ]* [^ ]* [^ ]* /, "", name) }
		name in wanted' "$1" "$2"
}

# merge_lists: "files" has for a file that was not copied the line that it had
merge_lists() {
	awk '{ name = $0; sub(/^[^ ]* [^ ]* [^ ]* [^ ]* /, "", name) }
		FILENAME == ARGV[1] { new[name]; next }
		FILENAME == ARGV[2] { last[name] = $0; next }
		!(name in new) && name in last { print last[name]; next }
		{ print }' "$work/new" "$place/files" "$work/source" | sort
}

copy_changed() {
	rm -f "$place/facts"
	megabytes=$(awk '{ bytes += $2 + 2048 } END { print int(bytes / 1048576) + 20 }' "$work/new")
	need_space "$place" "$megabytes" "the snapshot of $KDIR"
	[ "$(wc -l <"$work/new")" -lt 1000 ] ||
		say "kdir: copying $KDIR ($(wc -l <"$work/new") files, $megabytes MB)" >&2
	(cd "$place/tree" && xargs -r -d '\n' rm -f -- <"$work/old" && find . -mindepth 1 -type d -empty -delete)
	comm -12 "$work/new" "$work/followed" >"$work/new.followed"
	comm -23 "$work/new" "$work/followed" >"$work/new.inside"
	copy "$work/new.inside"
	copy "$work/new.followed" --dereference
}

take_directory() {
	[ "$kind" != git ] || copy_index
	list_source
	list_snapshot | sort >"$work/snapshot"
	# The usual case, in which sorting and joining 80,000 lines would take as long again.
	! cmp -s "$work/source" "$place/seen" || ! cmp -s "$work/snapshot" "$place/copied" || return 0
	compare_lists
	rm -f "$place/seen" "$place/copied"
	[ ! -s "$work/new" ] && [ ! -s "$work/old" ] || copy_changed
	touch "$place/files"
	merge_lists >"$work/files"
	cp "$work/files" "$place/files"
	list_snapshot | sort >"$place/copied"
	cp "$work/source" "$place/seen"
}
