#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Each step of a cell, run by hand on a cell that the matrix has finished, gives
# the same result: a step needs nothing but the cell's directory.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	real=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	dir=${KIT_BUILD:-$real/build}/cells/6.1/arm64/plain
	[ -e "$dir/result.json" ] || { echo "the matrix has not finished 6.1/arm64/plain" && return 1; }
	# What a step might find in the environment must not matter.
	cd "$BATS_TEST_TMPDIR"
	unset KDIR SERIES CPUS ACCEL V FRESH SPLIT UPDATE MAKEFLAGS MAKELEVEL
	export BASE=5.10 ARCH=toy FLAVOR=toy TREE=/nowhere OBJ=/nowhere STATUS=none VERSION=1.0 CROSS=toy-
}

# state_of_cell: all that the steps have made
state_of_cell() {
	sort "$dir/meta"
	(cd "$dir" && sha256sum obj/.config obj/vmlinux obj/arch/arm64/boot/Image initramfs.cpio \
		required boot.sh suite/calls suite/ftrace_direct_test.ko)
	jq -c '[.verdict, .cell, .version, (.tests[] | [.name, .outcome])]' "$dir/result.json"
}

by_hand() { # STEP
	local before
	before=$(state_of_cell)
	run "$real/ci/$1.sh" "$dir"
	echo "$output" | tail -n 20
	[ "$status" -eq 0 ]
	diff <(echo "$before") <(state_of_cell)
}

@test "flow: source by hand gives the same result" { by_hand source; }
@test "flow: tree by hand gives the same result" { by_hand tree; }
@test "flow: config by hand gives the same result" { by_hand config; }
@test "flow: build by hand gives the same result" { by_hand build; }
@test "flow: image by hand gives the same result" { by_hand image; }
@test "flow: command by hand gives the same result" { by_hand command; }
@test "flow: verdict by hand gives the same result" { by_hand verdict; }

@test "flow: a directory that is no cell is refused by each step" {
	for step in source tree config build image command verdict; do
		run "$real/ci/$step.sh" "$BATS_TEST_TMPDIR"
		[ "$status" -eq 2 ]
		[[ $output == *"is no cell's directory: it has no file meta"* ]]
	done
}
