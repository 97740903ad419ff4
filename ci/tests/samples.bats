#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Which samples and which of the base's own tests are asked for and required, on
# a toy tree.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit
	TREE=$BATS_TEST_TMPDIR/linux
	DIR=$BATS_TEST_TMPDIR/cell
	OBJ=$DIR/obj
	toy_cell "$DIR" "cell 6.1/arm64/plain" "arch arm64" "flavor plain" "version 6.1.5" \
		"series none" "status native" "tree $TREE"
	mkdir -p "$TREE"/{samples/ftrace,samples/ftrace_direct,arch/arm64}
	mkdir -p "$TREE/tools/testing/selftests/ftrace/test.d/direct"
	touch "$TREE/tools/testing/selftests/ftrace/test.d/direct/toy.tc" "$TREE/arch/arm64/Kconfig"
	several_functions
	toy_samples FTRACE ftrace >"$TREE/samples/ftrace/Makefile"
	toy_samples KIT kit >"$TREE/samples/ftrace_direct/Makefile"
}

several_functions() {
	mkdir -p "$TREE/include/linux"
	echo 'int register_ftrace_direct_multi(struct ftrace_ops *ops, unsigned long addr);' \
		>"$TREE/include/linux/ftrace.h"
}

toy_samples() { # PREFIX NAME
	echo "obj-\$(CONFIG_SAMPLE_$1_DIRECT) += $2-direct.o"
	echo "obj-\$(CONFIG_SAMPLE_$1_DIRECT)	+= $2-direct-too.o"
	echo "obj-\$(CONFIG_SAMPLE_$1_DIRECT_MULTI) += $2-direct-multi.o"
	echo 'obj-$(CONFIG_SAMPLE_TRACE_ARRAY) += sample-trace-array.o'
}

required() { sh ci/lib/manifest.sh "$DIR" | sed -n 's/^samples\.//p' | paste -sd ' '; }

both="ftrace-direct ftrace-direct-too ftrace-direct-multi"
kits="kit-direct kit-direct-too kit-direct-multi kit-direct-too-busy"

@test "samples: where direct calls are native, the base's and the kit's" {
	[ "$(required)" = "$both $kits" ]
}

@test "samples: where they are ported, the kit's" {
	fact "$DIR" status ported
	[ "$(required)" = "$kits" ]
}

@test "samples: where they are ported and the tree says that the base's work, those for one function" {
	fact "$DIR" status ported
	printf '\tselect HAVE_SAMPLE_FTRACE_DIRECT\n' >"$TREE/arch/arm64/Kconfig"
	[ "$(required)" = "ftrace-direct ftrace-direct-too $kits" ]
}

@test "samples: where there are none, none" {
	fact "$DIR" status none
	[ "$(required)" = "" ]
}

@test "samples: a tree without the kit's samples has its own" {
	rm -r "$TREE/samples/ftrace_direct"
	[ "$(required)" = "$both" ]
}

@test "samples: 5.10 has none with several functions" {
	fact "$DIR" version 5.10.5
	echo 'int register_ftrace_direct(unsigned long ip, unsigned long addr);' >"$TREE/include/linux/ftrace.h"
	[ "$(required)" = "ftrace-direct ftrace-direct-too kit-direct kit-direct-too kit-direct-too-busy" ]
}

@test "samples: 5.10 has the kit's with several functions if the tree can attach to several" {
	fact "$DIR" version 5.10.5
	[ "$(required)" = "ftrace-direct ftrace-direct-too $kits" ]
}

@test "samples: an option without a module is an error that names it" {
	sed -i /_MULTI/d "$TREE/samples/ftrace_direct/Makefile"
	run sh ci/lib/manifest.sh "$DIR"
	[ "$status" -eq 2 ]
	[[ $output == *"no modules of CONFIG_SAMPLE_KIT_DIRECT_MULTI"* ]]
}

# Makefiles of vendors' drivers build modules whatever the configuration says.
@test "samples: where the modules of a given configuration are left out, only they are built" {
	toy_compiler
	goals() { sh ci/build.sh "$DIR" 2>/dev/null | grep -E '^(IMAGE|ALL|ONE .*)$' >goals || :; }
	printf '%s\n' 'modules: ; @echo ALL' 'Image: ; @echo IMAGE' 'samples/%.ko: ; @echo ONE $@' >"$TREE/Makefile"
	goals
	[ "$(paste -sd " " goals)" = "IMAGE ALL" ]
	fact "$DIR" "option KCONFIG" toy_defconfig
	goals
	[ "$(cat goals)" = "$(echo IMAGE; sh ci/lib/manifest.sh "$DIR" samples | sed "s|.*|ONE samples/&.ko|")" ]
	[ "$(wc -l <goals)" -gt 4 ]
	fact "$DIR" "option KMODULES" 1
	goals
	[ "$(paste -sd " " goals)" = "IMAGE ALL" ]
}

@test "ftracetest: the base's cases for direct calls run and are required" {
	[ "$(sh ci/lib/manifest.sh "$DIR" ftracetest)" = test.d/direct/toy.tc ]
	[ "$(sh ci/lib/manifest.sh "$DIR" | grep ftracetest)" = ftracetest.direct_toy ]
}

@test "ftracetest: a flavor may do without them, and then they neither run nor are required" {
	printf 'ftracetest none\n' >ci/flavors/plain.descriptor
	[ "$(sh ci/lib/manifest.sh "$DIR" ftracetest)" = "" ]
	[ "$(sh ci/lib/manifest.sh "$DIR" | grep -c ftracetest)" -eq 0 ]
	[ "$(echo "option FTRACETEST all" >>"$DIR/meta"; sh ci/lib/manifest.sh "$DIR" ftracetest)" = "" ]
}

# The toy's objects are of the machine that the test runs on.
native() {
	local arch
	for arch in arch/*/; do
		! grep -qx "debian[[:space:]]*$(dpkg --print-architecture)" "$arch/descriptor" ||
			fact "$DIR" arch "$(basename "$arch")"
	done
	mkdir -p "$TREE/arch/$(sed -n 's/^arch //p' "$DIR/meta")"
	touch "$TREE/arch/$(sed -n 's/^arch //p' "$DIR/meta")/Kconfig"
}

# object NAME ADDRESS: that module, whose second trampoline is ADDRESS bytes on
object() {
	mkdir -p "$OBJ/samples/ftrace"
	printf '%s\n' .text my_tramp1: ".skip $2" my_tramp2: nop >"$OBJ/toy.s"
	as -o "$OBJ/samples/ftrace/$1.ko" "$OBJ/toy.s"
}

@test "samples: one with an odd trampoline is not loaded where that is an order to jump" {
	native
	rm -r "$TREE/samples/ftrace_direct"
	object ftrace-direct 8
	object ftrace-direct-too 11
	object ftrace-direct-multi 11
	touch "$OBJ/.config"
	run sh ci/lib/samples.sh "$DIR"
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 3 ]
	[[ $output != *odd* ]]
	echo CONFIG_DYNAMIC_FTRACE_WITH_JMP=y >"$OBJ/.config"
	run sh ci/lib/samples.sh "$DIR"
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = ftrace/ftrace-direct ]
	[[ ${lines[1]} == "ftrace/ftrace-direct-too my_tramp2 begins at an odd address"* ]]
	[ "${#lines[@]}" -eq 3 ]
	[ "$(required)" = "$both" ]
}

@test "samples: one that has not been built is an error" {
	native
	rm -r "$TREE/samples/ftrace_direct"
	echo CONFIG_DYNAMIC_FTRACE_WITH_JMP=y >"$OBJ/.config"
	run sh ci/lib/samples.sh "$DIR"
	[ "$status" -ne 0 ]
}
