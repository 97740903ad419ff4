#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Sources that carry an older series of the kit, or one that the kit does not know.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit lean
	toy_source 6.1 6.1.5-1
	git init -q
	git config user.email toy@example.org
	git config user.name toy
	toy_patch kernel/patches/0001-toy.patch four FOUR
	toy_patch kernel/patches/0002-old.patch FOUR vier
	toy_file include/kit.h old
	toy_file kernel/gone.c gone
	commit old
	make -s tree BASE=6.1 >/dev/null
	cp -r "$KIT_BUILD/trees/6.1" "$BATS_TEST_TMPDIR/old"
	toy_drop kernel/patches/0002-old.patch
	toy_patch kernel/patches/0003-new.patch FOUR quatre
	toy_file include/kit.h new
	rm kernel/gone.c
	commit new
	make -s tree BASE=6.1 >/dev/null
	cp -r "$KIT_BUILD/trees/6.1" "$BATS_TEST_TMPDIR/new"
}

commit() { git add -A && git commit -q -m "$1"; }

# carry TREE: the base becomes what this assembly made, with a vendor's line
carry() {
	source=$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1
	rm -r "$source" "$KIT_BUILD/trees"
	cp -r "$1" "$source"
	rm -r "$source/.kit"
	touch "$source/.complete"
}

same_as() { diff -r -x .kit -x .complete "$1" "$KIT_BUILD/trees/6.1"; }

@test "carried: an older series is replaced by today's, byte for byte" {
	carry "$BATS_TEST_TMPDIR/old"
	run make tree BASE=6.1
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *"the tree carries the kit's series of $(git log -1 --format=%h HEAD~1)"* ]]
	same_as "$BATS_TEST_TMPDIR/new"
	[ ! -e "$KIT_BUILD/trees/6.1/kernel/gone.c" ]
}

@test "carried: the vendor's own lines stay" {
	carry "$BATS_TEST_TMPDIR/old"
	sed -i 's/^seven$/sieben/' "$source/kernel/a.c"
	make -s tree BASE=6.1
	[ "$(cat "$KIT_BUILD/trees/6.1/kernel/a.c")" = $'one\ntwo\nthree\nquatre\nfive\nsix\nsieben' ]
}

@test "carried: today's series is left as it is" {
	carry "$BATS_TEST_TMPDIR/new"
	run make tree BASE=6.1
	[ "$status" -eq 0 ]
	[[ $output != *"the tree carries"* ]]
	same_as "$BATS_TEST_TMPDIR/new"
	grep -q '^already kernel/patches/0003-new.patch' "$KIT_BUILD/trees/6.1/.kit/applied"
}

@test "carried: a series that the kit does not know is named by a file, with what to do" {
	carry "$BATS_TEST_TMPDIR/old"
	echo newer >"$source/include/kit.h"
	run make tree BASE=6.1
	echo "$output"
	[ "$status" -ne 0 ]
	[[ $output == *"update the kit"* ]]
}

@test "carried: an older series that was edited does not come off, and is named" {
	carry "$BATS_TEST_TMPDIR/old"
	sed -i 's/^vier$/fuenf/' "$source/kernel/a.c"
	run make tree BASE=6.1
	echo "$output"
	[ "$status" -ne 0 ]
	[[ $output == *"the tree carries an older series of the kit, but kernel/patches/0002-old.patch cannot be taken off exactly"* ]]
}
