#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# judged-boot.sh BUNDLE ACCEL ARGUMENT...: become kit-boot with the clocks and the lists
# that BUNDLE, a directory, has. ACCEL is QEMU's accelerator, or "machine" for a machine.
set -eu
. "$(dirname -- "$0")/common.sh"
bundle=$1
accel=$2
shift 2

# kit-boot would take no clock for its own default.
clock_of() { # KEY
	value=$(field "$bundle/clocks" "$1" | tail -n 1)
	[ -n "$value" ] || die "$bundle/clocks does not say $1; make the bundle again"
	echo "$value"
}

boot=$(clock_of boot-deadline)
silence=$(clock_of silence)
total=$(clock_of total)
slower=$(clock_of slower)
case $accel in
kvm* | machine) factor=1 ;;
*) factor=$(clock_of emulation) ;;
esac
scale=$(awk -v a="$factor" -v b="${TIMEOUT_SCALE:-1}" -v c="$slower" 'BEGIN { print a * b * c }')
exec "$HOST/kit-boot" --boot-deadline "$boot" --silence "$silence" --total "$total" \
	--scale "$scale" --allow "$bundle/splats" --expected "$bundle/expected-failures" "$@"
