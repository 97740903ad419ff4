#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# A kernel as the distribution configures it: its configuration from a package of a
# small archive, and what a cell makes of it.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit
load archive

setup() {
	fresh_kit
	toy_archive
	printf '# toy\n6.1\ttoy\n' >ci/get/bases
	sed -i "s/^debian.*/debian $(dpkg --print-architecture)/" arch/arm64/descriptor
	configuration 1-1 CONFIG_OLD=y
	index maker
}

teardown() { gpgconf --kill all || :; }

configuration() { # VERSION LINE...
	local root=$BATS_TEST_TMPDIR/package
	rm -rf "$root"
	mkdir -p "$root/usr/src/linux-config-6.1"
	printf '%s\n' "${@:2}" | xz >"$root/usr/src/linux-config-6.1/config.toy_none.xz"
	toy_package "$root" linux-config-6.1 "$1"
}

@test "distribution: its configuration is fetched once, verified; UPDATE=1 looks for a newer one" {
	run sh ci/get/distribution.sh 6.1 arm64 toy_none
	[ "$status" -eq 0 ]
	[ "$(cat "${lines[-1]}")" = CONFIG_OLD=y ]
	configuration 1-2 CONFIG_NEW=y
	index maker
	run sh ci/get/distribution.sh 6.1 arm64 toy_none
	[ "$(cat "${lines[-1]}")" = CONFIG_OLD=y ]
	UPDATE=1 run sh ci/get/distribution.sh 6.1 arm64 toy_none
	[ "$(cat "${lines[-1]}")" = CONFIG_NEW=y ]
}

@test "distribution: one that its package does not have is told, and nothing is kept" {
	run sh ci/get/distribution.sh 6.1 arm64 toy_other
	[ "$status" -ne 0 ]
	[[ $output == *"linux-config-6.1 has no complete ./usr/src/linux-config-6.1/config.toy_other.xz"*"correct 'config' in arch/arm64/flavors/"* ]]
	[ -z "$(find "$XDG_CACHE_HOME" -name 'toy_other*')" ]
}

@test "distribution: a damaged package is refused, and nothing is kept" {
	damage "$(echo "$mirror"/pool/linux-config-*)"
	run sh ci/get/distribution.sh 6.1 arm64 toy_none
	[ "$status" -ne 0 ]
	[ -z "$(find "$XDG_CACHE_HOME" -name 'toy_none*')" ]
}

# cell_config: the step, for a tree whose olddefconfig takes what is there
cell_config() {
	TREE=$BATS_TEST_TMPDIR/tree
	DIR=$KIT_BUILD/cell
	OBJ=$DIR/obj
	toy_compiler
	toy_cell "$DIR" "cell 6.1/arm64/toy" "base 6.1" "version 6.1.5" "arch arm64" \
		"flavor toy" "series kit" "status ported" "tree $TREE"
	mkdir -p "$TREE"
	echo 'olddefconfig: ; @sed -i "$(DROP)" $(O)/.config' >"$TREE/Makefile"
	printf '%s\n' 'config toy_none' 'samples none' 'ftracetest none' >ci/flavors/toy.descriptor
	: >ci/configs/given.config
	echo CONFIG_MINE=y >ci/flavors/toy.config
	configuration 1-3 CONFIG_BUILT_IN=y CONFIG_MODULE=m CONFIG_MODULES=y CONFIG_HANGS_ON_IT=7
	index maker
	run sh ci/config.sh "$DIR"
}

@test "distribution: a flavor of it has all of its configuration but the modules, and its own" {
	cell_config
	[ "$status" -eq 0 ]
	[ "$(grep -v '^# .*/' "$OBJ/.config" | paste -sd ' ')" = "CONFIG_BUILT_IN=y \
# CONFIG_MODULE is not set CONFIG_MODULES=y CONFIG_HANGS_ON_IT=7 CONFIG_MINE=y" ]
	[ "$(tr '\t' ' ' <"$DIR/config-changes")" = $'set MINE n y\nmodule MODULE m n' ]
	[ -z "$(sh ci/lib/manifest.sh "$DIR" samples)" ]
}

@test "distribution: KMODULES=1 keeps the modules, and a cell without them is configured again" {
	cell_config
	fact "$DIR" "option KMODULES" 1
	run sh ci/config.sh "$DIR"
	[ "$status" -eq 0 ]
	grep -qx CONFIG_MODULE=m "$OBJ/.config"
}

@test "distribution: what went with the modules is said" {
	export DROP='/^# CONFIG_MODULE is not set/,/no such line/{/HANGS/d}'
	cell_config
	[ "$status" -eq 0 ]
	[ "$(tr '\t' ' ' <"$DIR/config-changes")" = $'set MINE n y\ngone HANGS_ON_IT 7 n\nmodule MODULE m n' ]
}

@test "distribution: an option of the flavor that the configuration drops is an error" {
	export DROP='/MINE/d'
	cell_config
	[ "$status" -eq 1 ]
	[ "$(cat "$DIR/reason")" = "the configuration dropped what was asked for: CONFIG_MINE" ]
}

@test "selftests: a name that the base does not have is told" {
	TREE=$BATS_TEST_TMPDIR/tree
	DIR=$KIT_BUILD/cell
	OBJ=$DIR/obj
	toy_cell "$DIR" "cell 6.1/arm64/toy" "arch arm64" "flavor toy" "series kit" "status ported" \
		"version 6.1.5-1" "tree $TREE"
	mkdir -p "$TREE"/{scripts,tools/testing/selftests/bpf/{prog_tests,progs}}
	touch "$OBJ/vmlinux" "$TREE"/tools/testing/selftests/{lib.mk,kselftest.h,kselftest_harness.h}
	touch "$TREE"/tools/testing/selftests/bpf/progs/{some.h,btf_data.c}
	echo 'void test_there(void)' >"$TREE/tools/testing/selftests/bpf/prog_tests/there.c"
	printf '%s\n' 'samples none' 'ftracetest none' >ci/flavors/toy.descriptor
	printf 'ported\tftrace_direct_bpf.selftests.%s\n' there absent >ci/flavors/toy.manifest
	run sh ci/lib/bpf-selftests.sh "$DIR" build "$BATS_TEST_TMPDIR"
	[ "$status" -ne 0 ]
	[[ $output == *"6.1.5-1 has no BPF selftest absent; correct the manifest of flavor toy"* ]]
	[ "${lines[-1]}" = "kit: 6.1.5-1 has no BPF selftest absent; correct the manifest of flavor toy" ]
}
