#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# samples.sh DIR: print the direct-call samples of a cell for its guest: the path below
# samples/, and the reason if a sample must not be loaded.
set -eu
. "$(dirname -- "$0")/common.sh"
. "$KIT/ci/lib/cell.sh"
cell_open "${1:-}"
CROSS=$(cross_prefix "$ARCH")

# Where bit 0 of a trampoline's address means "jump there instead of calling it", an
# odd address is a jump to the byte before. The traced function may then do nothing at
# all, and the samples trace schedule(). A symbol's value is its offset in its section,
# and .text is the first section of a module, aligned to a page.
odd_trampoline() { # MODULE.ko
	[ -r "$OBJ/.config" ] || die "$CELL: there is no configuration at '$OBJ/.config'; run ci/config.sh on the cell first"
	grep -q '^CONFIG_DYNAMIC_FTRACE_WITH_JMP=y' "$OBJ/.config" || return 0
	symbols=$("${CROSS}nm" "$1")
	echo "$symbols" | awk '$1 ~ /[13579bdf]$/ && $2 ~ /[tT]/ && $3 ~ /^my_tramp/ {
		print $3 " begins at an odd address, where this kernel would jump to the byte before; not loaded"
		exit }'
}

samples=$(sh "$KIT/ci/lib/manifest.sh" "$DIR" samples)
for sample in $samples; do
	why=$(odd_trampoline "$OBJ/samples/$sample.ko")
	echo "$sample${why:+ $why}"
done
