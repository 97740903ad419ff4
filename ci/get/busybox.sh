#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# busybox.sh ARCH...: make sure that the cache has the distribution's static busybox of
# each arch; print the paths. Fetch all missing ones at once.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/get/apt.sh"

# The oldest suite that has it for every arch of the kit (riscv64 is new).
suite=trixie
dir=$CACHE/busybox
mkdir -p "$dir"
exec 9>"$dir/lock"
flock 9

missing=
for arch; do
	debian=$(arch_field "$arch" debian)
	[ -x "$dir/$debian/busybox" ] || missing="$missing $debian"
done

if [ -n "$missing" ]; then
	apt_open guest "${missing# }" "$suite"
	for debian in $missing; do
		found=$(apt_find busybox-static "$debian") ||
			die "$suite has no busybox-static for $debian; without it the guest has no shell"
		read -r version sum uri <<-EOF
		$found
		EOF
		say "busybox: fetching $version for $debian" >&2
		deb=$dir/$debian.deb
		apt_fetch "$deb" "$sum" "$uri"
		rm -rf "$dir/$debian.new"
		mkdir "$dir/$debian.new"
		dpkg-deb --fsys-tarfile "$deb" | tar -xO --wildcards './*bin/busybox' >"$dir/$debian.new/busybox"
		chmod 755 "$dir/$debian.new/busybox"
		[ -s "$dir/$debian.new/busybox" ] || die "busybox-static $version for $debian contains no busybox; remove $deb, then run the same command again"
		rm -rf "${dir:?}/$debian" "$deb"
		mv "$dir/$debian.new" "$dir/$debian"
	done
fi
for arch; do
	echo "$dir/$(arch_field "$arch" debian)/busybox"
done
