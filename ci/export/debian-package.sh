#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# debian-package.sh BASE ARCH: take the series the way that Debian takes patches, and boot
# the package that comes of it:
#
#   1. the distribution's own source package is unpacked, and the export of FORMAT=debian
#      added to its debian/patches; quilt applies all of it
#   2. dpkg-source builds the source package anew, and unpacks it again: the same tree
#   3. a cell is configured and built from that tree, with its guest
#   4. the tree's bindeb-pkg makes a kernel package of the cell's build
#   5. the kernel in that package is booted with the cell's guest, and must pass
#
# The distribution's own rules would build for hours, for all its flavors.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
cd "$KIT"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

base=$(sh ci/lib/names.sh base "$1")
arch=$(sh ci/lib/names.sh arch "$2")
sh ci/get/deps.sh package export host "arch:$arch"
dsc=$(sh ci/get/dsc.sh "$base")
top=$BUILD/debian/$base
tree=$top/linux
mkdir -p "$top"
plain_path "$top"
exec 4>"$top/lock"
only_run 4 || die "another debian-package.sh is at work on $base; wait for it to end"
need_space "$top" 8000 "a source package, a build and a kernel package"
clear_top() { find "$top" -mindepth 1 -maxdepth 1 ! -name lock -exec rm -rf {} +; }
clear_top

# logged NAME COMMAND...: the command's output goes to a file, whose end is shown if it
# fails
logged() {
	log=$top/$1.log
	shift
	leashed "$@" >"$log" 2>&1 4>&- || {
		tail -n 5 "$log" >&2
		die -1 "$1 failed for ${dsc##*/} (see above; all of it: $log)"
	}
}

unpack() {
	cp "${dsc%/*}"/linux_* "$top/"
	(cd "$top" && logged unpack dpkg-source --no-check -x "${dsc##*/}" "$tree")
}

add_series() {
	FORMAT=debian OUT=$top/export SIGNOFF='Package Test <test@example.org>' BASE='' BASES='' KDIR='' \
		sh ci/export/series.sh "$base" 4>&-
	cp -r "$top/export/debian/patches/." "$tree/debian/patches/"
	cat "$top/export/series" >>"$tree/debian/patches/series"
	(cd "$tree" && QUILT_PATCHES=debian/patches QUILT_PATCH_OPTS=-F0 QUILT_NO_DIFF_INDEX=1 \
		logged quilt quilt --quiltrc - push -q -a)
	say "quilt push -a: all of $(wc -l <"$top/export/series") patches on ${dsc##*/}"
}

# A version of its own, as for any other upload.
change_version() {
	{
		sed -n '1s/(\([^)]*\)) [^;]*;/(\1+direct1) UNRELEASED;/p' "$tree/debian/changelog"
		printf '\n  * Add direct calls\n\n -- Package Test <test@example.org>  %s\n\n' "$(date -R)"
		cat "$tree/debian/changelog"
	} >"$top/changelog"
	cat "$top/changelog" >"$tree/debian/changelog"
}

source_package() {
	change_version
	(cd "$top" && logged build dpkg-source -b "$tree")
	new=$(find "$top" -maxdepth 1 -name '*+direct1.dsc')
	(cd "$top" && logged unpack-again dpkg-source --no-check -x "${new##*/}" "$top/again")
	diff -r --no-dereference -x .pc "$tree" "$top/again" >"$top/differs" 2>&1 || {
		head -n 5 "$top/differs" >&2
		die -1 "the source package does not unpack to the tree that quilt made (see above)"
	}
	rm -rf "$top/again"
	say "dpkg-source: ${new##*/} unpacks to the tree that quilt made"
}

# in_cell COMMAND...: with the variables of a cell of the new tree
in_cell() {
	KDIR=$tree SERIES=none KIT_BUILD=$top/build KIT_HOST=$HOST BASE='' BASES='' FRESH=1 SPLIT=0 \
		leashed "$@" 4>&-
}

passed() { # WHAT
	verdict=$("$HOST/kit-result" get "$cell/result.json" verdict)
	[ "$verdict" = PASS ] ||
		die -1 "$1: $verdict: $("$HOST/kit-result" get "$cell/result.json" reason) (its files: $cell)"
	say "$1: PASS"
}

build_cell() {
	cell=$top/build/cells/kdir/$arch/plain
	in_cell sh -c '. ci/lib/common.sh && . ci/lib/prepare.sh && prepare "$1"' "$0" "kdir/$arch/plain"
	MAKEFLAGS=-j$(nproc) in_cell bash ci/cell.sh "kdir/$arch/plain" image
	[ ! -e "$cell/result.json" ] || passed "the cell of the new tree"
	say "the new tree is built"
}

# The package has the file that its architecture installs; arm64's is compressed.
packaged_kernel() {
	deb=$(find "$top/build" "$cell" -name 'linux-image-*.deb' ! -name '*-dbg_*' | head -n 1)
	[ -n "$deb" ] || die -1 "bindeb-pkg made no linux-image (all of it: $top/bindeb-pkg.log)"
	mkdir "$top/image"
	dpkg-deb -x "$deb" "$top/image"
	kernel=$(find "$top/image/boot" -name 'vmlinu[xz]-*')
	case $(od -An -tx1 -N2 "$kernel") in
	' 1f 8b') gzip -dc <"$kernel" ;;
	*) cat "$kernel" ;;
	esac
}

make_package() {
	MAKEFLAGS=-j$(nproc) KBUILD_PKG_ROOTCMD=env DPKG_FLAGS=-d logged bindeb-pkg sh ci/build.sh "$cell" bindeb-pkg
	packaged_kernel >"$top/kernel"
	say "bindeb-pkg: ${deb##*/}"
}

boot_package() {
	cp "$top/kernel" "$cell/obj/$(arch_field "$arch" image)"
	in_cell sh ci/command.sh "$cell" >"$top/command.log" 2>&1 &&
		{ in_cell sh ci/verdict.sh "$cell" >"$top/verdict.log" 2>&1 || [ $? -eq 1 ]; } ||
		die "the packaged kernel was not booted (all of it: $top/command.log, $top/verdict.log)"
	passed "the kernel of ${deb##*/}"
}

unpack
add_series
source_package
build_cell
make_package
boot_package
clear_top
