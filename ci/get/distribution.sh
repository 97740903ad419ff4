#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# distribution.sh BASE ARCH NAME: make sure that the cache has the configuration that
# the distribution builds this kernel with; print its path. NAME is the distribution's
# name for it, as in the package linux-config-BASE. UPDATE=1 looks for a newer one.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/get/apt.sh"

debian=$(arch_field "$2" debian)
package=linux-config-$1
dir=$CACHE/configs/$1/$debian
mkdir -p "$dir"

exec 9>"$dir/lock"
flock 9

if [ ! -e "$dir/$3" ] || [ -n "${UPDATE:-}" ]; then
	suites=$(awk -v base="$1" '$1 == base { $1 = ""; print }' "$KIT/ci/get/bases")
	# shellcheck disable=SC2086 # a list
	apt_open "config-$1-$debian" "$debian" $suites
	found=$(apt_find "$package" "$debian") ||
		die "the mirror has no $package for $debian in$suites"
	read -r version sum uri <<-EOF
	$found
	EOF
	say "$1: fetching $package $version for $debian" >&2
	apt_fetch "$dir/$package.deb" "$sum" "$uri"
	path=./usr/src/$package/config.$3.xz
	dpkg-deb --fsys-tarfile "$dir/$package.deb" | tar -xO "$path" 2>"$dir/log" |
		xz -dc >"$dir/$3.new" 2>>"$dir/log" && [ -s "$dir/$3.new" ] || {
		rm -f "$dir/$3.new" "$dir/$package.deb"
		die "$package has no complete $path (see $dir/log); correct 'config' in arch/$2/flavors/"
	}
	mv "$dir/$3.new" "$dir/$3"
	rm -f "$dir/$package.deb"
fi
echo "$dir/$3"
