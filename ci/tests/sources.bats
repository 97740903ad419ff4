#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Sources come from a package archive, here a small one made on the spot with
# a key of its own: what is verified, and what happens when it does not hold.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit
load archive

setup() {
	fresh_kit
	toy_archive
	printf '# toy\n6.1\ttoy\n' >ci/get/bases
	package 6.1.7-1
	index maker
}

teardown() { gpgconf --kill all || :; }

package() { # VERSION [SIZE]
	local root=$BATS_TEST_TMPDIR/package
	rm -rf "$root"
	mkdir -p "$root/usr/src" "$root/linux/kernel"
	echo "$1" >"$root/linux/Kbuild"
	head -c "${2:-0}" /dev/urandom >"$root/linux/kernel/noise"
	tar -C "$root" -cJf "$root/usr/src/linux-source-6.1.tar.xz" linux
	rm -r "$root/linux"
	toy_package "$root" linux-source-6.1 "$1"
}

cached() { echo "$XDG_CACHE_HOME/direct-call-kit/sources/6.1"; }

@test "source: it is fetched, verified, unpacked, and its name is the point release" {
	run sh ci/get/source.sh 6.1
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "$(cached)/6.1.7-1" ]
	[ "$(cat "$(cached)/6.1.7-1/Kbuild")" = 6.1.7-1 ]
	[ -z "$(find "$(cached)" -name '*.deb')" ]
}

@test "source: the newest version wins; UPDATE=1 looks for a newer one" {
	package 6.1.10-1
	index maker
	run sh ci/get/source.sh 6.1
	[[ ${lines[-1]} == */6.1.10-1 ]]
	package 6.1.11-1
	index maker
	run sh ci/get/source.sh 6.1
	[[ ${lines[-1]} == */6.1.10-1 ]]
	UPDATE=1 run sh ci/get/source.sh 6.1
	[[ ${lines[-1]} == */6.1.11-1 ]]
}

@test "source: a mirror given as .../debian has the security archive next to it" {
	cp -r "$mirror" "$BATS_TEST_TMPDIR/debian"
	printf '# toy\n6.1\ttoy toy-security\n' >ci/get/bases
	mirror=$BATS_TEST_TMPDIR/debian-security
	mkdir -p "$mirror/pool"
	package 6.1.9-1
	index maker toy-security
	KIT_MIRROR=file://$BATS_TEST_TMPDIR/debian run sh ci/get/source.sh 6.1
	echo "$output"
	[[ ${lines[-1]} == */6.1.9-1 ]]
}

@test "source: what is in the cache needs no archive" {
	sh ci/get/source.sh 6.1
	rm -r "$BATS_TEST_TMPDIR/mirror"
	run sh ci/get/source.sh 6.1
	[ "$status" -eq 0 ]
}

@test "source: a damaged package is refused and not kept" {
	damage "$deb"
	run sh ci/get/source.sh 6.1
	[ "$status" -ne 0 ]
	[[ $output == *"linux-source-6.1.deb could not be downloaded completely"*"run the same command again"* ]]
	[ -z "$(find "$(cached)" -name '*.deb' -o -name Kbuild)" ]
}

@test "source: a truncated package is refused and not kept" {
	truncate -s 300 "$deb"
	run sh ci/get/source.sh 6.1
	[ "$status" -ne 0 ]
	[ -z "$(find "$(cached)" -name '*.deb' -o -name Kbuild)" ]
}

@test "source: a half-fetched package from an earlier run is fetched anew" {
	mkdir -p "$(cached)"
	head -c 100 "$deb" >"$(cached)/linux-source-6.1.deb"
	run sh ci/get/source.sh 6.1
	[ "$status" -eq 0 ]
}

@test "source: an archive signed by a stranger is refused" {
	key stranger
	index stranger
	run sh ci/get/source.sh 6.1
	[ "$status" -ne 0 ]
	[[ $output == *"could not be read"* ]]
	[ ! -e "$(cached)/current" ]
}

@test "source: no archive there is told, with the log" {
	rm -r "$BATS_TEST_TMPDIR/mirror"
	run sh ci/get/source.sh 6.1
	[ "$status" -ne 0 ]
	[[ $output == *"the package lists for toy could not be read; check that the machine reaches the mirror"* ]]
}

@test "source: an archive without the package is told" {
	sed -i 's/^6.1/6.2/' ci/get/bases
	run sh ci/get/source.sh 6.2
	[ "$status" -ne 0 ]
	[[ $output == *"the mirror has no linux-source-6.2 in toy"* ]]
}

@test "source: a disk that fills up while unpacking leaves nothing behind" {
	[ "$(id -u)" = 0 ] || skip "mounting a small disk needs root"
	mkdir -p "$XDG_CACHE_HOME" bin
	package 6.1.8-1 400000
	index maker
	mount -t tmpfs -o size=300k tmpfs "$XDG_CACHE_HOME"
	printf '#!/bin/sh\nprintf "h\\nfs 1 1 99999 1%% /\\n"\n' >bin/df
	chmod +x bin/df
	PATH=$PWD/bin:$PATH run sh ci/get/source.sh 6.1
	left=$(find "$(cached)" -name '*.unpacking' -o -name Kbuild)
	umount "$XDG_CACHE_HOME"
	[ "$status" -ne 0 ]
	[[ $output == *"free some space"* ]]
	[ -z "$left" ]
}

@test "source: two checkouts at once unpack it once" {
	sh ci/get/source.sh 6.1 >one 2>&1 &
	sh ci/get/source.sh 6.1 >two 2>&1
	wait $!
	[ "$(tail -n 1 one)" = "$(tail -n 1 two)" ]
	[ "$(cat one two | grep -c unpacking)" -eq 1 ]
}

@test "source: a cache that cannot be written says which variable to set" {
	touch "$BATS_TEST_TMPDIR/file"
	XDG_CACHE_HOME=$BATS_TEST_TMPDIR/file run sh ci/get/source.sh 6.1
	[ "$status" -ne 0 ]
	[[ $output == *"set XDG_CACHE_HOME"* ]]
}

@test "archive: to open it leaves the variables of the caller alone" {
	run sh -euc 'KIT=$PWD; . ci/lib/common.sh; . ci/get/apt.sh
		arches=mine suite=mine uri=mine log=mine
		apt_open toy "$(dpkg --print-architecture)" toy
		echo "$arches $suite $uri $log $APT_DIR"'
	[ "$status" -eq 0 ]
	[ "$output" = "mine mine mine mine $XDG_CACHE_HOME/direct-call-kit/apt/toy" ]
}

@test "archive: one that cannot be opened ends the caller" {
	rm -r "$mirror"
	run sh -euc 'KIT=$PWD; . ci/lib/common.sh; . ci/get/apt.sh
		apt_open toy "$(dpkg --print-architecture)" toy
		echo on'
	[ "$status" -eq 2 ]
	[[ $output != *on ]]
}
