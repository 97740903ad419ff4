#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# A guest's user land from packages of a small archive, made on the spot.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit
load archive

setup() {
	fresh_kit
	toy_archive
	# What is there as a file apt would not bring.
	KIT_MIRROR=copy://$mirror
	printf 'userland\ttool\n' >ci/flavors/toy.descriptor
	: >ci/flavors/toy.config
	program tool 1-1 library
	program library 2-1
	index maker bookworm
	cell=toy/$(native)
}

teardown() { gpgconf --kill all || :; }

# The architecture whose packages the toy archive has.
native() { (cd arch && grep -lxE "debian[[:space:]]+$(dpkg --print-architecture)" -- */descriptor) | cut -d / -f 1; }

program() { # NAME VERSION [NEEDED]
	local root=$BATS_TEST_TMPDIR/package
	rm -rf "$root"
	mkdir -p "$root/usr/bin" "$root/usr/share/doc/$1"
	echo "$2" >"$root/usr/bin/$1"
	echo text >"$root/usr/share/doc/$1/README"
	toy_package "$root" "$1" "$2" "${3:-}"
}

content() { cpio -t --quiet <"$1" | sort | paste -sd ' '; }

@test "userland: the packages and what they need are in it, their papers are not" {
	run sh ci/get/userland.sh "$cell"
	[ "$status" -eq 0 ]
	[ "$(content "${lines[-1]}")" = "usr usr/bin usr/bin/library usr/bin/tool usr/share" ]
	[ "$(sort "${lines[-1]%/*}/packages" | paste -sd ' ')" = "library 2-1 tool 1-1" ]
}

@test "userland: equal packages give equal bytes" {
	archive=$(sh ci/get/userland.sh "$cell" 2>/dev/null)
	mv "${archive%/*}" "$BATS_TEST_TMPDIR/first"
	touch "$mirror"/pool/*
	sh ci/get/userland.sh "$cell"
	cmp "$archive" "$BATS_TEST_TMPDIR/first/${archive##*/}"
}

@test "userland: a flavor that wants none needs no archive" {
	rm -r "$mirror"
	run sh ci/get/userland.sh "plain/${cell#*/}"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "userland: what is in the cache needs no archive; UPDATE=1 looks for newer packages" {
	sh ci/get/userland.sh "$cell"
	program tool 1-2 library
	index maker bookworm
	run sh ci/get/userland.sh "$cell"
	grep -qx "tool 1-1" "${lines[-1]%/*}/packages"
	UPDATE=1 run sh ci/get/userland.sh "$cell"
	grep -qx "tool 1-2" "${lines[-1]%/*}/packages"
	[ "$(grep -c '^tool ' "${lines[-1]%/*}/packages")" -eq 1 ]
	rm -r "$mirror"
	run sh ci/get/userland.sh "$cell"
	[ "$status" -eq 0 ]
}

@test "userland: what programs are built with is a directory, whole" {
	printf 'sysroot\tlibrary\n' >ci/flavors/toy.descriptor
	run sh ci/get/userland.sh "$cell" sysroot
	[ "$status" -eq 0 ]
	[ "$(cat "${lines[-1]}/usr/bin/library")" = 2-1 ]
	[ -e "${lines[-1]}/usr/share/doc/library/README" ]
	[ ! -e "${lines[-1]}/usr/bin/tool" ]
	run sh ci/get/userland.sh "$cell"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "userland: a package that needs what is not there is told" {
	rm "$mirror"/pool/library_*
	index maker bookworm
	run sh ci/get/userland.sh "$cell"
	[ "$status" -ne 0 ]
	[[ $output == *"apt could not get tool for "*" from bookworm (all of it: "* ]]
}

@test "userland: a damaged package is refused, and nothing is kept" {
	damage "$(echo "$mirror"/pool/tool_*)"
	run sh ci/get/userland.sh "$cell"
	[ "$status" -ne 0 ]
	[[ $output == *"apt could not get tool for "*" from bookworm"* ]]
	[ -z "$(find "$XDG_CACHE_HOME" -name userland.cpio)" ]
}
