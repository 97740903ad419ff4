#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The backend labgrid, with labgrid's QEMU driver. The distribution's labgrid runs from a
# directory: nothing is installed. Only check-all runs this.
# shellcheck disable=SC2154 # status, output, lines are bats's

load few

setup() {
	built_cell
	few
	labgrid_packages
	qemu=$(sh ci/get/qemu.sh root arm64)
	cat >"$BATS_TEST_TMPDIR/board.yaml" <<-END
	targets:
	  main:
	    drivers:
	      QEMUDriver:
	        qemu_bin: qemu
	        machine: virt
	        cpu: cortex-a57
	        memory: 512M
	        kernel: kernel
	        boot_args: !template "console=ttyAMA0 \$LG_CMDLINE"
	        extra_args: !template "-smp 2 ${qemu:+-L $qemu/usr/share/qemu }-nic none -no-reboot -initrd \$LG_BUNDLE/initramfs.cpio"
	images:
	  kernel: !template "\$LG_BUNDLE/kernel"
	tools:
	  qemu: ${qemu:+$qemu/usr/bin/}qemu-system-aarch64
	END
	export MACHINE=$BATS_TEST_TMPDIR/board.yaml ACCEL=tcg PYTHONDONTWRITEBYTECODE=1
	export PYTHONPATH=$BATS_FILE_TMPDIR/root/usr/lib/python3/dist-packages
	[ -z "$qemu" ] || export QEMU_MODULE_DIR=$(echo "$qemu"/usr/lib/*-linux-gnu/qemu)
}

teardown() { none_left; }

# labgrid_packages: unpack those that this machine lacks
labgrid_packages() {
	local where=$BATS_FILE_TMPDIR deb
	[ ! -e "$where/root/usr" ] || return 0
	mkdir -p "$where/archives/partial" "$where/root"
	apt-get install -y --no-install-recommends --download-only -o Dir::Cache::archives="$where/archives" \
		python3-labgrid >"$where/apt.log" 2>&1 || { cat "$where/apt.log" && return 1; }
	for deb in "$where"/archives/*.deb; do dpkg -x "$deb" "$where/root"; done
}

@test "labgrid: a target boots the bundle" {
	boot labgrid
	judged 0 "PASS 6.1/arm64/plain"
	grep -q 'kit-frame' "$console"
}

@test "labgrid: a target that hangs, or a backend that is killed, leaves nothing" {
	KIT_APPEND="rdinit=/broken kit.break=hang" TIMEOUT_SCALE=0.3 boot labgrid
	judged 1 HANG
	none_left
	killed labgrid 12
}
