#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# source.sh DIR: the first step of a cell. Make sure that its source is available,
# either the distribution's or the user's own; facts: source.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"
cell_open "${1:-}"

if [ "$BASE" = kdir ]; then
	source=$(sh "$KIT/ci/get/kdir.sh" "$KDIR")
else
	source=$(sh "$KIT/ci/get/source.sh" "$BASE")
fi
fact_set source "$source"
