#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# command.sh DIR: write the command that boots a cell to its boot.sh; facts: qemu,
# accel, cpus. boot.sh can be run by hand. Its further arguments go to QEMU, as those
# of the option QEMU_ARGS do, and KERNEL_ARGS go to the kernel.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/clocks.sh"
. "$KIT/ci/lib/quirks.sh"
. "$KIT/ci/lib/boot-script.sh"
cell_open "${1:-}"

# The cached QEMU looks for its firmware and modules where the system's QEMU has them.
root=$(QEMU=$QEMU DEPS=$DEPS sh "$KIT/ci/get/qemu.sh" root "$ARCH")
program=$(qemu_program)
program=${root:+$root/usr/bin/}$program
command -v "$program" >/dev/null ||
	die "$program is not installed; DEPS=install (the default) would have installed $(arch_field "$ARCH" packages)"
qemu_version=$("$program" --version | head -n 1)
number=$(echo "$qemu_version" | sed 's/.*version \([0-9.]*\).*/\1/')

command="'$program'"
[ -z "$root" ] || command="env QEMU_MODULE_DIR='$(echo "$root"/usr/lib/*-linux-gnu/qemu)' '$program' \\
		-L '$root/usr/share/qemu' -L '$root/usr/share/seabios'"

# The counters of the kernel's lines have a channel of their own.
coverage=
[ -z "$KIT_COVERAGE" ] || {
	KERNEL_ARGS="$KERNEL_ARGS kit.coverage=1"
	coverage="-chardev file,id=coverage,path='$DIR/coverage.raw' -device virtserialport,chardev=coverage,name=kit.coverage "
}

write_script() { # ACCEL
	boot_script "$command" "$1" "$OBJ/$(arch_field "$ARCH" image)" "$DIR/initramfs.cpio" "$DTB" "" "$coverage" >"$DIR/boot.sh.new"
	chmod +x "$DIR/boot.sh.new"
	mv "$DIR/boot.sh.new" "$DIR/boot.sh"
}

# /dev/kvm may exist and still be unable to boot a kernel. Only a boot proves that it
# works, once after each start of this machine. A kernel that fails to boot proves
# nothing about another kernel.
kvm=${KVM_DEVICE:-/dev/kvm}
kvm_is_proved() {
	[ "$(arch_field "$ARCH" debian)" = "$(dpkg --print-architecture)" ] &&
		[ -r "$kvm" ] && [ -w "$kvm" ] || return 1
	note=$BUILD/kvm-proved
	trial="$(cat /proc/sys/kernel/random/boot_id) $qemu_version"
	[ "$(cat "$note" 2>/dev/null)" != "$trial" ] || return 0
	refused="$trial $(sha256sum <"$OBJ/$(arch_field "$ARCH" image)")"
	[ "$(cat "$DIR/kvm-refused" 2>/dev/null)" != "$refused" ] || return 1
	# --foreground: Ctrl-C must reach QEMU.
	leashed env KIT_ACCEL=kvm KIT_APPEND=kit.mode=trial KIT_TOKEN=$$ timeout --foreground \
		-k 1 "${KVM_TRIAL:-20}" setpriv --pdeathsig KILL "$DIR/boot.sh" 3>"$DIR/kvm-trial.ktap" \
		>"$DIR/kvm-trial.log" 2>&1 </dev/null || :
	grep -qx "kit: done $$" "$DIR/kvm-trial.ktap" || {
		echo "$refused" >"$DIR/kvm-refused"
		return 1
	}
	echo "$trial" >"$note.$$"
	mv "$note.$$" "$note"
}

accel=$(quirk accel "$ARCH" "$number" "$VERSION")
accel=${ACCEL:-${accel:-tcg}}
write_script "${ACCEL:-kvm}"
if [ -z "$ACCEL" ] && kvm_is_proved; then
	accel=kvm
fi
write_script "$accel"
fact_set qemu "$qemu_version"
fact_set accel "$accel"
fact_set cpus "$(cell_cpus)"
