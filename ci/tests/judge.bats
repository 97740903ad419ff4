#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# When a verdict may be kept, with a guest that a shell script plays.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit
	export KIT_HOST=$real/build/host
	[ -x "$KIT_HOST/kit-boot" ] || skip "the kit's programs are not built"
	export CELL=6.1/arm64/plain ARCH=arm64 DIR=$BATS_TEST_TMPDIR/cell
	mkdir -p "$DIR/obj/arch/arm64/boot"
	echo kernel >"$DIR/obj/arch/arm64/boot/Image"
	echo guest >"$DIR/initramfs.cpio"
	echo "toy.works DC-05" >"$DIR/required"
	printf '%s\n' "cell $CELL" "base 6.1" "arch arm64" "flavor plain" "status native" \
		"qemu QEMU 7.2" "accel tcg" >"$DIR/meta"
	echo "build 1.0" >"$DIR/stages"
	guest ok
}

guest() { # ok|not ok
	cat >"$DIR/boot.sh" <<-EOF
	#!/bin/sh
	echo booted >>"$DIR/boots"
	echo "\$KIT_APPEND\$KIT_ACCEL\$KIT_INITRD" >"$DIR/by-hand"
	printf 'KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  $1 1 works\n$1 1 toy\nkit: done %s\n' "\$KIT_TOKEN" >&3
	EOF
	chmod +x "$DIR/boot.sh"
}

# As cell.sh does: the result of the run before is set aside.
judge() {
	[ ! -e "$DIR/result.json" ] || mv "$DIR/result.json" "$DIR/result.last.json"
	run sh ci/judge.sh
	echo "$output"
}

boots() { wc -l <"$DIR/boots"; }
result() { jq -r "$1" "$DIR/result.json"; }

@test "judge: a good verdict over the same bits is kept, and says so" {
	judge
	[ "$status" -eq 0 ]
	[ "$(result '[.verdict, .kept] | @csv')" = '"PASS",false' ]
	judge
	[ "$status" -eq 0 ]
	[ "$(result '[.verdict, .kept] | @csv')" = '"PASS",true' ]
	[ "$(boots)" -eq 1 ]
}

@test "judge: FRESH=1 boots again" {
	judge
	FRESH=1 judge
	[ "$(result .kept)" = false ]
	[ "$(boots)" -eq 2 ]
}

@test "judge: a bad verdict is never kept" {
	guest "not ok"
	judge
	[ "$status" -eq 1 ]
	judge
	[ "$status" -eq 1 ]
	[ "$(boots)" -eq 2 ]
}

@test "judge: a good verdict is not kept over a bad one in between" {
	judge
	cp "$DIR/boot.sh" "$DIR/good.sh"
	guest "not ok"
	judge
	[ "$status" -eq 1 ]
	cp "$DIR/good.sh" "$DIR/boot.sh"
	judge
	[ "$status" -eq 0 ]
	[ "$(result .kept)" = false ]
}

@test "judge: whatever goes into a boot makes it a new one" {
	judge
	n=1
	for change in "echo x >>$DIR/obj/arch/arm64/boot/Image" "echo x >>$DIR/initramfs.cpio" \
		"echo '# x' >>$DIR/boot.sh" "echo toy >>$DIR/required" \
		"echo 'qemu QEMU 10.0' >>$DIR/meta" "echo '# x' >>ci/splats.allow" \
		"echo '# x' >>ci/expected-failures"; do
		eval "$change"
		n=$((n + 1))
		judge
		[ "$(result .kept)" = false ]
		[ "$(boots)" -eq "$n" ]
	done
}

@test "judge: what a person sets by hand is not part of a verdict" {
	KIT_APPEND=append KIT_ACCEL=accel KIT_INITRD=initrd judge
	[ "$status" -eq 0 ]
	[ "$(cat "$DIR/by-hand")" = "" ]
}

@test "judge: what the list allows does not excuse an Oops below it" {
	echo '* Bad\spage\sstate a toy' >>ci/splats.allow
	sed -i '2a echo "BUG: Bad page state in process toy  pfn:00001"' "$DIR/boot.sh"
	judge
	[ "$(result .verdict)" = PASS ]
	sed -i '3a echo "Internal error: Oops: 96000004 [#1] SMP"' "$DIR/boot.sh"
	judge
	[ "$(result .verdict)" = SPLAT ]
	[ "$(result .splat.kind)" = Oops ]
}
