#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Run the boot script of the cell of the environment and judge what it does.
# With SPLIT=1 several guests share its tests. A good verdict over the very same
# bits is kept, unless FRESH=1; a bad one never.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/clocks.sh"

# What a person may set for a boot by hand is not part of a verdict.
unset KIT_APPEND KIT_ACCEL KIT_INITRD

allow=$KIT/ci/allow/splats
expected=$KIT/ci/allow/expected-failures
key=$({
	field "$DIR/meta" qemu | tail -n 1
	sha256sum "$DIR/boot.sh" "$DIR/obj/$(arch_field "$ARCH" image)" "$DIR/initramfs.cpio" \
		"$DIR/required" "$allow" "$expected" "$HOST/kit-boot"
} | sha256sum | cut -c 1-64)

if [ -z "${FRESH:-}" ] && [ "$(cat "$DIR/key" 2>/dev/null)" = "$key" ]; then
	"$HOST/kit-keep" "$DIR" && exit
fi

set -- "$HOST/kit-boot" \
	--boot-deadline "$(clock boot-deadline 15)" \
	--silence "$(clock silence 15)" \
	--total "$(clock_total)" \
	--scale "$(clock_scale "$(field "$DIR/meta" accel | tail -n 1)")" \
	--allow "$allow" --expected "$expected"

rm -f "$DIR/key"
rc=0
if [ "${SPLIT:-0}" = 1 ] && [ "$(bash "$KIT/ci/lib/parts.sh" list | wc -l)" -gt 1 ]; then
	leashed bash "$KIT/ci/lib/parts.sh" boot "$@" || rc=$?
else
	"$@" "$DIR" || rc=$?
fi
[ "$rc" -ne 0 ] || echo "$key" >"$DIR/key"
exit "$rc"
