#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What the kit adds to a base, in the order in which it is added.
#
#   series.sh patches BASE	patch files: generic first, then samples, per arch;
#				those from 0090 on, which can be left off, in
#				the same order behind all others
#   series.sh overlay		files that are new to every tree
#   series.sh hash BASE		the KCIDB patchset_hash, empty for no patch
#   series.sh overlay-hash	the same of the overlay, names and contents
#
# STEPS=n is a point within it: the overlay and the first n patches;
# STEPS=base: nothing yet.
set -eu
. "$(dirname -- "$0")/common.sh"
cd "$KIT"

# in_rooms BASE GLOB
in_rooms() {
	for room in kernel samples arch/* tools; do
		for patch in "$room/patches-$1"/$2.patch; do
			[ ! -e "$patch" ] || echo "$patch"
		done
	done
}

patches() {
	{
		in_rooms "$1" '*' | grep -v '/009[^/]*$' || :
		in_rooms "$1" '009*'
	} | case ${STEPS:-} in
	'') cat ;;
	base) : ;;
	*) head -n "$STEPS" ;;
	esac
}

# A file under these places is the kernel's unless the kit's own flow reads it.
overlay() {
	[ "${STEPS:-}" != base ] || return 0
	find arch/*/ include kernel samples tools -type f 2>/dev/null |
		grep -vE '/(patches-[^/]*|mutants)/|^arch/[^/]*/(flavors/|(descriptor|quirks|[^/]*\.config)$)' |
		sort
}

case $1 in
patches) patches "$2" ;;
overlay) overlay ;;
hash)
	patches "$2" | xargs -r sha256sum | sed 's/ .*//' | {
		sums=$(cat)
		[ -z "$sums" ] || printf '%s\n' "$sums" | sha256sum | sed 's/ .*//'
	}
	;;
overlay-hash) overlay | xargs sha256sum | sha256sum | sed 's/ .*//' ;;
*) die "series.sh: no command '$1'" ;;
esac
