# SPDX-License-Identifier: GPL-2.0
# Sourced after cell.sh: the compilers and tools of the open cell.
# shellcheck shell=sh disable=SC2034 # what it sets is for the steps

. "$KIT/ci/lib/tools.sh"

# toolchain: set CROSS for programs, KERNEL_CC and KERNEL_MAKE for the kernel and
# its modules, and HOSTCFLAGS; the cell has its tree
toolchain() {
	CROSS=$(cross_prefix "$ARCH")
	KERNEL_CC=$(flavor_field "$FLAVOR" cc "$ARCH")
	KERNEL_CC=${KERNEL_CC:-${CROSS}gcc}
	KERNEL_MAKE="$(hidden_tools "$FLAVOR" "$ARCH")$(flavor_field "$FLAVOR" make "$ARCH")"
	hide_tools "$FLAVOR" "$ARCH"
	# s390 generates a header that names its source file by __FILE__, and nearly all
	# objects include it. Checkouts could not share cached objects.
	HOSTCFLAGS="${HOSTCFLAGS:+$HOSTCFLAGS }-fmacro-prefix-map=$TREE/="
	export HOSTCFLAGS
	command -v "$KERNEL_CC" >/dev/null ||
		die "$KERNEL_CC is not installed; DEPS=install (the default) would have installed it"
}

# suite_dir: the suite's source. A mutant may change one of the suite's own trampolines,
# so a tree to be broken brings its own copy.
suite_dir() {
	suite=tools/testing/selftests/ftrace_direct
	if [ -n "$LINKS" ] && [ -e "$TREE/$suite/Makefile" ]; then
		echo "$TREE/$suite"
	else
		echo "$KIT/$suite"
	fi
}
