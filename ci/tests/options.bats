#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The patched files compile without the options that the kit's configuration has and
# that somebody else's may lack.

setup() {
	kit=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	export KIT=$kit
	cd "$kit" || return
	[ -e "${XDG_CACHE_HOME:-$HOME/.cache}/direct-call-kit/sources/6.1/current/.complete" ] ||
		skip "the source of 6.1 is not in the cache"
	command -v aarch64-linux-gnu-gcc >/dev/null || skip "no cross compiler of arm64"
	tree=$(make -s tree BASE=6.1 2>/dev/null)
	objects=$BATS_TEST_TMPDIR/obj
}

# compile OPTION=VALUE... -- FILE...: with the smallest configuration, and these options
compile() {
	mkdir -p "$objects"
	: >"$objects.options"
	while [ "$1" != -- ]; do
		echo "CONFIG_$1" >>"$objects.options"
		shift
	done
	shift
	make=(make -s -C "$tree" O="$objects" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-)
	KCONFIG_ALLCONFIG=$objects.options "${make[@]}" allnoconfig
	"${make[@]}" "$@"
}
has() { grep -qx "CONFIG_$1=y" "$objects/.config"; }

@test "options: ftrace compiles without DYNAMIC_FTRACE" {
	compile FTRACE=y FUNCTION_TRACER=y DYNAMIC_FTRACE=n WERROR=y -- kernel/trace/ftrace.o
	has FUNCTION_TRACER
	! has DYNAMIC_FTRACE || false
}

@test "options: direct calls compile without MODULES, KPROBES and BPF_JIT" {
	compile FTRACE=y FUNCTION_TRACER=y DYNAMIC_FTRACE=y EXPERT=y WERROR=y -- kernel/trace/ \
		arch/arm64/kernel/ftrace.o arch/arm64/kernel/entry-ftrace.o
	has DYNAMIC_FTRACE_WITH_DIRECT_CALLS
	! has MODULES || false
	! has KPROBES || false
	! has BPF_JIT || false
}
