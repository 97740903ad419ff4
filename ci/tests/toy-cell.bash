# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Shared by the bats files: a cell as a run leaves it, whose guest a shell
# script plays.

# toy_cell CELL: in $KIT_BUILD/cells; its guest runs one test, which passes
toy_cell() {
	local dir=$KIT_BUILD/cells/$1 base arch flavor image
	IFS=/ read -r base arch flavor <<<"$1"
	image=$dir/obj/$(sed -n 's/^image[[:space:]]*//p' "arch/$arch/descriptor")
	mkdir -p "${image%/*}"
	echo kernel >"$image"
	echo guest >"$dir/initramfs.cpio"
	echo "toy.works DC-05" >"$dir/required"
	printf '%s\n' "cell $1" "base $base" "arch $arch" "flavor $flavor" "status native" \
		"version $base.5" "qemu QEMU 7.2" "accel tcg" >"$dir/meta"
	echo "build 1.0" >"$dir/stages"
	cat >"$dir/boot.sh" <<-EOF
	#!/bin/sh
	echo "\$KIT_APPEND \$*" >>"$dir/boots"
	{ true >&3; } 2>/dev/null || exec 3>/dev/null
	printf 'KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  ok 1 works\nok 1 toy\nkit: done %s\n' "\$KIT_TOKEN" >&3
	EOF
	chmod +x "$dir/boot.sh"
}
