# SPDX-License-Identifier: GPL-2.0
# Sourced: how long a boot of $ARCH and $FLAVOR may take.
# shellcheck shell=sh

# The clocks of a machine at full speed, in seconds, and the factor for emulation,
# unless the architecture's descriptor says otherwise.
clock() { # KEY
	value=$(arch_field "$ARCH" "$1")
	[ -n "$value" ] || case $1 in
	boot-deadline) value=15 ;;	# until the result channel speaks
	silence) value=15 ;;		# without a byte on console and channel
	total) value=150 ;;		# for the whole boot
	emulation) value=4 ;;
	esac
	echo "$value"
}

# How much slower the cell is than a plain one. The user's configuration is large, as a
# distribution's is.
clock_slower() {
	slower=$(flavor_field "${FLAVOR:-plain}" slower "$ARCH")
	slower=${slower:-${KCONFIG:+3}}
	echo "${slower:-1}"
}

# The factor by which all clocks are multiplied.
clock_scale() { # ACCEL
	case $1 in
	kvm*) factor=1 ;;
	*) factor=$(clock emulation) ;;
	esac
	awk -v a="$factor" -v b="${TIMEOUT_SCALE:-1}" -v c="$(clock_slower)" \
		'BEGIN { print a * b * c }'
}

# clocks: all of them, as a bundle has them
clocks() {
	for clock in boot-deadline silence total emulation; do
		echo "$clock $(clock "$clock")"
	done
	echo "slower $(clock_slower)"
}

clock_total() { clock total; }

# One program of the guest may take a third of the total, so that a program that hangs
# costs one failure and not the whole boot.
program_seconds() { # ACCEL
	[ -z "${PROGRAM_SECONDS:-}" ] || { echo "$PROGRAM_SECONDS" && return; }
	awk -v a="$(clock_scale "$1")" -v b="$(clock_total)" 'BEGIN { printf "%d\n", a * b / 3 }'
}
