# SPDX-License-Identifier: GPL-2.0
# Sourced by apply.sh, with its $work, $tree and $version: merge a patch three-way, or
# list what is in conflict.
# shellcheck shell=sh disable=SC2154

# merge_patch PATCH: all of its files or, if one is in conflict, a list and the patch's
# side of each place
merge_patch() {
	blame=$(blame "$1")
	inexact >"$work/inexact"
	if ! reference "$1"; then
		conflict "$1" "$blame" "it applies exactly to no release that the kit has"
		failed_hunks "$1" >>"$work/conflicts"
		return
	fi
	command -v git >/dev/null || die "git is required to merge $1; install it and run the same command again"
	merged=$work/merged
	rm -rf "$merged" "$work/places" "$work/found"
	mkdir -p "$merged"
	: >"$work/found"
	: >"$work/places"
	patched_files "$1" >"$work/files"
	while read -r file; do merge_file "$1" "$file"; done <"$work/files"
	cp -rp "$merged/." "$tree/"
	if [ -s "$work/found" ]; then
		conflict "$1" "$blame" "it applies exactly to $release"
		cat "$work/found" >>"$work/conflicts"
	else
		outcome merged "$1" "with $release: $(paste -sd ' ' "$work/places")"
	fi
}

conflict() { # PATCH WHERE WHERE-IT-APPLIES
	outcome conflict "$1" "$2"
	printf '%s: conflict in %s; it is for %s, and %s\n' "$1" "$2" \
		"$(sed -n 's/^X-Kit-Range: //p; /^---/q' "$1")" "$3" >>"$work/conflicts"
}

# merge_file PATCH FILE: places of the merged hunks go to $work/places, conflicts to
# $work/found
merge_file() {
	ours=$tree/$2
	if [ ! -e "$ours" ]; then
		printf '  %s is not in the tree\n' "$2" >>"$work/found"
		return
	fi
	mkdir -p "$merged/$(dirname -- "$2")"
	cp -p "$ours" "$merged/$2"
	three_way "$2" --diff3 >"$work/three-way" || {
		show_conflicts "$2" <"$work/three-way" >>"$work/found"
		three_way "$2" --theirs >"$merged/$2" || :
		return
	}
	if ! same_change "$2" "$work/three-way"; then
		printf '  %s: the merge would change other lines than the patch does\n' "$2" >>"$work/found"
		return
	fi
	cat "$work/three-way" >"$merged/$2"
	! grep -qxF "$2" "$work/inexact" || place "$2" >>"$work/places"
}

# place FILE: the lines of the result at which it was merged
place() {
	diff -U0 "$tree/$1" "$merged/$1" | awk -v file="$1" '
		/^@@/ { sub(/^[+]/, "", $3); sub(/,.*/, "", $3); lines = lines comma $3; comma = "," }
		END { print file (lines == "" ? " (nothing to change)" : ":" lines) }'
}

# inexact: the files that patch.log says the patch does not fit exactly
inexact() {
	awk '/^(checking|patching) file / { file = $3 }
		/^Hunk #[0-9]+ FAILED/ { print file }' "$work/patch.log" | sort -u
}

three_way() { # FILE OPTION
	git merge-file -p "$2" -L "the tree" -L "before the patch" -L "the patch" \
		"$tree/$1" "$reference/before/$1" "$reference/after/$1" 2>"$work/git.log" || return
	! grep -q '^error' "$work/git.log"
}

# same_change FILE RESULT: a merge without a conflict may still be nonsense. Each line
# must become more or less frequent as the patch makes it, or stay where the tree had the
# change. The result must have no marker of a conflict.
same_change() {
	! diff "$tree/$1" "$2" | grep -qE '^> (<<<<<<<|\|\|\|\|\|\|\||>>>>>>>)' || return
	{
		diff "$reference/before/$1" "$reference/after/$1" | sed -n 's/^>/P+/p; s/^</P-/p'
		diff "$tree/$1" "$2" | sed -n 's/^>/R+/p; s/^</R-/p'
	} | awk '
		{ who = substr($0, 1, 1); n = substr($0, 2, 1) "1"; line = substr($0, 3) }
		who == "P" { want[line] += n }
		who == "R" { did[line] += n }
		END {
			for (line in did)
				if (did[line] * want[line] < 0 || did[line] ^ 2 > want[line] ^ 2)
					exit 1
		}'
}

# show_conflicts FILE < diff3: both sides of each place, and what the patch expects
show_conflicts() {
	awk -v file="$1" '
	function part(title, text) {
		printf "    %s:\n%s", title, text == "" ? "\t(nothing)\n" : text
	}
	/^<<<<<<< the tree$/ { side = "tree"; tree = base = theirs = ""; from = line + 1; next }
	/^\|\|\|\|\|\|\| before the patch$/ { side = "base"; next }
	/^=======$/ && side == "base" { side = "patch"; next }
	/^>>>>>>> the patch$/ {
		printf "  %s, line %d of the tree:\n", file, from
		part("the tree has", tree)
		part("the patch expects", base)
		part("the patch makes of it", theirs)
		side = ""
		next
	}
	side == "tree" { tree = tree "\t" $0 "\n" }
	side == "base" { base = base "\t" $0 "\n" }
	side == "patch" { theirs = theirs "\t" $0 "\n" }
	side == "" || side == "tree" { line++ }'
}

# blame PATCH: the file and hunk that stopped it, from patch.log
blame() {
	for file in $(patched_files "$1"); do
		[ -e "$tree/$file" ] || { echo "$file, which is not in the tree" && return; }
	done
	awk '
	/^(checking|patching) file / { file = $3 }
	/^Hunk #[0-9]+ FAILED/ && !said {
		sub(/#/, "", $2); sub(/\.$/, "", $5)
		printf "%s, hunk %s (line %s)\n", file, $2, $5; said = 1 }
	END { if (!said) print "patch(1) could not read it" }' "$work/patch.log"
}

# failed_hunks PATCH: without a reference: each hunk that patch.log names, and what the
# tree has at its place
failed_hunks() {
	awk -v tree="$tree" '
	FNR == NR {
		if ($0 ~ /^(checking|patching) file /) name = $3
		if ($0 ~ /^Hunk #[0-9]+ FAILED/) { sub(/#/, "", $2); sub(/\.$/, "", $5); at[name, $2] = $5 }
		next
	}
	/^\+\+\+ b\// { file = substr($2, 3); hunk = 0; next }
	/^@@ / {
		show = ((file, ++hunk) in at)
		if (!show) next
		split($2, old, ",")
		printf "  %s, hunk %d (line %d of the tree):\n    the tree has:\n", file, hunk, at[file, hunk]
		n = 0
		while ((getline line < (tree "/" file)) > 0)
			if (++n >= at[file, hunk] && n < at[file, hunk] + old[2]) print "\t" line
		close(tree "/" file)
		print "    the patch:"
		next
	}
	/^(diff |--- |-- $)/ { show = 0 }
	show { print "\t" $0 }' "$work/patch.log" "$1"
}
