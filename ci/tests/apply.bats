#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# ci/port/apply.sh on toy trees: what applies, what is there already, what is merged, and
# what is in conflict. Each tree is a change of the toy's release 6.1.5-1.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit lean
	toy_source 6.1 6.1.5-1
	toy_patch kernel/patches/0001-toy.patch four FOUR
	release=$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1
	stage=$BATS_TEST_TMPDIR/stage
	mkdir "$stage"
	cp -r "$release/kernel" "$stage/"
}

# vendor SED-PROGRAM: a change of the tree's kernel/a.c
vendor() { sed -i "$1" "$stage/kernel/a.c"; }

# apply [PATCH...]: all patches, or these
apply() {
	[ $# -gt 0 ] || set -- $(sh ci/lib/series.sh patches 6.1.5 | grep -v toy-files)
	run sh ci/port/apply.sh --report report "$stage" 6.1.5 "$@"
	echo "$output"
	cat report 2>/dev/null || :
}

# second TEXT: the lines of a second patch, from "@@" on
second() {
	toy_list kernel/patches/0002-toy.patch
	{ toy_header "toy: The second" && printf '%s\n' --- '' '--- a/kernel/a.c' '+++ b/kernel/a.c' "$@"; } \
		>kernel/patches/0002-toy.patch
}

untouched() {
	find "$stage" -type f -exec sha256sum {} + | sort >"$BATS_TEST_TMPDIR/sums"
	"$@"
	find "$stage" -type f -exec sha256sum {} + | sort | cmp - "$BATS_TEST_TMPDIR/sums"
}

@test "apply: what fits exactly is applied" {
	apply
	[ "$status" -eq 0 ]
	[ "$(cat report)" = "applied kernel/patches/0001-toy.patch" ]
	grep -qx FOUR "$stage/kernel/a.c"
	[ -z "$(find "$BATS_TEST_TMPDIR" -maxdepth 1 -name 'stage.apply*')" ]
}

@test "apply: what the tree has is skipped, also what a later patch has changed again" {
	toy_patch kernel/patches/0002-toy.patch FOUR vier
	vendor 's/^four$/vier/'
	apply
	[ "$status" -eq 0 ]
	[ "$(grep -c '^already .* its text is in the tree$' report)" -eq 2 ]
	[[ $output == *"0001-toy.patch: already: its text is in the tree"* ]]
	[ "$(cat "$stage/kernel/a.c")" = $'one\ntwo\nthree\nvier\nfive\nsix\nseven' ]
}

@test "apply: of a series that is there in part, the rest is applied" {
	toy_patch kernel/patches/0002-toy.patch FOUR vier
	vendor 's/^four$/FOUR/'
	apply
	[ "$status" -eq 0 ]
	grep -q '^already kernel/patches/0001' report
	grep -q '^applied kernel/patches/0002' report
	grep -qx vier "$stage/kernel/a.c"
}

@test "apply: a fix in another text is found by the probe of the patch" {
	sed -i '/^X-Kit-Stage/a X-Kit-Probe: body("f") ~ /mutex_lock/' kernel/patches/0001-toy.patch
	vendor 's/^four$/static int f(int a)\n{\n\t\/* mutex_lock() *\/\n\treturn a;\n}/'
	apply
	[ "$status" -eq 1 ]
	vendor 's/return a/mutex_lock(a)/'
	untouched apply
	[ "$status" -eq 0 ]
	[ "$(cat report)" = 'already kernel/patches/0001-toy.patch the defect is fixed in another text: body("f") ~ /mutex_lock/' ]
}

@test "apply: a probe has several lines, and all of them must hold" {
	sed -i '/^X-Kit-Stage/a X-Kit-Probe: body("f") ~ /a/\nX-Kit-Probe: body("f") !~ /b/' \
		kernel/patches/0001-toy.patch
	vendor 's/^four$/int f(void)\n{\n\ta; b;\n}/'
	apply
	[ "$status" -eq 1 ]
	vendor 's/a; b/a/'
	apply
	[ "$status" -eq 0 ]
}

@test "apply: a probe that awk cannot read is an error of the kit" {
	sed -i '/^X-Kit-Stage/a X-Kit-Probe: body("f" ~' kernel/patches/0001-toy.patch
	vendor 's/^four$/4/'
	untouched apply
	[ "$status" -eq 2 ]
	[[ $output == *"0001-toy.patch: its X-Kit-Probe is no expression"* ]]
}

@test "apply: a tree with a certain commit gets the text for it" {
	mkdir kernel/patches/with-123456789abc
	sed 's/^-four/-vier/' kernel/patches/0001-toy.patch >kernel/patches/with-123456789abc/0001-toy.patch
	vendor 's/^four$/vier/'
	apply
	[ "$status" -eq 0 ]
	[ "$(cat report)" = "applied kernel/patches/0001-toy.patch in its text for a tree with 123456789abc" ]
	grep -qx FOUR "$stage/kernel/a.c"
	apply
	[ "$(cat report)" = "already kernel/patches/0001-toy.patch its text is in the tree" ]
}

@test "apply: what does not fit exactly is merged with a release to which it does, and told" {
	vendor 's/^two$/zwei/'
	apply
	[ "$status" -eq 0 ]
	[ "$(cat report)" = "merged kernel/patches/0001-toy.patch with 6.1.5-1: kernel/a.c:4" ]
	[[ $output == *"0001-toy.patch: merged: with 6.1.5-1: kernel/a.c:4"* ]]
	[ "$(cat "$stage/kernel/a.c")" = $'one\nzwei\nthree\nFOUR\nfive\nsix\nseven' ]
}

@test "apply: a later patch is merged with the release as the earlier ones leave it" {
	toy_patch kernel/patches/0002-toy.patch FOUR vier
	vendor 's/^two$/zwei/'
	apply
	[ "$status" -eq 0 ]
	[ "$(grep -c ^merged report)" -eq 2 ]
	grep -qx vier "$stage/kernel/a.c"
}

@test "apply: a conflict is listed with patch, file, hunk, both sides and the release" {
	vendor 's/^four$/4/'
	untouched apply
	[ "$status" -eq 1 ]
	grep -qxF 'conflict kernel/patches/0001-toy.patch kernel/a.c, hunk 1 (line 2)' report
	list=$'    the tree has:\n\t4\n    the patch expects:\n\tfour\n    the patch makes of it:\n\tFOUR'
	[[ $output == *"0001-toy.patch: conflict in kernel/a.c, hunk 1 (line 2); it is for [6.1,6.2), and it applies exactly to 6.1.5-1"* ]]
	[[ $output == *"kernel/a.c, line 4 of the tree:"$'\n'"$list"* ]]
	[[ $(sed -n 's/^# //p' report) == *"$list"* ]]
	[ "${lines[-1]}" != "" ]
	[[ $output == *"kit: kernel/patches/0001-toy.patch does not apply to 6.1.5: kernel/a.c, hunk 1 (line 2); the tree is as it was"* ]]
}

@test "apply: all conflicts are listed, and no patch that would fit after the one before" {
	second '@@ -6,2 +6,2 @@' ' six' '-seven' '+SEVEN'
	toy_patch kernel/patches/0003-toy.patch FOUR vier
	vendor 's/^four$/4/; s/^seven$/7/'
	untouched apply
	[ "$status" -eq 1 ]
	[ "$(grep -c '^conflict ' report)" -eq 2 ]
	grep -q '^conflict kernel/patches/0001' report
	grep -q '^conflict kernel/patches/0002' report
	[[ $output == *"kit: 2 patches do not apply to 6.1.5, all listed above"* ]]
}

@test "apply: one patch of many does not fit, and nothing is half applied" {
	second '@@ -6,2 +6,2 @@' ' six' '-seven' '+SEVEN'
	vendor 's/^seven$/7/'
	untouched apply
	[ "$status" -eq 1 ]
	grep -qx 'applied kernel/patches/0001-toy.patch' report
}

@test "apply: a patch that fits no release is listed with its own text" {
	second '@@ -1,3 +1,3 @@' ' eins' '-two' '+TWO' ' three'
	untouched apply
	[ "$status" -eq 1 ]
	[[ $output == *"0002-toy.patch: conflict in kernel/a.c, hunk 1 (line 1); it is for [6.1,6.2), and it applies exactly to no release that the kit has"* ]]
	[[ $output == *$'    the tree has:\n\tone\n\ttwo\n\tthree\n    the patch:\n\t eins\n\t-two\n\t+TWO\n\t three'* ]]
}

@test "apply: a file that the tree does not have is named" {
	rm "$stage/kernel/a.c"
	untouched apply
	[ "$status" -eq 1 ]
	[[ $output == *"0001-toy.patch does not apply to 6.1.5: kernel/a.c, which is not in the tree"* ]]
}

@test "apply: a merge that changes other lines than the patch does is none" {
	work=$BATS_TEST_TMPDIR/work tree=$stage reference=$BATS_TEST_TMPDIR/reference
	mkdir -p "$work" "$reference"/{before,after}/kernel
	cp "$release/kernel/a.c" "$reference/before/kernel/"
	sed 's/four/FOUR/' "$release/kernel/a.c" >"$reference/after/kernel/a.c"
	. ci/port/merge.sh
	for good in s/four/FOUR/ ''; do
		sed "$good" "$stage/kernel/a.c" >result
		same_change kernel/a.c result
	done
	for bad in 's/four/FOUR/; s/six/SIX/' 's/four/FOUR\nFOUR/' '/four/d; /six/d' 's/FOUR/four/; a four' \
		's/four/FOUR/; $a >>>>>>> the patch'; do
		sed "$bad" "$stage/kernel/a.c" >result
		run same_change kernel/a.c result
		[ "$status" -ne 0 ]
	done
}

@test "apply: the assembly of a base keeps the report, and names what does not fit" {
	make -s tree BASE=6.1
	grep -qx 'applied kernel/patches/0001-toy.patch' "$KIT_BUILD/trees/6.1/.kit/applied"
}
