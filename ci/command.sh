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
cell_open "${1:-}"

# shellcheck disable=SC2046 # words on purpose
set -- $(arch_field "$ARCH" qemu) $(flavor_field "$FLAVOR" qemu "$ARCH")
# The cached QEMU looks for its firmware and modules where the system's QEMU has them.
root=$(QEMU=$QEMU DEPS=$DEPS sh "$KIT/ci/get/qemu.sh" root "$ARCH")
program=${root:+$root/usr/bin/}$1
shift
command -v "$program" >/dev/null ||
	die "$program is not installed; DEPS=install (the default) would have installed $(arch_field "$ARCH" packages)"
qemu_version=$("$program" --version | head -n 1)
number=$(echo "$qemu_version" | sed 's/.*version \([0-9.]*\).*/\1/')

cpus=${CPUS:-2}
memory=$(flavor_field "$FLAVOR" memory "$ARCH")
memory=${memory:-$(arch_field "$ARCH" memory)}
memory=${memory:-${KCONFIG:+2G}}
console=$(arch_field "$ARCH" console)
command="'$program' $*"
[ -z "$root" ] || command="env QEMU_MODULE_DIR='$(echo "$root"/usr/lib/*-linux-gnu/qemu)' '$program' \\
		-L '$root/usr/share/qemu' -L '$root/usr/share/seabios' $*"
command="$command $QEMU_ARGS"
# The kernel passes options that it does not know to init, and init to the tests.
tests=${FTRACE_DIRECT_SWITCHES:+FTRACE_DIRECT_SWITCHES=$FTRACE_DIRECT_SWITCHES}

# What an emulator needs for drivers of boards that it is not.
given_options() { # ACCEL
	case ${KCONFIG:+given}$1 in giventcg*) arch_field "$ARCH" qemu-given ;; esac
}

write_script() { # ACCEL
	cat >"$DIR/boot.sh.new" <<-EOF
	#!/bin/sh
	# The command that boots $CELL. Its console is here, its result channel is
	# file descriptor 3 (a file if you open none). KIT_APPEND adds to the kernel's
	# command line, KIT_ACCEL and KIT_INITRD replace the accelerator and the guest.
	{ true >&3; } 2>/dev/null || exec 3>"\${TMPDIR:-/tmp}/kit-result.ktap"
	exec $command $(given_options "$1") \\
		-accel "\${KIT_ACCEL:-$1}" -smp $cpus -m ${memory:-512M} \\
		-kernel '$OBJ/$(arch_field "$ARCH" image)' \\
		-initrd "\${KIT_INITRD:-$DIR/initramfs.cpio}" \\
		-append "console=$console $(arch_field "$ARCH" append) $(flavor_field "$FLAVOR" append "$ARCH") panic=-1 oops=panic kit.cpus=$cpus kit.timeout=$(program_seconds "$1") kit.token=\${KIT_TOKEN:-by-hand} $tests $KERNEL_ARGS \${KIT_APPEND:-}" \\
		-nodefaults -no-user-config -display none -no-reboot -serial mon:stdio \\
		-device $(arch_field "$ARCH" serial) \\
		-chardev file,id=result,path=/dev/fd/3 \\
		-device virtserialport,chardev=result,name=kit.result \\
		"\$@"
	EOF
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
fact_set cpus "$cpus"
