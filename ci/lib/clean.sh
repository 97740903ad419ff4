#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Remove what the kit built.
#
#   clean.sh		keep the trees, and the output of mutants, coverage, series and compare
#   clean.sh all	keep nothing
set -eu
. "$(dirname -- "$0")/common.sh"

[ -d "$BUILD" ] || exit 0
# A directory that belongs to the user may hold other files under such names.
[ "$BUILD" = "$KIT/build" ] || [ -e "$BUILD/host.lock" ] ||
	die "the kit has built nothing in $BUILD; nothing was removed"
cd "$BUILD"
rm -rf cells bundles bundle.log jobs figures guest host report check bench/cells bench/guest
[ "${1:-}" = all ] || exit 0
rm -rf bench trees kdir kdir.log mutants coverage series compare round-trip debian times.* kvm-proved* host.log host.log.new \
	matrix.log mutants.log host.lock
[ "$BUILD" != "$KIT/build" ] || rm -rf "$BUILD"
rmdir "$BUILD" 2>/dev/null || :
