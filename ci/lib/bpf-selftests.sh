#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Build the base's own tests of BPF trampolines for a cell: its selftests/bpf by their
# own Makefile, that is test_progs and the module bpf_testmod, in a directory of the
# cell. Of the hundreds of tests, only those that the manifest names are built, with
# what they include or load. All of them would take an hour and need a newer compiler
# than the distribution's.
#
#   bpf-selftests.sh DIR list		print the names that the manifest requests
#   bpf-selftests.sh DIR build SYSROOT	build them
#   bpf-selftests.sh DIR install WHERE	install them where the guest's suite looks
set -eu
. "$(dirname -- "$0")/common.sh"
. "$KIT/ci/lib/cell.sh"
cell_open "${1:-}"
shift
CROSS=$(cross_prefix "$ARCH")

top=$DIR/bpf-selftests
bpf=tools/testing/selftests/bpf

list() { sh "$KIT/ci/lib/manifest.sh" "$DIR" | sed -n 's/^ftrace_direct_bpf\.selftests\.\([^ ]*\).*/\1/p'; }

# All inputs of a build.
key() {
	{
		list
		(cd "$TREE/$bpf" && find . -type f | sort | xargs sha256sum)
		sha256sum "$OBJ/vmlinux" "$0"
	} | sha256sum
}

# Make a tree whose sources are the base's, but whose build output is the cell's.
shadow() {
	mkdir -p "$top/$bpf/prog_tests" "$top/$bpf/progs" "$top/lib"
	ln -s "$TREE/scripts" "$top/"
	for part in "$TREE"/tools/*; do
		[ "${part##*/}" = testing ] || ln -s "$part" "$top/tools/"
	done
	for part in lib.mk kselftest.h kselftest_harness.h; do
		ln -s "$TREE/${bpf%/*}/$part" "$top/${bpf%/*}/"
	done
	for part in "$TREE/$bpf"/*; do
		case ${part##*/} in
		prog_tests | progs) ;;
		*) cp -r "$part" "$top/$bpf/" ;;
		esac
	done
	cp "$TREE/$bpf"/progs/*.h "$top/$bpf/progs/"
}

# Print the files that define the tests, and the programs that these include as
# skeletons or load by name. Every test_progs is built with btf_data.
choose() {
	for name in $(list); do
		grep -lE "^void (serial_)?test_$name\(" "$TREE/$bpf"/prog_tests/*.c >>"$top/sources" ||
			die "$VERSION has no BPF selftest $name; correct the manifest of flavor $FLAVOR"
	done
	sort -u "$top/sources" | xargs cp -t "$top/$bpf/prog_tests"
	{
		echo btf_data
		sed -nE 's/.*"(\.\/)?([a-zA-Z0-9_]+)\.(l?skel\.h|bpf\.o)".*/\2/p' "$top/$bpf"/prog_tests/*.c
	} | sort -u | while read -r program; do
		[ ! -e "$TREE/$bpf/progs/$program.c" ] || echo "$TREE/$bpf/progs/$program.c"
	done | xargs cp -t "$top/$bpf/progs"
}

# Collect the target machine's files: libraries to link with, but not its libc, which
# the cross compiler has; and asm/, where the Makefile looks before it uses the host's.
machine() { # SYSROOT
	for library in elf z; do
		found=$(find "$1/lib" "$1/usr/lib" -name "lib$library.so.1" | grep .) ||
			die "no lib$library.so.1 in $1; UPDATE=1 fetches it again"
		ln -s "$found" "$top/lib/lib$library.so"
	done
	mkdir -p "$top/${bpf%/*}/usr/include"
	ln -s "$1"/usr/include/*-linux-gnu/asm "$top/${bpf%/*}/usr/include/"
}

# shellcheck disable=SC1003,SC2020 # a backslash, each blank a line's end
# present VARIABLE: print those programs of the Makefile's VARIABLE that exist here
present() {
	sed -n "/^$1 :=/,/[^\\\\]\$/p" "$top/$bpf/Makefile" | tr -d '\\' | sed 's/.*:=//' |
		tr -s ' \t' '\n\n' | while read -r program; do
		[ -z "$program" ] || [ ! -e "$top/$bpf/progs/$program" ] || echo "$program"
	done | paste -sd ' '
}

build() { # SYSROOT
	[ -n "$(list)" ] || { rm -rf "$top" && return; }
	key=$(key)
	[ "$(cat "$top/key" 2>/dev/null)" != "$key" ] || return 0
	rm -rf "$top"
	shadow
	choose
	machine "$1"
	# LDFLAGS is for libbpf, whose own Makefile links it.
	LDFLAGS=-L$top/lib leashed make -C "$top/$bpf" OUTPUT="$top/$bpf" ARCH="$ARCH" \
		CROSS_COMPILE="$CROSS" KDIR="$OBJ" VMLINUX_BTF="$OBJ/vmlinux" ${V:+"V=$V"} \
		CLANG=clang BPFTOOL=/usr/sbin/bpftool \
		SAN_CFLAGS="-isystem $1/usr/include -L$top/lib" \
		LSKELS="$(present LSKELS)" LSKELS_EXTRA="$(present LSKELS_EXTRA)" LINKED_SKELS= \
		TRUNNER_EXTRA_FILES="$top/$bpf/bpf_testmod.ko" test_progs
	echo "$key" >"$top/key"
}

install() { # WHERE
	[ -n "$(list)" ] || return 0
	mkdir "$1"
	list >"$1/list"
	cp "$top/$bpf/test_progs" "$top/$bpf/bpf_testmod.ko" "$1/"
	# Install the programs that tests load by name. The others are in test_progs.
	sed -nE 's/.*"(\.\/)?([a-zA-Z0-9_]+\.bpf\.o)".*/\2/p' "$top/$bpf"/prog_tests/*.c | sort -u |
		while read -r object; do
			[ ! -e "$top/$bpf/$object" ] || cp "$top/$bpf/$object" "$1/"
		done
}

"$@"
