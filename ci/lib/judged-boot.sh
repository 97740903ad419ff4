#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# judged-boot.sh BUNDLE ACCEL ARGUMENT...: become kit-boot with the clocks and the lists
# that BUNDLE, a directory, has. ACCEL is QEMU's accelerator, or "machine" for a machine.
set -eu
. "$(dirname -- "$0")/common.sh"
. "$KIT/ci/lib/bundle-file.sh"
bundle=$1
accel=$2
shift 2

boot=$(bundle_clock "$bundle" boot-deadline)
silence=$(bundle_clock "$bundle" silence)
total=$(bundle_clock "$bundle" total)
scale=$(bundle_scale "$bundle" "$accel")
exec "$HOST/kit-boot" --boot-deadline "$boot" --silence "$silence" --total "$total" \
	--scale "$scale" --allow "$bundle/splats" --expected "$bundle/expected-failures" "$@"
