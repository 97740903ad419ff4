# SPDX-License-Identifier: GPL-2.0
# Sourced after cell.sh and clocks.sh: the command that boots the open cell with QEMU.
# shellcheck shell=sh
#
# command.sh writes it with the paths of this machine, bundle.sh with names in the bundle.

cell_cpus() { echo "${CPUS:-2}"; }

cell_memory() {
	memory=$(flavor_field "$FLAVOR" memory "$ARCH")
	memory=${memory:-$(arch_field "$ARCH" memory)}
	memory=${memory:-${KCONFIG:+2G}}
	echo "${memory:-512M}"
}

# The words of the kernel's command line that the tests need on any machine, but for the
# token. The kernel passes options that it does not know to init, and init to the tests.
cell_cmdline() { # ACCEL
	tests=${FTRACE_DIRECT_SWITCHES:+FTRACE_DIRECT_SWITCHES=$FTRACE_DIRECT_SWITCHES}
	echo "$(flavor_field "$FLAVOR" append "$ARCH") panic=-1 oops=panic kit.cpus=$(cell_cpus) kit.timeout=$(program_seconds "$1") $tests $KERNEL_ARGS"
}

# Those that QEMU's machine needs.
machine_cmdline() { echo "console=$(arch_field "$ARCH" console) $(arch_field "$ARCH" append)"; }

# What an emulator needs for drivers of boards that it is not.
given_options() { # ACCEL
	case ${KCONFIG:+given}$1 in giventcg*) arch_field "$ARCH" qemu-given ;; esac
}

qemu_program() { arch_field "$ARCH" qemu | cut -d ' ' -f 1; }

# machine_words: the words after QEMU's name in the descriptors, and the user's
machine_words() {
	# shellcheck disable=SC2046 # words on purpose
	set -- $(arch_field "$ARCH" qemu) $(flavor_field "$FLAVOR" qemu "$ARCH")
	shift
	echo "$* $QEMU_ARGS"
}

# boot_script PROGRAM ACCEL KERNEL INITRD DTB [CD [PORTS]]: PROGRAM is shell text, with the
# words that it needs. CD is what goes before it, PORTS are QEMU's words for more ports.
boot_script() {
	cat <<-EOF
	#!/bin/sh
	# The command that boots $CELL. Its console is here, its result channel is
	# file descriptor 3 (a file if you open none). KIT_APPEND adds to the kernel's
	# command line, KIT_ACCEL and KIT_INITRD replace the accelerator and the guest.
	{ true >&3; } 2>/dev/null || exec 3>"\${TMPDIR:-/tmp}/kit-result.ktap"
	${6:+$6
	}exec $1 $(machine_words) $(given_options "$2") \\
		-accel "\${KIT_ACCEL:-$2}" -smp $(cell_cpus) -m $(cell_memory) \\
		-kernel '$3' ${5:+-dtb '$5' }\\
		-initrd "\${KIT_INITRD:-$4}" \\
		-append "$(machine_cmdline) $(cell_cmdline "$2") kit.token=\${KIT_TOKEN:-by-hand} \${KIT_APPEND:-}" \\
		-nodefaults -no-user-config -display none -no-reboot -serial mon:stdio \\
		-device $(arch_field "$ARCH" serial) \\
		-chardev file,id=result,path=/dev/fd/3 \\
		-device virtserialport,chardev=result,name=kit.result ${7:-}\\
		"\$@"
	EOF
}
