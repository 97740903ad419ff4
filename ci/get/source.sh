#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# source.sh BASE: make sure that the newest source of a base is unpacked in
# the cache; print its directory, whose name is the point release. With
# UPDATE=1 look for a newer one.
#
# Several checkouts may ask at once: one unpacks, the others wait.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/get/apt.sh"

base=$(sh "$KIT/ci/lib/names.sh" base "$1")
dir=$CACHE/sources/$base
mkdir -p "$dir" || die "cannot write to the cache $CACHE; set XDG_CACHE_HOME to a directory of yours"

exec 9>"$dir/lock"
flock 9

if [ -e "$dir/current/.complete" ] && [ -z "${UPDATE:-}" ]; then
	(cd "$dir/current" && pwd -P)
	exit
fi

suites=$(awk -v base="$base" '$1 == base { $1 = ""; print }' "$KIT/ci/get/bases")
package=linux-source-$base
# shellcheck disable=SC2086 # a list
apt_open "$base" "$(dpkg --print-architecture)" $suites
found=$(apt_find "$package" "$(dpkg --print-architecture)") ||
	die "the mirror has no $package in$suites; correct ci/get/bases, or give another mirror with KIT_MIRROR="
read -r version sum uri <<EOF
$found
EOF

if [ ! -e "$dir/$version/.complete" ]; then
	need_space "$dir" 2500 "unpacking $package"
	say "$base: fetching $package $version" >&2
	deb=$dir/$package.deb
	apt_fetch "$deb" "$sum" "$uri"
	say "$base: unpacking" >&2
	tmp=$dir/$version.unpacking
	rm -rf "$tmp"
	mkdir "$tmp"
	rm -f "$dir/whole"
	{
		dpkg-deb --fsys-tarfile "$deb" |
			tar -xO "./usr/src/linux-source-$base.tar.xz" |
			{ xz -dc -T0 && : >"$dir/whole"; } | tar -x -C "$tmp" --strip-components=1
	} 2>"$dir/unpack.log" && [ -f "$tmp/Kbuild" ] && [ -e "$dir/whole" ] || {
		tail -n 3 "$dir/unpack.log" >&2
		rm -rf "$tmp"
		die "$deb could not be unpacked (see above); if the disk is full, free some space, otherwise remove that file; then run the same command again"
	}
	: >"$tmp/.complete"
	rm -rf "${dir:?}/$version"
	mv "$tmp" "$dir/$version"
	rm -f "$deb"
fi
ln -sfn "$version" "$dir/current"
(cd "$dir/current" && pwd -P)
