#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# make series, on a toy source: what is written is complete, true, the user's to sign, the
# same each time, and gives the tree that is tested.
# shellcheck disable=SC2030,SC2031,SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit
	unset KDIR
	toy_source 6.1 6.1.5-1
	rm -rf tools arch/*/kernel
	source=$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1
	out=$BATS_TEST_TMPDIR/out
	mail kernel/patches/toy-Fix-four.patch fix four FOUR 'Fixes: 123456789abc ("toy: Count")'
	mail kernel/patches/toy-Add-a-file.patch feature FOUR vier 'X-Kit-Files: kernel/new.c' 'X-Kit-Files: kernel/run.sh'
	mail arch/arm64/patches/arm64-toy-Select.patch feature
	printf '%s\n' '--- a/arch/arm64/Kconfig' '+++ b/arch/arm64/Kconfig' '@@ -1,2 +1,3 @@' ' config ARM64' \
		$' \tselect HAVE_FTRACE' $'+\tselect HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS' \
		>>arch/arm64/patches/arm64-toy-Select.patch
	mail kernel/patches/toy-Switch.patch switch vier quatre
	echo new >kernel/new.c
	printf '#!/bin/sh\n' >kernel/run.sh
	chmod 755 kernel/run.sh
}

# mail PATCH STAGE [FROM TO [FIELD...]]: a patch in the form of the kit's
mail() {
	local patch=$1 stage=$2 subject body=
	subject=$(basename "$1" .patch | tr - ' ')
	[ -z "${3:-}" ] || { toy_patch "$1" "$3" "$4" && body=$(sed -n '/^---$/,$p' "$1"); }
	toy_list "$1"
	{
		printf '%s\n' 'From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001' \
			'From: Ada Toy <ada@toy.example>' 'Date: Sun, 22 Nov 2026 18:41:13 +0000' \
			"Subject: [PATCH] $subject" '' 'Why, in two' 'lines.' ''
		[ $# -lt 5 ] || printf '%s\n' "${@:5}"
		printf '%s\n' 'Signed-off-by: Ada Toy <ada@toy.example>' 'Origin: backport, commit:abcdef123456' \
			'Forwarded: no' 'Last-Update: 2026-11-29' 'X-Kit-Range: [6.1,6.2)' "X-Kit-Stage: $stage"
		printf '%s\n' "${body:----}"
	} >"$patch"
}

export_as() { # FORMAT VARIABLE=VALUE...
	run make -s series FORMAT="$1" OUT="$out" "${@:2}"
	echo "$output"
}

# none COMMAND...: it fails. "! COMMAND" would not end a test.
none() { if "$@"; then return 1; fi; }

# the_same DIR: as the tree that the matrix would build; contents, names, who may execute
the_same() {
	local tree
	tree=$(make -s tree BASE=6.1 | tail -n 1)
	listing "$tree" >"$BATS_TEST_TMPDIR/tested"
	listing "$1" >"$BATS_TEST_TMPDIR/made"
	diff "$BATS_TEST_TMPDIR/tested" "$BATS_TEST_TMPDIR/made"
	grep -q 'x ./kernel/run.sh' "$BATS_TEST_TMPDIR/made"
}

listing() {
	(cd "$1" && find . \( -name .git -o -name .kit -o -name .pc -o -name patches \) -prune -o -type f \
		! -name .complete -print | sort | while read -r file; do
		if [ -x "$file" ]; then echo "x $file"; else echo "- $file"; fi
		cat "$file"
	done)
}

# a_repository DIR: of the source, as a user has it
a_repository() {
	export GIT_AUTHOR_NAME=u GIT_AUTHOR_EMAIL=u@u GIT_COMMITTER_NAME=u GIT_COMMITTER_EMAIL=u@u
	cp -r "$source" "$1"
	rm "$1/.complete"
	git -C "$1" init -q
	git -C "$1" add -A
	git -C "$1" commit -qm base
}

@test "export: git am gives the tree that is tested, modes too, in the order of the stages" {
	export_as mbox
	[ "$status" -eq 0 ]
	[ "$(ls "$out")" = "$(printf '%s\n' 0000-cover-letter.txt 0001-toy-Fix-four.patch 0002-toy-Add-a-file.patch \
		0003-arm64-toy-Select.patch 0004-toy-Switch.patch base.bundle)" ]
	a_repository tree
	git -C tree am -q "$out"/*.patch
	the_same tree
	[ "$(git -C tree log -1 --format='%an %ae %ad' --date=iso)" = "Ada Toy ada@toy.example 2026-11-22 18:41:13 +0000" ]
	grep -qx 'Subject: \[PATCH 3/4\] arm64 toy Select' "$out"/0003*
}

@test "export: quilt push -a gives the tree that is tested; debian's directories and fields" {
	command -v quilt >/dev/null || skip "quilt is not installed"
	export_as debian
	[ "$status" -eq 0 ]
	[ "$(cat "$out/series")" = "$(printf '%s\n' bugfix/all/toy-Fix-four.patch features/all/toy-Add-a-file.patch \
		features/arm64/arm64-toy-Select.patch features/all/toy-Switch.patch)" ]
	cp -r "$source" tree
	mkdir -p tree/debian/patches
	cp -r "$out/debian/patches/." tree/debian/patches/
	cat "$out/series" >>tree/debian/patches/series
	(cd tree && QUILT_PATCHES=debian/patches QUILT_PATCH_OPTS=-F0 quilt --quiltrc - push -q -a)
	rm -r tree/debian
	the_same tree
	sed '/^$/q' "$out/debian/patches/bugfix/all/toy-Fix-four.patch" >header
	for field in 'From: Ada Toy <ada@toy.example>' 'Subject: toy Fix four' 'Forwarded: no' \
		'Origin: backport, commit:abcdef123456' 'Last-Update: 2026-11-29'; do
		grep -qx "$field" header
	done
	[ ! -e "$out/debian/patches/series" ]
	grep -q 'arm64' "$out/README"
}

@test "export: index lines are whole and true: the blobs of the files before and after" {
	export_as mbox
	before=$(git hash-object "$source/kernel/a.c")
	after=$(sed 's/four/FOUR/' "$source/kernel/a.c" | git hash-object --stdin)
	grep -qx "index $before..$after 100644" "$out"/0001*
	new=$(git hash-object kernel/new.c)
	grep -qx "index 0000000000000000000000000000000000000000..$new" "$out"/0002*
	rm -r "$out"
	export_as debian
	grep -qx "index $before..$after 100644" "$out"/debian/patches/bugfix/all/toy-Fix-four.patch
}

@test "export: with the bundle, git am -3 merges in a tree that never had the source's files" {
	export_as mbox
	a_repository tree
	sed -i 's/^two$/zwei/' tree/kernel/a.c
	rm -rf tree/.git
	git -C tree init -q
	git -C tree add -A
	git -C tree commit -qm other
	run git -C tree am -3 -q "$out"/*.patch
	[ "$status" -ne 0 ]
	git -C tree am --abort
	git -C tree fetch -q "$out/base.bundle" base
	git -C tree am -3 -q "$out"/*.patch
	[ "$(sed -n '2p;4p' tree/kernel/a.c)" = $'zwei\nquatre' ]
	[ "$(git -C tree ls-tree -r --name-only FETCH_HEAD)" = $'arch/arm64/Kconfig\nkernel/a.c' ]
}

@test "export: what is the kit's stays in the kit" {
	for format in mbox debian; do
		rm -rf "$out"
		export_as "$format"
		none grep -rn 'X-Kit' "$out"
	done
	rm -rf "$out"
	export_as mbox
	none grep -nE '^(Origin|Forwarded|Last-Update):' "$out"/*.patch
	grep -qx 'Fixes: 123456789abc ("toy: Count")' "$out"/0001*
}

@test "export: nobody signs off unless the user does, and then the user comes last" {
	for format in mbox debian; do
		rm -rf "$out"
		export_as "$format"
		[[ $output == *"there is no Signed-off-by in them"* ]]
		none grep -rnE '^Signed-off-by: ' "$out"
		rm -rf "$out"
		export_as "$format" SIGNOFF='Eve U. Ser <eve@user.example>'
		[[ $output != *"there is no Signed-off-by"* ]]
		patches=$(find "$out" -name '*.patch')
		for patch in $patches; do
			[ "$(sed '/^---$/q' "$patch" | grep -B1 -x -e --- | head -n 1)" = 'Signed-off-by: Eve U. Ser <eve@user.example>' ]
		done
	done
	[ "$(grep -rh '^Signed-off-by' "$out" | sort | uniq -c | tr -s ' ')" = \
		$' 4 Signed-off-by: Ada Toy <ada@toy.example>\n 4 Signed-off-by: Eve U. Ser <eve@user.example>' ]
}

@test "export: one who signs off and wrote it is named once" {
	export_as mbox SIGNOFF='Ada Toy <ada@toy.example>'
	[ "$(cat "$out"/*.patch | grep -c "^Signed-off-by")" -eq 4 ]
}

@test "export: twice the same bytes, whatever the user's git, umask and time zone are" {
	for format in mbox debian; do
		rm -rf "$out"
		export_as "$format"
		mv "$out" "once-$format"
		mkdir -p home
		git config -f home/.gitconfig core.abbrev 7
		git config -f home/.gitconfig diff.algorithm patience
		git config -f home/.gitconfig diff.noprefix true
		git config -f home/.gitconfig format.signature mine
		git config -f home/.gitconfig format.attach true
		git config -f home/.gitconfig commit.gpgSign true
		(umask 077 && HOME=$PWD/home TZ=Asia/Tokyo export_as "$format")
		diff -r "once-$format" "$out"
	done
	[ "$(stat -c %a "$out")" = 755 ]
}

@test "export: only the architectures that are asked for" {
	export_as mbox ARCHES=s390
	[ "$(find "$out" -name "*.patch" | wc -l)" -eq 3 ]
	none grep -l arm64 "$out"/*
	rm -r "$out"
	export_as mbox ARCHES=arm64
	[ "$(find "$out" -name "*.patch" | wc -l)" -eq 4 ]
	grep -q 'Direct calls for arm64$' "$out/0000-cover-letter.txt"
}

# nothing_left: neither OUT, nor what was staged alongside it, nor the work
nothing_left() {
	[ ! -e "$out" ]
	[ -z "$(find "$BATS_TEST_TMPDIR" -maxdepth 1 -name '.series*')" ]
	[ -z "$(find "$KIT_BUILD" -maxdepth 1 -name 'export.*')" ]
}

@test "export: a patch that does not apply is named, and nothing is left" {
	sed -i 's/^four/VIER/' "$source/kernel/a.c"
	export_as mbox
	[ "$status" -ne 0 ]
	[[ $output == *"kernel/patches/toy-Fix-four.patch does not apply to 6.1.5-1"* ]]
	nothing_left
}

@test "export: a new file that the tree has already is named, and nothing is left" {
	echo theirs >"$source/kernel/new.c"
	export_as debian
	[ "$status" -ne 0 ]
	[[ $output == *"kernel/new.c, which kernel/patches/toy-Add-a-file.patch brings, is in 6.1.5-1 already"* ]]
	nothing_left
}

@test "export: a patch without an author or a date is named" {
	sed -i '/^From: /d' kernel/patches/toy-Switch.patch
	export_as mbox
	[ "$status" -ne 0 ]
	[[ $output == *"kernel/patches/toy-Switch.patch needs From, Date and Subject"* ]]
	nothing_left
}

@test "export: what would not give the tested tree again is not written" {
	for format in mbox debian; do
		sed -i '/^format_series() {$/,/^}$/ s/^}$/	find "$work\/out" -name "*Fix-four.patch" -exec sed -i s\/^+FOUR\/+FIVE\/ {} +\n}/' \
			"ci/export/format-$format.sh"
		export_as "$format"
		[ "$status" -ne 0 ]
		[[ $output == *"does not give the tree that the kit tests"* ]]
		nothing_left
	done
}

@test "export: OUT is new or empty, and what is in it stays" {
	mkdir "$out"
	export_as mbox
	[ "$status" -eq 0 ]
	echo mine >"$out/0001-toy-Fix-four.patch"
	export_as mbox
	[ "$status" -ne 0 ]
	[[ $output == *"OUT=$out is there already and is not an empty directory"* ]]
	[ "$(cat "$out/0001-toy-Fix-four.patch")" = mine ]
	out=$BATS_TEST_TMPDIR/a/b/c
	export_as debian O="$BATS_TEST_TMPDIR/other"
	[ "$status" -eq 0 ]
	[ -e "$out/series" ]
}

@test "export: the variables are checked before anything starts" {
	export_as svn
	[[ $output == *"FORMAT=svn is not understood; it takes debian or mbox"* ]]
	for who in Eve 'Eve <eve>' '<eve@user.example>' 'Eve <eve@user.example> x'; do
		export_as mbox SIGNOFF="$who"
		[ "$status" -ne 0 ]
		[[ $output == *"SIGNOFF=$who is not understood"* ]]
	done
	run make series FORMAT=mbox
	[[ $output == *"needs OUT="* ]]
	run make series OUT="$out"
	[[ $output == *"needs FORMAT="*"debian mbox"* ]]
	run make matrix OUT="$out"
	[[ $output == *"only make series and make bundle and make ci-jobs uses it"* ]]
	OUT=/etc FORMAT=pdf run sh ci/lib/variables.sh clean
	[ "$status" -eq 0 ]
}

# take_home COMMAND: what Documentation/take-home.rst says to do, of the block with this
# command, a line each. The toy series has three patches before the switch.
take_home() {
	rm -rf blocks
	commands_of "$real/Documentation/take-home.rst" blocks
	grep -lF -- "$1" blocks/* | xargs sed "/^#/d; /^\$/d; s|OUT/|$out/|g; s/head -n 21/head -n 3/"
}

@test "export: what take-home.rst says to do with mbox works" {
	export GIT_CONFIG_GLOBAL=/dev/null
	export_as mbox
	take_home 'git am $(ls' >commands
	[ "$(wc -l <commands)" -eq 3 ]
	# This test and the next one have all of them.
	[ "$(grep -l OUT/ blocks/* | wc -l)" -eq 3 ]
	a_repository tree
	(cd tree && sh -euc "$(sed -n 1p ../commands)")
	the_same tree
	git -C tree reset -q --hard HEAD~4
	(cd tree && sh -euc "$(sed -n 2p ../commands)")
	[ "$(git -C tree log -1 --format=%s)" = 'arm64 toy Select' ]
	[ ! -e "$(git --exec-path)/git-send-email" ] || (cd tree &&
		sh -euc "$(sed -n '3s/send-email/& --dry-run --confirm=never --smtp-server=true/p' ../commands)")
	[ "$(sed -n 3p commands)" = "git send-email --to=list@example.org $out/0*" ]
	take_home base.bundle >commands
	[ "$(wc -l <commands)" -eq 2 ]
	a_repository other
	sed -i 's/^two$/zwei/' other/kernel/a.c
	rm -rf other/.git
	git -C other init -q
	git -C other add -A
	git -C other commit -qm other
	(cd other && sh -eu ../commands)
	[ "$(sed -n '2p;4p' other/kernel/a.c)" = $'zwei\nquatre' ]
}

@test "export: what take-home.rst says to do in a source package works" {
	command -v quilt >/dev/null || skip "quilt is not installed"
	export_as debian
	take_home 'quilt push' >commands
	[ "$(wc -l <commands)" -eq 3 ]
	cp -r "$source" tree
	mkdir -p tree/debian/patches
	(cd tree && HOME=$PWD sh -eu ../commands)
	rm -r tree/debian
	the_same tree
}

# a_kdir: the toy source as a tree of the user's own
a_kdir() {
	kdir=$BATS_TEST_TMPDIR/linux
	cp -r "$source" "$kdir"
	rm "$kdir/.complete"
	mkdir -p "$kdir/scripts/kconfig" "$kdir/kernel/trace"
	touch "$kdir"/{Kconfig,Kbuild,kernel/trace/ftrace.c,scripts/kconfig/Makefile}
	printf '%s\n' 'VERSION = 6' 'PATCHLEVEL = 1' 'SUBLEVEL = 5' 'EXTRAVERSION = -board' >"$kdir/Makefile"
}

# am_in_kdir: apply what was written to the user's tree; it must fit exactly
am_in_kdir() {
	git -C "$kdir" init -q
	git -C "$kdir" add -A
	GIT_AUTHOR_NAME=u GIT_AUTHOR_EMAIL=u@u GIT_COMMITTER_NAME=u GIT_COMMITTER_EMAIL=u@u sh -c '
		git -C "$1" commit -qm base
		git -C "$1" am -q "$2"/*.patch' - "$kdir" "$out"
}

@test "export: KDIR: the patches are for the user's own text" {
	a_kdir
	sed -i 's/^seven$/sieben/' "$kdir/kernel/a.c"
	blob=$(git hash-object "$kdir/kernel/a.c")
	export_as mbox KDIR="$kdir"
	[ "$status" -eq 0 ]
	[[ $output == *"4 patches for 6.1.5-board in"* ]]
	grep -q "^index $blob\.\." "$out"/0001*
	am_in_kdir
	[ "$(sed -n '4p;7p' "$kdir/kernel/a.c")" = $'quatre\nsieben' ]
	[ -x "$kdir/kernel/run.sh" ]
}

@test "export: KDIR: what the tree has already is left out, and said so" {
	a_kdir
	patch -s -d "$kdir" -p1 <kernel/patches/toy-Fix-four.patch
	export_as mbox KDIR="$kdir"
	[ "$status" -eq 0 ]
	[ "$(cd "$out" && echo *.patch)" = '0001-toy-Add-a-file.patch 0002-arm64-toy-Select.patch 0003-toy-Switch.patch' ]
	grep -q 'already: toy-Fix-four' "$out/0000-cover-letter.txt"
	am_in_kdir
	[ "$(sed -n 4p "$kdir/kernel/a.c")" = quatre ]
}

# The patch that is missing stands before one that changes a line of its context, so it
# can be applied only with that one taken off.
@test "export: KDIR: a patch is written also if one after it is there by hand" {
	a_kdir
	mail kernel/patches/toy-Switch.patch switch
	printf '%s\n' '--- a/kernel/a.c' '+++ b/kernel/a.c' '@@ -5,3 +5,3 @@' ' five' '-six' '+sechs' ' seven' \
		>>kernel/patches/toy-Switch.patch
	sed -i 's/^six$/sechs/' "$kdir/kernel/a.c"
	# Without a release there is nothing to merge with.
	rm -r "$XDG_CACHE_HOME/direct-call-kit/sources"
	export_as mbox KDIR="$kdir"
	[ "$status" -eq 0 ]
	[ "$(cd "$out" && echo *.patch)" = '0001-toy-Fix-four.patch 0002-toy-Add-a-file.patch 0003-arm64-toy-Select.patch' ]
	am_in_kdir
	[ "$(sed -n '4p;6p' "$kdir/kernel/a.c")" = $'vier\nsechs' ]
}

@test "export: KDIR: of a tree that has everything there is nothing to write" {
	a_kdir
	for patch in $(sh ci/lib/series.sh patches 6.1.5); do
		none grep -q '^+++ b/' "$patch" || patch -s -d "$kdir" -p1 <"$patch"
	done
	cp kernel/new.c kernel/run.sh "$kdir/kernel/"
	export_as mbox KDIR="$kdir"
	[ "$status" -ne 0 ]
	[[ $output == *"6.1.5-board has all of the series already"* ]]
	nothing_left
	export_as mbox KDIR="$kdir" BASE=6.1
	[[ $output == *"one tree, KDIR=$kdir or BASE=6.1"* ]]
}

# a_report PATCHSET: as the matrix writes it
a_report() {
	mkdir -p "$KIT_BUILD/report"
	jq -n --arg id "kit:6.1.5-1+$(echo "$1" | cut -c 1-12)+files-$(sh ci/lib/series.sh overlay-hash 6.1.5 | cut -c 1-12)" '
		{checkouts: [{id: $id, tree_name: "6.1"}],
		 builds: [{id: "b", checkout_id: $id, start_time: "2026-11-29T20:47:51+00:00", compiler: "toycc 1",
			misc: {cell: "6.1/arm64/plain", verdict: "FAIL", port_status: "ported"}}],
		 tests: [{build_id: "b", status: "PASS", misc: {required: true}, environment: {comment: "QEMU 10"}},
			{build_id: "b", status: "FAIL", misc: {required: true}},
			{build_id: "b", status: "SKIP", misc: {required: false}}]}' >"$KIT_BUILD/report/results.json"
}

@test "export: the cover letter has the results of this series and of no other" {
	a_report "$(sh ci/lib/series.sh hash 6.1.5)"
	export_as mbox
	grep -qF 'arm64/plain: FAIL (ported), 1 of 2 required tests passed' "$out/0000-cover-letter.txt"
	grep -qF '2026-11-29, toycc 1' "$out/0000-cover-letter.txt"
	rm -r "$out"
	export_as mbox ARCHES=s390
	grep -q 'There is no result of this series on 6.1.5-1' "$out/0000-cover-letter.txt"
	rm -r "$out"
	a_report 0123456789
	export_as debian
	none grep -q 'arm64/plain' "$out/README"
	grep -q 'There is no result of this series on 6.1.5-1' "$out/README"
}

# letter ARGUMENT...: what make series writes, or what it says
letter() {
	rm -rf "$out"
	export_as mbox "$@" >/dev/null
	cat "$out/0000-cover-letter.txt" || echo "$output"
}

# tested ARCH...: what a run on KDIR with the series leaves, of a cell that did not build
tested() {
	local cell=$KIT_BUILD/cells/kdir/arm64/plain host=$real/build/host
	[ -x "$host/kit-report" ] || skip "the kit's programs are not built"
	KIT_ARCHES=$* SERIES=kit KDIR=$kdir sh -euc '. ci/lib/common.sh; . ci/lib/cell.sh
		cell_new "$1" kdir/arm64/plain; sh ci/source.sh "$1"; sh ci/tree.sh "$1"
		cell_open "$1"; config_facts' ci/cell.sh "$cell"
	"$host/kit-result" fail --verdict BUILD --reason toy "$cell"
	"$host/kit-report" --out "$KIT_BUILD/report" "$cell" || [ $? -eq 1 ]
}

@test "export: KDIR: the results are of the patches of the same architectures" {
	a_kdir
	mkdir "$kdir/arch/riscv"
	touch "$kdir/arch/riscv/Kconfig"
	mail arch/riscv/patches/riscv-toy.patch feature '' '' 'X-Kit-Files: arch/riscv/kernel/toy.S'
	mkdir arch/riscv/kernel
	echo toy >arch/riscv/kernel/toy.S
	tested arm64
	[[ $(letter KDIR="$kdir" ARCHES=arm64) == *"  arm64/plain: BUILD (ported), 0 of 0 required tests passed"* ]]
	[[ $(letter KDIR="$kdir") == *"There is no result of this series on 6.1.5-board"* ]]
	tested arm64 riscv
	[[ $(letter KDIR="$kdir") == *"  arm64/plain: BUILD (ported)"* ]]
	[[ $(letter KDIR="$kdir" ARCHES=arm64) == *"There is no result of this series"* ]]
	# An architecture that the tree does not have has no patches in it.
	rm -r "$kdir/arch/riscv"
	tested
	[[ $(letter KDIR="$kdir") == *"  arm64/plain: BUILD (ported)"* ]]
}

# has_result, has_none ARGUMENT...: whether the letter has the one that tested() left
has_result() { letter "$@" | grep -F '  arm64/plain: BUILD (ported)'; }
has_none() { letter "$@" | grep 'There is no result of this series on 6.1.5-board'; }

@test "export: KDIR: the results are of this tree in this state, and of no other" {
	export GIT_CONFIG_GLOBAL=/dev/null
	a_kdir
	tested
	has_result KDIR="$kdir"
	mkdir other
	cp -r "$kdir" other/
	has_none KDIR="$PWD/other/linux"
	echo c >"$kdir/kernel/b.c"
	has_none KDIR="$kdir"
	git -C "$kdir" init -q
	git -C "$kdir" add -A
	git -C "$kdir" -c user.name=u -c user.email=u@u commit -qm base
	tested
	has_result KDIR="$kdir"
	has_result KDIR="$kdir" REV=HEAD
	git clone -q "$kdir" clone/linux
	has_result KDIR="$PWD/clone/linux"
	touch "$kdir/new.c"
	has_none KDIR="$kdir"
	tested
	has_result KDIR="$kdir"
	has_none KDIR="$PWD/clone/linux"
	git -C "$kdir" clean -qfd
	has_none KDIR="$kdir"
}

@test "export: KDIR: a result names the configuration that was given" {
	a_kdir
	echo CONFIG_A=y | tee "board one.config" >driver.config
	KCONFIG="$PWD/board one.config" FRAGMENT=driver.config tested
	letter KDIR="$kdir" | grep -A3 '  arm64/plain: BUILD' >result
	[ "$(sed -n 4p result)" = "    KCONFIG='board one.config' FRAGMENT='driver.config'" ]
	KCONFIG='board_defconfig debug.config' tested
	[[ $(letter KDIR="$kdir") == *"    KCONFIG='board_defconfig debug.config'"* ]]
	tested
	none grep -q 'KCONFIG=\|FRAGMENT=' <(letter KDIR="$kdir")
}

# RECORD=1 writes such a file for any tree.
@test "export: KDIR: what was recorded of some tree is not quoted" {
	a_kdir
	mkdir -p Documentation/results
	printf '%s\n' 'make matrix KDIR=linux' '2026-11-29, kit 0123456, 6.1.5-board' '2 CPUs' '' 'PASS ported 1/1' |
		tee Documentation/results/matrix-kdir.txt >Documentation/results/matrix-6.1.txt
	has_none KDIR="$kdir"
	[[ $(letter BASE=6.1) == *"the kit"*"recorded the result:"*"PASS ported 1/1"* ]]
}

# One commit has both.
@test "export: KDIR: of two trees in one repository each has its own results" {
	a_kdir
	mkdir sdk
	cp -r "$kdir" sdk/one
	cp -r "$kdir" sdk/two
	git -C sdk init -q
	git -C sdk add -A
	git -C sdk -c user.name=u -c user.email=u@u commit -qm base
	kdir=$PWD/sdk/one
	tested
	has_result KDIR="$kdir"
	has_none KDIR="$PWD/sdk/two"
}

@test "export: the cover letter says where a team can stop, and what to configure" {
	export_as mbox
	for line in '  1: fix defects*' '  2-3: add what is missing*' '  4: switch trampolines in place*' \
		'6.1.5-1 has none on arm64, and has them with this series.' \
		'  arm64: select HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS'; do
		grep -qx -- "${line//\*/.*}" "$out/0000-cover-letter.txt"
	done
}
