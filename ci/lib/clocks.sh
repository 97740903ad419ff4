# SPDX-License-Identifier: GPL-2.0
# Sourced: how long a boot of $ARCH and $FLAVOR may take.
# shellcheck shell=sh

# The clocks of a machine at full speed, in seconds; emulation takes longer.
clock() { # KEY DEFAULT
	value=$(arch_field "$ARCH" "$1")
	echo "${value:-$2}"
}

# What all of them are multiplied by.
clock_scale() { # ACCEL
	case $1 in
	kvm*) factor=1 ;;
	*) factor=$(clock emulation 4) ;;
	esac
	slower=$(flavor_field "${FLAVOR:-plain}" slower "$ARCH")
	awk -v a="$factor" -v b="${TIMEOUT_SCALE:-1}" -v c="${slower:-1}" \
		'BEGIN { print a * b * c }'
}

clock_total() { clock total 150; }

# One program of the guest may take a third of all, so that one that hangs is
# one failure and not the end of the boot.
program_seconds() { # ACCEL
	[ -z "${PROGRAM_SECONDS:-}" ] || { echo "$PROGRAM_SECONDS" && return; }
	awk -v a="$(clock_scale "$1")" -v b="$(clock_total)" 'BEGIN { printf "%d\n", a * b / 3 }'
}
