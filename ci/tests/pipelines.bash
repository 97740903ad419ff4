# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Shared by the bats files that run pipelines: cells that a shell script plays.

# toy_pipeline: a copy of the kit with such cells; $cache is the user's
toy_pipeline() {
	cache=${XDG_CACHE_HOME:-$HOME/.cache}
	fresh_kit lean
	export KIT_HOST=$real/build/host KIT_MARK=$BATS_TEST_TMPDIR
	[ -x "$KIT_HOST/kit-boot" ] || skip "the kit's programs are not built"
	unset KIT_BUILD
	toy_steps
}

# Cells without sources and compilers. The guest takes as many seconds as $TOY_SECONDS.
toy_steps() {
	printf '%s\n' 'prepare() { mkdir -p "$BUILD"; }' 'host_programs() { mkdir -p "$BUILD"; }' >>ci/lib/prepare.sh
	echo : >ci/command.sh
	cat >ci/cell.sh <<-'END'
	#!/bin/bash
	set -eu
	. ci/lib/common.sh
	dir=$BUILD/cells/$1
	mkdir -p "$dir/obj/arch"
	rm -f "$dir/result.json"
	IFS=/ read -r base arch flavor <<<"$1"
	printf '%s\n' "cell $1" "base $base" "arch $arch" "flavor $flavor" "status native" "version 6.1.1" \
		"build $BUILD" "host $HOST" >"$dir/meta"
	image=$dir/obj/$(arch_field "$arch" image)
	mkdir -p "${image%/*}"
	echo kernel >"$image"
	echo guest >"$dir/initramfs.cpio"
	echo toy.dc05_works >"$dir/required"
	[ "${2:-}" != image ] || exit 0
	cat >"$dir/boot.sh" <<-'GUEST'
	sleep "${TOY_SECONDS:-0}"
	printf 'KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  %s 1 dc05_works\n%s 1 toy\nkit: done %s\n' "${TOY:-ok}" "${TOY:-ok}" "$KIT_TOKEN" >&3
	GUEST
	leashed "$HOST/kit-boot" --total 60 --silence 60 --boot-deadline 60 "$dir" || [ $? -eq 1 ]
	END
}

# jobs FORMAT FILE VARIABLE...
jobs() { make -s ci-jobs FORMAT="$1" OUT="$2" BASES=6.1 ARCHES="arm64 s390" "${@:3}"; }

# marked_left: are there processes of this test's pipelines?
marked_left() {
	local pid
	for pid in $(pgrep -f 'job[.]sh|kit-boot|sleep' || :); do
		! tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep -qxF "KIT_MARK=$BATS_TEST_TMPDIR" ||
			{ echo "process $pid is left" && return 0; }
	done
	return 1
}
