#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# source.sh DIR: the first step of a cell. Make sure that its source is available,
# either the distribution's or the user's own; facts: source, and of the latter those of
# ci/get/kdir-facts.sh.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"
cell_open "${1:-}"

if [ "$BASE" = kdir ]; then
	export KDIR REV
	source=$(sh "$KIT/ci/get/kdir.sh" take)
	while read -r key value; do
		fact_set "$key" "$value"
	done <"${source%/tree}/facts"
else
	source=$(sh "$KIT/ci/get/source.sh" "$BASE")
fi
fact_set source "$source"
