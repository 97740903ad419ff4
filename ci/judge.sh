#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Run the boot script of the cell of the environment and judge what it does.
# A good verdict over the very same bits is kept, unless FRESH=1.
set -eu
. "$(dirname -- "$0")/lib.sh"

clock() { # KEY DEFAULT, in seconds
	value=$(arch_field "$ARCH" "$1")
	echo "${value:-$2}"
}

allow=$KIT/ci/splats.allow
expected=$KIT/ci/expected-failures
key=$(sha256sum "$DIR/boot.sh" "$DIR/obj/$(arch_field "$ARCH" image)" "$DIR/initramfs.cpio" \
	"$DIR/required" "$allow" "$expected" "$HOST/kit-boot" | sha256sum | cut -c 1-64)

exec "$HOST/kit-boot" \
	--boot-deadline "$(clock boot-deadline 60)" \
	--silence "$(clock silence 60)" \
	--total "$(clock total 600)" \
	--scale "${TIMEOUT_SCALE:-1}" \
	--allow "$allow" --expected "$expected" \
	--key "$key" ${FRESH:+--fresh} \
	"$DIR"
