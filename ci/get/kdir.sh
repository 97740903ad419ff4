#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# kdir.sh DIR: check that the user's own tree can be built; print its path.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"

[ -d "$1" ] || die "KDIR=$1 is no directory"
dir=$(cd "$1" && pwd -P)
for file in Makefile Kconfig Kbuild kernel/trace/ftrace.c scripts/kconfig; do
	[ -e "$dir/$file" ] ||
		die "KDIR=$1 is no kernel source tree (it has no $file); give the top directory of one"
done
[ ! -e "$dir/.config" ] && [ ! -d "$dir/include/config" ] ||
	die "KDIR=$1 was built in place, so it cannot be built elsewhere; clean it first: make -C $1 mrproper"
echo "$dir"
