#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Provide a QEMU that notices patched code. Debian 12's QEMU (7.2) sometimes runs code
# that is no longer in memory, when modules are loaded and unloaded or when sites are
# patched under load (arch/*/quirks). The backports of Debian 12 have a newer QEMU
# without this fault. The kit unpacks it in the cache and does not install it. It uses
# the system's libraries.
#
#   qemu.sh get ARCH...	make sure that the cache has it, where it is needed
#   qemu.sh root ARCH	print where it is; print nothing if the system's QEMU is good
#
# QEMU=system uses the QEMU in PATH, whatever its version.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"

good=10 # the first major version without that fault
dir=$CACHE/qemu

# The system's release, if a backports archive exists for it.
release() {
	# shellcheck disable=SC1090,SC1091
	(. "${OS_RELEASE:-/etc/os-release}" && echo "${ID:-} ${VERSION_CODENAME:-}") | sed -n 's/^debian //p'
}

# is_good PROGRAM: its version has the fix
is_good() {
	major=$("$1" --version 2>/dev/null | sed -n '1s/.*version \([0-9]*\).*/\1/p')
	[ "${major:-0}" -ge "$good" ]
}

# program ARCH: the name of QEMU's program, from the descriptor
program() { arch_field "$1" qemu | cut -d ' ' -f 1; }

needed() { # ARCH...
	[ "${QEMU:-}" != system ] && [ "${DEPS:-}" != skip ] && [ -n "$(release)" ] || return 1
	for arch; do
		is_good "$(program "$arch")" || return 0
	done
	return 1
}

unpack() { # PACKAGE: into $root, once
	[ ! -e "$root/.has/$1" ] || return 0
	found=$(apt_find "$1" "$native") || found=$(apt_find "$1" all) || found=
	[ -n "$found" ] || die "$suite has no $1; QEMU=system uses the installed QEMU"
	read -r version sum uri <<-EOF
	$found
	EOF
	say "qemu: fetching $1 $version" >&2
	apt_fetch "$dir/$1.deb" "$sum" "$uri"
	dpkg-deb -x "$dir/$1.deb" "$root" ||
		die "$1 could not be unpacked in $root; if the disk is full, free some space; then run the same command again"
	rm -f "$dir/$1.deb"
	: >"$root/.has/$1"
}

get() { # ARCH...
	. "$KIT/ci/get/apt.sh"
	native=$(dpkg --print-architecture)
	suite=$(release)-backports
	mkdir -p "$dir" || die "cannot write to the cache $CACHE; set XDG_CACHE_HOME to a directory of yours"
	exec 9>"$dir/lock"
	flock 9
	have=$(cd "$dir/current/.has" 2>/dev/null && ls) || have=
	packages=$(sed 's/#.*//' "$KIT/ci/get/packages.qemu")
	for arch; do packages="$packages $(arch_field "$arch" emulator)"; done
	lacking=
	for package in $packages; do
		echo "$have" | grep -qx "$package" || lacking=yes
	done
	[ -n "$lacking$UPDATE" ] || return 0

	need_space "$dir" 500 "unpacking QEMU"
	apt_open qemu "$native" "$suite"
	version=$(apt_find qemu-system-common "$native" | cut -d ' ' -f 1) && [ -n "$version" ] ||
		die "$suite has no QEMU; QEMU=system uses the installed QEMU"
	root=$dir/$version
	mkdir -p "$root/.has"
	# The new version replaces the packages of the other architectures as well.
	for package in $packages $have; do unpack "$package"; done
	for arch; do
		said=$("$root/usr/bin/$(program "$arch")" --version 2>&1) ||
			die "$root/usr/bin/$(program "$arch") does not run: $(echo "$said" | tail -n 1)"
	done
	ln -sfn "$version" "$dir/current"
}

UPDATE=${UPDATE:-}
case $1 in
get)
	shift
	if needed "$@"; then get "$@"; fi
	;;
root)
	shift
	if needed "$@"; then (cd "$dir/current" 2>/dev/null && pwd -P) || :; fi
	;;
*) die "qemu.sh: no command '$1'" ;;
esac
