#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# build.sh DIR [TARGET]: build a cell: the kernel and its modules, then the suite with its test
# module. kbuild decides what must be rebuilt.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/toolchain.sh"
. "$KIT/ci/lib/kmake.sh"
. "$KIT/ci/lib/killed.sh"
cell_open "${1:-}"
toolchain
same_bytes
use_ccache

# build.sh DIR TARGET: only that target of kbuild, as the kernel was built
[ -z "${2:-}" ] || {
	kmake "$2"
	exit
}

# What ccache found, for the report.
export CCACHE_STATSLOG="$DIR/compiler-cache"
rm -f "$CCACHE_STATSLOG"

broken() {
	not_killed "$?" "$DIR/build.log"
	echo "$1: $(sh "$KIT/ci/lib/first-error.sh" "$DIR/build.log" "$TREE")" >"$DIR/reason"
	exit 1
}

# What make does not notice: another compiler for the suite, and a header of the
# architecture that is found before the empty one of that name in the suite's include/.
made_with="$CROSS $(cd "$KIT" && echo "arch/$ARCH"/direct/* \
	"arch/$ARCH"/include/asm/ftrace_direct_tramp.*)"
echo "$made_with" | cmp -s - "$DIR/made-with" ||
	rm -rf "$DIR/suite" "$DIR/suite_bpf" "$OBJ/samples/ftrace_direct"
echo "$made_with" >"$DIR/made-with"
export MADE_WITH="$DIR/made-with"

# only_samples: the goals of kbuild that are the samples, if these are all modules that
# are needed. Makefiles of vendors' drivers build modules whatever the configuration
# says, and such a driver does not build where other modules of the configuration are
# left out.
only_samples() {
	[ -n "$KCONFIG" ] && [ "$KMODULES" != 1 ] || return 0
	sh "$KIT/ci/lib/manifest.sh" "$DIR" samples | sed 's|.*|samples/&.ko|'
}

image=$(arch_field "$ARCH" image)
samples=$(only_samples)
# kbuild makes single modules in a run of their own.
# shellcheck disable=SC2086 # words
if [ -n "$samples" ]; then
	: >"$OBJ/modules.order"
	kmake "${image##*/}" && kmake $samples
else
	kmake "${image##*/}" modules
fi || broken "the kernel does not build"
# A Kconfig file or the compiler may have changed since the config step.
sh "$KIT/ci/config.sh" "$DIR" assert || exit 4

# The suite is built outside the tree, from the kit's own directory. The same source
# then serves a tree that does not contain it: the untouched base, or the user's own.
suite=$(suite_dir)
leashed make -C "$suite" KSFT="$TREE/tools/testing/selftests" \
	KDIR="$OBJ" OUTPUT="$DIR/suite" ARCH="$ARCH" CROSS_COMPILE="$CROSS" \
	CC="$ccache${CROSS}gcc" USERLDFLAGS=-static ${V:+"V=$V"} \
	KBUILD_ARGS="$KERNEL_MAKE CC='$ccache$KERNEL_CC'" all ||
	broken "the suite does not build"

# The clients' suite needs the kernel's types, and libraries of the target machine.
sysroot=$(sh "$KIT/ci/get/userland.sh" "$FLAVOR/$ARCH" sysroot)
[ -n "$sysroot" ] || exit 0
leashed make -C "${suite}_bpf" KSFT="$TREE/tools/testing/selftests" \
	VMLINUX="$OBJ/vmlinux" SYSROOT="$sysroot" OUTPUT="$DIR/suite_bpf" \
	ARCH="$ARCH" CROSS_COMPILE="$CROSS" CC="$ccache${CROSS}gcc" \
	USERLDFLAGS=-static ${V:+"V=$V"} all ||
	broken "the suite of the clients does not build"
leashed sh "$KIT/ci/lib/bpf-selftests.sh" "$DIR" build "$sysroot" ||
	broken "the base's own tests of BPF trampolines do not build"
