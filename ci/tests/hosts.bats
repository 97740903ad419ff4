#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Hosts that are not Debian: what DEPS=check says there. Shell scripts that only print
# play their package managers.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit lean
	export DEPS=check OS_RELEASE=$BATS_TEST_TMPDIR/os-release
	mkdir "$BATS_TEST_TMPDIR/bin"
	PATH=$BATS_TEST_TMPDIR/bin:$PATH
	# What is installed: of each host's names, these.
	printf '%s\n' gcc make patch perl bc bison flex cpio kmod rsync git ccache >"$BATS_TEST_TMPDIR/installed"
	printf 'bc\nlibelf-dev\nlibc6-dev\nmake\n' >ci/get/packages.host
}

# host ID LIKE: it says so, and has only the package manager of that host
host() {
	printf 'ID=%s\nID_LIKE="%s"\n' "$1" "$2" >"$OS_RELEASE"
	manager dpkg 'exit 127'
	manager dpkg-query 'shift 3; for p; do ! grep -qx "$p" "$INSTALLED" || echo "$p installed"; done; exit 1'
	manager rpm 'shift 2; for p; do grep -qx "$p" "$INSTALLED" || echo "no package provides $p"; done; exit 1'
	manager pacman '[ "$1" = -T ] || { echo "pacman $*" >>"$DONE"; exit; }; shift; for p; do grep -qx "$p" "$INSTALLED" || echo "$p"; done; exit 127'
	manager dnf 'echo "dnf $*" >>"$DONE"'
	manager apt-get 'echo "apt-get $*" >>"$DONE"'
	export INSTALLED=$BATS_TEST_TMPDIR/installed DONE=$BATS_TEST_TMPDIR/done
}

manager() { printf '#!/bin/sh\n%s\n' "$2" >"$BATS_TEST_TMPDIR/bin/$1" && chmod +x "$BATS_TEST_TMPDIR/bin/$1"; }

says() { # LINE
	run sh ci/get/deps.sh "${@:2}"
	echo "$output"
	[ "$status" -eq 2 ]
	[ "$output" = "kit: $1" ]
}

@test "hosts: Debian and what is like it" {
	host debian ""
	says "missing packages: libc6-dev libelf-dev (install them with: apt-get install libc6-dev libelf-dev )" host
	host raspbian debian
	says "missing packages: libc6-dev libelf-dev (install them with: apt-get install libc6-dev libelf-dev )" host
}

@test "hosts: Ubuntu has Debian's names but for some, and needs Debian's keys" {
	host ubuntu debian
	says "missing packages: apt debian-archive-keyring dpkg libc6-dev libelf-dev (install them with: apt-get install apt debian-archive-keyring dpkg libc6-dev libelf-dev )" host
	printf '%s\n' apt dpkg debian-archive-keyring libc6-dev libelf-dev >>"$INSTALLED"
	run sh ci/get/deps.sh host
	[ "$status" -eq 0 ]
}

@test "hosts: Fedora" {
	host fedora ""
	says "missing packages: apt debian-keyring dpkg elfutils-libelf-devel glibc-devel glibc-static (install them with: dnf install apt debian-keyring dpkg elfutils-libelf-devel glibc-devel glibc-static )" host
}

@test "hosts: Arch" {
	host manjaro arch
	says "missing packages: apt debian-archive-keyring dpkg glibc libelf (install them with: pacman -S --needed apt debian-archive-keyring dpkg glibc libelf )" host
}

@test "hosts: what a host has no package for is told, with the container" {
	host arch ""
	says "arch has no package for: gcc-s390x-linux-gnu libc6-dev-s390x-cross; install what it has with: pacman -S --needed apt debian-archive-keyring dpkg glibc libelf qemu-system-riscv qemu-system-s390x ; the container of ci/hosts/Containerfile has all, DEPS=skip uses what you have installed by hand" host arch:s390
}

@test "hosts: any other is told" {
	host gentoo ""
	says "this machine runs none of Debian, Ubuntu, Fedora and Arch: install the tools of ci/get/packages.* and use DEPS=skip, or use the container of ci/hosts/Containerfile" host
}

@test "hosts: DEPS=install has the host's manager install them" {
	[ "$(id -u)" -eq 0 ] || skip "not root"
	host fedora ""
	DEPS=install run sh ci/get/deps.sh host
	[ "$status" -eq 0 ]
	[ "$(cat "$DONE")" = "dnf install -y apt debian-keyring dpkg elfutils-libelf-devel glibc-devel glibc-static" ]
	rm "$DONE"
	host arch ""
	DEPS=install run sh ci/get/deps.sh host
	[ "$(cat "$DONE")" = "pacman -S --needed --noconfirm apt debian-archive-keyring dpkg glibc libelf" ]
}

@test "hosts: the table has four names a line, of packages that something needs" {
	needed=$(sed 's/#.*//' "$real"/ci/get/packages.* && sed -n 's/^packages[[:space:]]*//p' arch/*/descriptor "$real"/ci/flavors/*.descriptor "$real"/arch/*/flavors/*.descriptor | tr ' ' '\n')
	while IFS=$'\t' read -r debian ubuntu fedora arch more; do
		[ -n "$arch" ] && [ -z "$more" ] || { echo "$debian" && return 1; }
		grep -qxF -- "$debian" <<<"$needed" || { echo "nothing needs $debian" && return 1; }
	done < <(grep -v '^#' ci/hosts/names)
}

@test "hosts: the container has every group of packages, and every architecture" {
	for group in "$real"/ci/get/packages.*; do
		case ${group##*.} in other | qemu) continue ;; esac
		grep -E "^RUN .*deps[.]sh( [a-z]+)* ${group##*.}( |\$)" ci/hosts/Containerfile
	done
	# Each path that it copies is there.
	while read -r _ from _; do [ -d "$from" ]; done < <(grep '^COPY ' ci/hosts/Containerfile)
}
