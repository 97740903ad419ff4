#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The backend lava, with a LAVA device that is a QEMU. The distribution's lava-dispatcher runs
# from a directory: nothing is installed. Only check-all runs this.
# shellcheck disable=SC2154 # status, output, lines are bats's

load few

setup() {
	[ "$(id -u)" -eq 0 ] || skip "lava-run wants root"
	built_cell
	few
	lava_packages
	qemu=$(sh ci/get/qemu.sh root arm64)
	cat >"$BATS_TEST_TMPDIR/board.yaml" <<-END
	available_architectures: [arm64]
	constants:
	  failure_retry: 1
	  boot_retry: 1
	  spawn_maxread: '4092'
	timeouts: {actions: {}, connections: {}}
	actions:
	  deploy:
	    methods:
	      image: {parameters: {}}
	  boot:
	    connections: {serial: null}
	    methods:
	      qemu:
	        parameters:
	          command: ${qemu:+$qemu/usr/bin/}qemu-system-aarch64
	          options:
	          - ${qemu:+-L $qemu/usr/share/qemu }-machine virt -cpu cortex-a57 -smp 2 -m 512M
	          - -nographic -nic none -no-reboot
	END
	export MACHINE=$BATS_TEST_TMPDIR/board.yaml ACCEL=tcg PYTHONDONTWRITEBYTECODE=1
	[ -z "$qemu" ] || export QEMU_MODULE_DIR=$(echo "$qemu"/usr/lib/*-linux-gnu/qemu)
}

# What lava-run leaves when it is killed.
teardown() {
	rm -rf "/var/lib/lava/dispatcher/tmp/kit-$(printf %s "$KIT_BUILD/bundles/6.1/arm64/plain" | sha256sum | cut -c 1-12)"
	none_left
}

# lava_packages: unpack those that this machine lacks; lava-run is the first of PATH
lava_packages() {
	local where=$BATS_FILE_TMPDIR deb
	[ -e "$where/bin/lava-run" ] || {
		mkdir -p "$where/archives/partial" "$where/root" "$where/bin"
		apt-get install -y --no-install-recommends --download-only -o Dir::Cache::archives="$where/archives" \
			lava-dispatcher >"$where/apt.log" 2>&1 || { cat "$where/apt.log" && return 1; }
		for deb in "$where"/archives/*.deb; do dpkg -x "$deb" "$where/root"; done
		cat >"$where/bin/lava-run" <<-END
		#!/bin/sh
		PYTHONPATH=$where/root/usr/lib/python3/dist-packages
		LD_LIBRARY_PATH=$(echo "$where"/root/usr/lib/*-linux-gnu):$(echo "$where"/root/lib/*-linux-gnu)
		export PYTHONPATH LD_LIBRARY_PATH
		exec /usr/bin/python3 "$where/root/usr/bin/lava-run" "\$@"
		END
		chmod +x "$where/bin/lava-run"
	}
	PATH=$where/bin:$PATH
	export PYTHONPATH=$where/root/usr/lib/python3/dist-packages
}

@test "lava: a device boots the bundle" {
	boot lava
	judged 0 "PASS 6.1/arm64/plain"
	grep -q 'kit-frame' "$console"
}

@test "lava: a definition of your own, and a device that is none" {
	printf 'job_name: toy\n# {ARCH} {KERNEL} {INITRAMFS} {CMDLINE} {END}\n' >"$BATS_TEST_TMPDIR/job"
	JOB=$BATS_TEST_TMPDIR/job boot lava
	judged 1 "LOST 6.1/arm64/plain: lava ended with exit status 1"
	grep -qE '^# arm64 file://.*/kernel file://.*/initramfs[.]cpio panic=-1 .* kit[.]channel=kmsg .* kit-frame' \
		"$KIT_BUILD/bundles/6.1/arm64/plain/job.yaml"
}

@test "lava: a device that hangs, or a backend that is killed, leaves nothing" {
	KIT_APPEND="rdinit=/broken kit.break=hang" TIMEOUT_SCALE=0.3 boot lava
	judged 1 HANG
	none_left
	killed lava 12
}
