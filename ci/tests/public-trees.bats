#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# make public-trees, with a matrix that only leaves results.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit lean
	mkdir -p include kernel samples
	export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=toy GIT_AUTHOR_EMAIL=toy@toy
	export GIT_COMMITTER_NAME=toy GIT_COMMITTER_EMAIL=toy@toy KIT_HOST=$KIT_BUILD/host
	export TREES=$BATS_TEST_TMPDIR/clones
	clone vendor/linux board
	echo 'vendor/linux board arm64,x86 kit small -' >ci/public-trees/list
	printf 'matrix:\n\t@sh ci/matrix.sh\n' >Makefile
	results PASS PASS
}

# clone OWNER/NAME BRANCH: a repository with a Makefile
clone() {
	mkdir -p "$TREES/$1"
	printf 'VERSION = 6\nPATCHLEVEL = 1\n' >"$TREES/$1/Makefile"
	git -c init.defaultBranch="$2" init -q "$TREES/$1"
	git -C "$TREES/$1" add -A
	git -C "$TREES/$1" commit -qm first
}

# results VERDICT...: the matrix leaves these on arm64 and on x86; "none" leaves nothing
results() {
	cat >ci/matrix.sh <<-EOF
	echo "\$KDIR \$REV \$SERIES \$ARCHES \$KCONFIG" >>"$BATS_TEST_TMPDIR/asked"
	for pair in arm64:$1 x86:$2; do
		[ "\${pair#*:}" != none ] || continue
		dir=\$KIT_BUILD/cells/kdir/\${pair%:*}/plain
		mkdir -p "\$dir"
		jq -n --arg verdict "\${pair#*:}" '{
			verdict: \$verdict, version: "6.1.83", commit: "0123456789abcdef", dirty: "no",
			status: "ported", series: "kit", patches_applied: "24", patches_merged: "1",
			patches_already: "0", reason: "it broke",
			tests: [{name: "a.b", outcome: "PASS", required: true},
				{name: "a.c", outcome: \$verdict, required: true},
				{name: "a.d", outcome: "FAIL", required: false}]}' >"\$dir/result.json"
	done
	mkdir -p "\$KIT_BUILD/report"
	[ "$1" = none ] || : >"\$KIT_BUILD/report/results.json"
	EOF
}

public_trees() {
	run sh ci/public-trees/public-trees.sh
	echo "$output"
}

@test "public trees: a row has what was tested, the verdicts, and how the series came in" {
	public_trees
	[ "$status" -eq 0 ]
	[[ $output == *$'\nvendor/linux board\n  arm64  6.1.83 0123456789ab, small\n         PASS ported 2/2; 24 applied, 1 merged\n  x86 '* ]]
	[ "$(cat "$BATS_TEST_TMPDIR/asked")" = "$TREES/vendor/linux board kit arm64 x86 " ]
	[ ! -e "$KIT_BUILD/public-trees/scratch" ]
}

@test "public trees: known defects of the tree's version are fine" {
	results PASS XFAIL
	public_trees
	[ "$status" -eq 0 ]
	[[ $output == *"XFAIL ported 1/2: it broke"* ]]
}

@test "public trees: a bad verdict, and no result, is status 1" {
	results PASS FAIL
	public_trees
	[ "$status" -eq 1 ]
	[[ $output == *"FAIL ported 1/2: it broke; 24 applied"* ]]
	results none PASS
	echo >>arch/arm64/descriptor
	public_trees
	[ "$status" -eq 1 ]
	[[ $output == *"arm64  no result"* ]]
}

@test "public trees: a tree that is not in TREES is named, and the others are proved" {
	sed -i '1i other/linux main x86 none small -' ci/public-trees/list
	public_trees
	[ "$status" -eq 1 ]
	[[ $output == *"other/linux: not in TREES"*"PASS ported 2/2"* ]]
	TREES='' public_trees
	[ "$status" -eq 2 ]
	[[ $output == "kit: TREES is not set; name the directory that has the clones"* ]]
}

@test "public trees: a run that was killed before its report is not kept" {
	results none PASS
	public_trees
	results PASS PASS
	public_trees
	[ "$status" -eq 0 ]
	[ "$(wc -l <"$BATS_TEST_TMPDIR/asked")" -eq 2 ]
}

@test "public trees: a result is kept while tree, line and kit are the same" {
	public_trees
	public_trees
	[ "$(wc -l <"$BATS_TEST_TMPDIR/asked")" -eq 1 ]
	git -C "$TREES/vendor/linux" commit -q --allow-empty -m second
	public_trees
	[ "$(wc -l <"$BATS_TEST_TMPDIR/asked")" -eq 2 ]
	echo >>arch/arm64/descriptor
	public_trees
	[ "$(wc -l <"$BATS_TEST_TMPDIR/asked")" -eq 3 ]
	echo 'vendor/linux board x86 kit small -' >ci/public-trees/list
	public_trees
	[ "$(wc -l <"$BATS_TEST_TMPDIR/asked")" -eq 4 ]
}
