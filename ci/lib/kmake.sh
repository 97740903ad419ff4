# SPDX-License-Identifier: GPL-2.0
# Sourced after toolchain.sh: build the kernel of the open cell with kbuild.
# shellcheck shell=sh disable=SC2154 # set by cell_open() and toolchain()

# same_bytes: times, names and counters would make identical kernels differ
same_bytes() {
	export KBUILD_BUILD_TIMESTAMP='1970-01-01' KBUILD_BUILD_USER=kit KBUILD_BUILD_HOST=kit \
		KBUILD_BUILD_VERSION=1 LOCALVERSION=
}

# use_ccache: set ccache, which comes before a compiler's name
use_ccache() {
	ccache=
	command -v ccache >/dev/null || return 0
	ccache="sh $KIT/ci/lib/cc.sh "
	CCACHE_DIR=${CCACHE_DIR:-$CACHE/ccache}
	CCACHE_BASEDIR=$BUILD
	CCACHE_NOHASHDIR=1
	CCACHE_DEPEND=1
	# s390 passes the tree's absolute path to the assembler. CCACHE_BASEDIR does not
	# rewrite -Wa options, so checkouts could not share cached objects.
	CCACHE_IGNOREOPTIONS='-Wa,-I*'
	export CCACHE_DIR CCACHE_BASEDIR CCACHE_NOHASHDIR CCACHE_DEPEND CCACHE_IGNOREOPTIONS
}

kmake() { # GOAL... [VARIABLE=VALUE...]
	# What these objects run is counted.
	for object in $KIT_COVERAGE; do set -- "$@" "GCOV_PROFILE_$object=y"; done
	# shellcheck disable=SC2086 # variables of make
	leashed make -C "$TREE" O="$OBJ" ARCH="$ARCH" CROSS_COMPILE="$CROSS" \
		$KERNEL_MAKE CC="$ccache$KERNEL_CC" ${V:+"V=$V"} "$@"
}
