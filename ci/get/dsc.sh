#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# dsc.sh BASE: make sure that the cache has a source package of the distribution for the
# base; print the path of its .dsc. It is the newest one whose files the mirror has: a
# mirror may have the packages of a security update and not their source.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/get/apt.sh"

base=$(sh "$KIT/ci/lib/names.sh" base "$1")
[ "$base" != kdir ] || die "dsc.sh fetches the source package of a base; a tree of yours has none; give a base"
dir=$CACHE/dsc/$base
mkdir -p "$dir"

exec 9>"$dir/lock"
flock 9

# Use the private state of apt.sh for sources instead of packages.
open_sources() {
	suites=$(awk -v base="$base" '$1 == base { $1 = ""; print }' "$KIT/ci/get/bases")
	# shellcheck disable=SC2086 # a list
	apt_open "dsc-$base" "$(dpkg --print-architecture)" $suites
	sed -i 's/^deb /deb-src /' "$APT_DIR/sources.list"
	APT_CONFIG=$APT_DIR/apt.conf apt-get update --error-on=any >"$APT_DIR/update.log" 2>&1 ||
		die "the lists of source packages could not be read; check that the machine reaches the mirror (all of it: $APT_DIR/update.log)"
}

# versions: the package's versions in these lists, newest first
versions() {
	for list in "$APT_DIR"/lists/*_Sources*; do
		[ ! -e "$list" ] || "$APT_HELPER" cat-file "$list"
	done | awk -v RS= -F '\n' -v base="$base" '
		$1 == "Package: linux" {
			for (i = 2; i <= NF; i++)
				if (index($i, "Version: " base ".") == 1)
					print substr($i, 10)
		}' | sort -Vru
}

fetch() { # VERSION
	rm -rf "$dir/new"
	mkdir "$dir/new"
	(cd "$dir/new" && APT_CONFIG=$APT_DIR/apt.conf apt-get -o pkgCacheFile::Generate=true \
		-o Acquire::Retries=0 -q --download-only source "linux=$1") >"$APT_DIR/source.log" 2>&1
}

newest() { find "$dir" -maxdepth 1 -name 'linux_*.dsc' | sort -V | tail -n 1; }

if [ -z "$(newest)" ] || [ -n "${UPDATE:-}" ]; then
	need_space "$dir" 400 "the source package of linux $base"
	open_sources
	got=
	for version in $(versions); do
		say "$base: fetching the source package linux $version" >&2
		fetch "$version" && got=$version && break
		say "$base: the mirror lists it but does not have it" >&2
	done
	[ -n "$got" ] ||
		die "the mirror has no complete source package linux $base.*; give another one with KIT_MIRROR= (the last attempt: $APT_DIR/source.log)"
	find "$dir" -maxdepth 1 -type f -name 'linux_*' -delete
	mv "$dir"/new/* "$dir/"
	rmdir "$dir/new"
fi
newest
