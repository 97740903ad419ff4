#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# public-trees.sh: prove the port on the public trees of ci/public-trees/list, and print
# the results as a table. TREES is a directory with the clones, OWNER/NAME each. A result
# is kept in build/public-trees/ for as long as the tree, its line in the list and the kit
# are the same. Status 1: a tree is not here, or a cell is not fine: neither
# PASS nor XFAIL.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
cd "$KIT"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

clones=${TREES:-}
[ -n "$clones" ] ||
	die "TREES is not set; name the directory that has the clones of ci/public-trees/list, each as OWNER/NAME"
top=$BUILD/public-trees
mkdir -p "$top"
exec 4>"$top/lock"
only_run 4 || die "another 'make public-trees' is at work in this checkout; wait for it to end"

# what a result depends on, besides the tree
kit_hash() {
	find arch ci/configs include kernel samples tools -type f -exec sha256sum {} + | sort | sha256sum
}

# key: of the row that is being read. A clone that is not a bare repository is taken with
# what is not committed in it.
row_key() {
	echo "$repo $rev $arches $series $config $fragment"
	git -C "$clones/$repo" rev-parse "$rev"
	git -C "$clones/$repo" status --porcelain 2>/dev/null || :
	[ "$fragment" = - ] || cat "ci/public-trees/$fragment"
	echo "$kit"
}

# prove: build, boot and judge the cells of the row. What they leave goes to $kept.
prove() {
	rm -rf "$kept" "$top/scratch"
	mkdir -p "$kept" "$top/scratch"
	set -- KDIR="$clones/$repo" SERIES="$series" ARCHES="$(echo "$arches" | tr , ' ')" FRESH=1
	[ "$rev" = HEAD ] || set -- "$@" REV="$rev"
	[ "$config" = small ] || set -- "$@" KCONFIG="$config"
	[ "$fragment" = - ] || set -- "$@" FRAGMENT="$KIT/ci/public-trees/$fragment"
	leashed env -u RECORD KIT_BUILD="$top/scratch" KIT_HOST="$HOST" make matrix "$@" >"$kept/log" 2>&1 4>&- || :
	for arch in $(echo "$arches" | tr , ' '); do
		cp "$top/scratch/cells/kdir/$arch/plain/result.json" "$kept/$arch.json" 2>/dev/null || :
	done
	# A run without a report was not whole: it says nothing about the tree.
	[ ! -e "$top/scratch/report/results.json" ] || row_key >"$kept/key"
	rm -rf "$top/scratch"
}

# cell_text FILE: the verdict of a cell in a few words
cell_text() {
	jq -r '[.tests[] | select(.required)] as $required |
		([$required[] | select(.outcome == "PASS")] | length) as $passed |
		"\(.verdict) \(.status) \($passed)/\($required | length)" +
		(if .verdict == "PASS" then "" else ": \(.reason)" end)' "$1"
}

# patches_text FILE: how the series came into the tree
patches_text() {
	jq -r 'if .series == "kit" then
		[["applied", .patches_applied], ["merged", .patches_merged], ["already there", .patches_already]] |
		map(select((.[1] // "0") != "0") | "\(.[1]) \(.[0])") | join(", ")
		else "tested as it is" end' "$1"
}

print_row() {
	printf '\n%s %s\n' "$repo" "$([ "$rev" = HEAD ] || echo "$rev")"
	for arch in $(echo "$arches" | tr , ' '); do
		[ -e "$kept/$arch.json" ] || { printf '  %-6s no result\n' "$arch" && bad=yes && continue; }
		file=$kept/$arch.json
		case $(jq -r .verdict "$file") in PASS | XFAIL) ;; *) bad=yes ;; esac
		printf '  %-6s %s, %s%s\n' "$arch" "$(jq -r '"\(.version) \(.commit[0:12])\(if .dirty == "yes" then " and changes" else "" end)"' "$file")" \
			"$config" "$([ "$fragment" = - ] || echo ", with ${fragment%.config}'s options")"
		printf '         %s; %s\n' "$(cell_text "$file")" "$(patches_text "$file")"
	done
}

kit=$(kit_hash)
bad=
sed '/^[[:space:]]*\(#\|$\)/d' ci/public-trees/list >"$top/rows"
while read -r repo rev arches series config fragment; do
	[ "$rev" != - ] || rev=HEAD
	kept=$top/$(echo "$repo $config" | tr '/ ' '+-')
	if ! git -C "$clones/$repo" rev-parse -q --verify "$rev^{commit}" >/dev/null 2>&1; then
		printf '\n%s: not in TREES\n' "$repo"
		bad=yes
		continue
	fi
	row_key >"$top/key"
	if ! cmp -s "$top/key" "$kept/key"; then
		say "$repo, $config: at work; its log is $kept/log" >&2
		prove </dev/null
	fi
	print_row
done <"$top/rows"
[ -z "$bad" ]
