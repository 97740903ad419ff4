#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Tools that a cell does not use must not reach its configuration: the real
# Kconfig of a base, with optional tools in PATH and without.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	sources=${XDG_CACHE_HOME:-$HOME/.cache}/direct-call-kit/sources
	fresh_kit lean
	export KIT_HOST=$real/build/host
	optional_tools
	printf 'packages\tdwarves rustc bindgen openssl\n' >ci/flavors/uses.descriptor
	cp ci/flavors/plain.config ci/flavors/uses.config
	# Below CRYPTO Kconfig asks for openssl.
	echo CONFIG_CRYPTO=y | tee -a ci/flavors/uses.config >>ci/flavors/plain.config
}

# optional_tools: what a machine may have
optional_tools() {
	tools=$BATS_TEST_TMPDIR/optional
	mkdir -p "$tools" "$BATS_TEST_TMPDIR/rust/lib/rustlib/src/rust/library/core/src"
	: >"$BATS_TEST_TMPDIR/rust/lib/rustlib/src/rust/library/core/src/lib.rs"
	printf '#!/bin/sh\necho v1.99\n' >"$tools/pahole"
	cat >"$tools/rustc" <<-EOF
	#!/bin/sh
	case "\$*" in
	*--print*) echo $BATS_TEST_TMPDIR/rust ;;
	*--version*) printf 'rustc 1.99.0 (toy 2026-01-01)\nLLVM version: 19.1.0\n' ;;
	esac
	EOF
	cat >"$tools/bindgen" <<-'EOF'
	#!/bin/sh
	case "$*" in
	*--version*) echo 'bindgen 0.99.0' ;;
	*) echo 'x.h:2:9: warning: clang version 19.1.0  [-W#pragma-messages], err: false' >&2 ;;
	esac
	EOF
	printf '#!/bin/sh\necho "{ 1.2, id-ml-dsa-87, ML-DSA-87, MLDSA87 } @ default"\n' >"$tools/openssl"
	chmod +x "$tools"/*
}

# none FOUND: PATH without the optional tools that this machine has
none() {
	local dir clean=
	mkdir -p "$BATS_TEST_TMPDIR/none"
	IFS=: read -ra dirs <<<"$PATH"
	for dir in "${dirs[@]}"; do
		if [ -e "$dir/pahole" ] || [ -e "$dir/rustc" ] || [ -e "$dir/bindgen" ] || [ -e "$dir/openssl" ]; then
			cp -sn "$dir"/* "$BATS_TEST_TMPDIR/none/" 2>/dev/null || :
			dir=$BATS_TEST_TMPDIR/none
		fi
		clean=$clean:$dir
	done
	rm -f "$BATS_TEST_TMPDIR/none"/{pahole,rustc,bindgen,openssl}
	echo "${clean#:}"
}

# configured DIR CELL: the configuration of a cell of the source in SOURCE, which needs no
# copy for that, and kbuild's files of it as the build step's make writes them
configured() {
	sh -euc '
	. ci/lib/common.sh
	. ci/lib/cell.sh
	. ci/lib/versions.sh
	cell_new "$1" "$2"
	cell_open "$1"
	fact_set tree "$SOURCE"
	fact_set version "$(tree_version "$SOURCE")"
	fact_set series none
	fact_set status "$(sh ci/lib/status.sh status kdir "$ARCH" "$SOURCE")"
	sh ci/config.sh "$1"
	. ci/lib/toolchain.sh
	cell_open "$1"
	toolchain
	make -s -C "$TREE" O="$OBJ" ARCH="$ARCH" CROSS_COMPILE="$CROSS" $KERNEL_MAKE CC="$KERNEL_CC" syncconfig
	' ci/cell.sh "$BATS_TEST_TMPDIR/$1" "$2" >"$BATS_TEST_TMPDIR/$1.log" 2>&1 || {
		tail "$BATS_TEST_TMPDIR/$1.log"
		return 1
	}
}

files='.config include/config/auto.conf include/generated/autoconf.h'

# unmoved BASE ARCH...: configurations are equal with and without the tools
unmoved() {
	[ -e "$sources/$1/current/.complete" ]
	SOURCE=$(cd "$sources/$1/current" && pwd -P)
	export SOURCE
	local without base=$1
	without=$(none)
	shift
	for arch; do
		PATH=$without configured "$arch-without" "$base/$arch/plain"
		PATH=$tools:$PATH configured "$arch-with" "$base/$arch/plain"
		for file in $files; do
			diff "$BATS_TEST_TMPDIR/$arch-without/obj/$file" "$BATS_TEST_TMPDIR/$arch-with/obj/$file"
		done
	done
}

@test "tools: those that a cell does not use leave 6.1's configuration alone" {
	unmoved 6.1 x86
}

@test "tools: those that a cell does not use leave 7.3's configuration alone" {
	[ -e "$sources/7.3/current/.complete" ] || skip "7.3's source is not in the cache"
	unmoved 7.3 arm64
}

@test "tools: a flavor that lists their packages sees them" {
	SOURCE=$(cd "$sources/6.1/current" && pwd -P)
	export SOURCE
	PATH=$tools:$PATH configured uses 6.1/x86/uses
	grep -x 'CONFIG_PAHOLE_VERSION=199' "$BATS_TEST_TMPDIR/uses/obj/.config"
	grep -x 'CONFIG_RUST_IS_AVAILABLE=y' "$BATS_TEST_TMPDIR/uses/obj/.config"
}

@test "tools: of each flavor those are hidden that it does not list" {
	hidden() { sh -euc '. ci/lib/common.sh; . ci/lib/tools.sh; hidden_tools "$1" x86; hide_tools "$1" x86; command -v openssl' ci/cell.sh "$1"; }
	[ "$(hidden debug)" = "PAHOLE=no-pahole RUSTC=no-rustc BINDGEN=no-bindgen $PWD/ci/lib/hidden/openssl/openssl" ]
	[[ $(hidden bpf) == "RUSTC=no-rustc BINDGEN=no-bindgen "* ]]
	[[ $(PATH=$tools:$PATH hidden uses) == "$tools/openssl" ]]
	run sh ci/lib/hidden/openssl/openssl list
	[ "$status" -eq 1 ]
}
