#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# verdict.sh DIR: run the boot script of a cell and judge the boot. With the option
# SPLIT=1 several guests share the cell's tests. A good verdict for identical bits is
# kept, unless the option FRESH is set. A bad verdict is never kept. An earlier result
# is moved to result.last.json.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"
cell_open "${1:-}"
sh "$KIT/ci/bundle.sh" "$DIR"

[ ! -e "$DIR/result.json" ] || mv "$DIR/result.json" "$DIR/result.last.json"

# Settings for a boot by hand must not affect a verdict.
unset KIT_APPEND KIT_ACCEL KIT_INITRD

key=$({
	field "$DIR/meta" qemu | tail -n 1
	cat "$DIR/bundle/sums"
	sha256sum "$DIR/boot.sh" "$HOST/kit-boot"
} | sha256sum | cut -c 1-64)

if [ -z "$FRESH" ] && [ "$(cat "$DIR/key" 2>/dev/null)" = "$key" ]; then
	"$HOST/kit-result" keep "$DIR" && exit
fi

set -- env KIT_HOST="$HOST" TIMEOUT_SCALE="$TIMEOUT_SCALE" sh "$KIT/ci/lib/judged-boot.sh" "$DIR/bundle" "$(field "$DIR/meta" accel | tail -n 1)"

rm -f "$DIR/key"
rc=0
if [ "$SPLIT" = 1 ] && [ "$(bash "$KIT/ci/lib/parts.sh" "$DIR" list | wc -l)" -gt 1 ]; then
	leashed bash "$KIT/ci/lib/parts.sh" "$DIR" boot "$@" || rc=$?
else
	"$@" "$DIR" || rc=$?
fi
[ "$rc" -ne 0 ] || echo "$key" >"$DIR/key"
exit "$rc"
