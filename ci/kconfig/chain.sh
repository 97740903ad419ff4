#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# chain.sh DIR NAME=VALUE...: print why the configuration of a cell does not have these
# options, a line for each: the chain of dependencies that stands in the way. VALUE is n
# for an option that is to be off.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/toolchain.sh"
cell_open "${1:-}"
shift
toolchain

work=$(mktemp -d "$OBJ/chain.XXXXXX")
trap 'rm -rf "$work"' EXIT

# All of kconfig but conf itself: the tree's own parser, as it was built for the tree.
objects=$(find "$OBJ/scripts/kconfig" -maxdepth 1 -name '*.o' ! -name conf.o)
# shellcheck disable=SC2086 # a list
cc -o "$work/chain" -I "$TREE/scripts/kconfig" -I "$TREE/scripts/include" \
	"$KIT/ci/kconfig/chain.c" $objects >"$work/cc.log" 2>&1 || {
	cat "$work/cc.log" >&2
	die "the program that explains dependencies does not build with the kconfig of $TREE (see above)"
}

# kbuild runs conf with the environment that the Kconfig files need.
{
	printf 'exec "%s"' "$work/chain"
	printf " '%s'" "$@"
	echo
} >"$work/run"
# shellcheck disable=SC2086 # variables of make
make -s -C "$TREE" O="$OBJ" ARCH="$ARCH" CROSS_COMPILE="$CROSS" $KERNEL_MAKE CC="$KERNEL_CC" \
	KBUILD_KCONFIG="$KIT/ci/kconfig/hook.Kconfig" KIT_HOOK="$work/run" listnewconfig \
	>"$work/make.log" 2>&1 || {
	cat "$work/make.log" >&2
	die "the tree's kconfig did not run in $OBJ (see above)"
}
cat "$work/run.out"
