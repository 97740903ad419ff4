#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# userland.sh FLAVOR/ARCH [sysroot]: make sure that the cache has the distribution's
# packages that the flavor needs in its guests ("userland" of its descriptor), with all
# dependencies, as one cpio archive; print its path. With "sysroot", provide the packages
# that are needed to build programs for these guests, as a directory. Nothing is
# installed or run: apt resolves and verifies packages in a state of its own. The
# packages' scripts, which would need a system, are left out. For a flavor that needs
# no packages, nothing is printed.
#
# Alongside either, the file "packages" lists the versions in it. UPDATE=1 looks for
# newer ones.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/get/apt.sh"

# The suite that the first base's users have: Debian 12.
suite=bookworm
debian=$(arch_field "${1#*/}" debian)
what=${2:-userland}
# shellcheck disable=SC2046 # words on purpose
set -- $(flavor_field "${1%/*}" "$what" "${1#*/}")
[ $# -gt 0 ] || exit 0
case $what in
userland) result=userland.cpio ;;
sysroot) result=root ;;
*) die "userland.sh: no command '$what'" ;;
esac
dir=$CACHE/$what/$debian-$(echo "$suite $*" | sha256sum | cut -c 1-16)
mkdir -p "${dir%/*}"

pack() { # WHERE: what is unpacked there
	for part in doc man locale lintian bash-completion info; do
		rm -rf "$1/root/usr/share/$part"
	done
	find "$1/root" -exec touch -h -d @0 {} +
	(cd "$1/root" && find . -mindepth 1 | sort |
		cpio -o -H newc -R 0:0 --reproducible --quiet) >"$1/userland.cpio"
	rm -rf "$1/root"
}

exec 9>"$dir.lock"
flock 9
if [ ! -e "$dir/$result" ] || [ -n "${UPDATE:-}" ]; then
	rm -rf "$CACHE/apt/$what-${dir##*/}/archives"
	apt_open "$what-${dir##*/}" "$debian" "$suite"
	say "$what: fetching $* for $debian" >&2
	# apt cannot resolve anything without its cache.
	APT_CONFIG=$APT_DIR/apt.conf apt-get -o pkgCacheFile::Generate=true \
		-y -q --download-only --no-install-recommends install "$@" >"$APT_DIR/install.log" 2>&1 || {
		grep -E '^(E|W|Err)' "$APT_DIR/install.log" | head -n 3 >&2
		die "apt could not get $* for $debian from $suite (all of it: $APT_DIR/install.log)"
	}
	rm -rf "$dir.new"
	mkdir -p "$dir.new/root"
	for deb in "$APT_DIR"/archives/*.deb; do
		dpkg-deb -W --showformat '${Package} ${Version}\n' "$deb"
		dpkg-deb -x "$deb" "$dir.new/root"
	done >"$dir.new/packages"
	[ "$what" = sysroot ] || pack "$dir.new"
	rm -rf "$dir" "$APT_DIR/archives"
	mv "$dir.new" "$dir"
fi
echo "$dir/$result"
