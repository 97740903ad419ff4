#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Verdicts of cells that do not come to a boot, on a toy kernel tree whose
# Makefile does what the test wants.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit
	export KIT_HOST=$real/build/host
	[ -x "$KIT_HOST/kit-result" ] || skip "the kit's programs are not built"
	toy_compiler
	toy_kernel
}

# A tree that looks like a kernel to the steps before the build.
toy_kernel() {
	export KDIR=$BATS_TEST_TMPDIR/linux
	mkdir -p "$KDIR"/{scripts/kconfig,kernel/trace,arch/arm64,samples/ftrace}
	mkdir -p "$KDIR/tools/testing/selftests/ftrace/test.d/direct"
	touch "$KDIR"/{Kconfig,Kbuild,kernel/trace/ftrace.c,arch/arm64/Kconfig,samples/ftrace/Makefile}
	cat >"$KDIR/Makefile" <<-'EOF'
	VERSION = 6
	PATCHLEVEL = 1
	SUBLEVEL = 0
	EXTRAVERSION = -toy
	allnoconfig: ; cp $(KCONFIG_ALLCONFIG) $(O)/.config
	Image: ; @echo 'kernel/trace/ftrace.c:7:3: error: toy broke' >&2; false
	modules: ;
	EOF
}

cell() { run bash ci/cell.sh "${1:-kdir/arm64/plain}"; echo "$output"; }
result() { jq -r "$1" "$KIT_BUILD/cells/${2:-kdir/arm64/plain}/result.json"; }

@test "build: a host tool that names its source does so without the tree's path" {
	cat >"$KDIR/gen.c" <<-'EOF'
	#include <stdio.h>
	int main(void) { return puts("made by " __FILE__) < 0; }
	EOF
	sed -i 's|^Image:.*|Image: ; cc $(HOSTCFLAGS) -o $(O)/gen $(CURDIR)/gen.c \&\& $(O)/gen; false|' "$KDIR/Makefile"
	cell
	grep -qx 'made by gen.c' "$KIT_BUILD/cells/kdir/arm64/plain/build.log"
}

@test "cell: a kernel that does not build is BUILD, with the compiler's words" {
	cell
	[ "$status" -eq 0 ]
	[ "$(result .verdict)" = BUILD ]
	[[ $(result .reason) == *"kernel/trace/ftrace.c:7:3: error: toy broke"* ]]
	[[ $(result .log) == */build.log ]]
	[ "$(result .version)" = 6.1.0-toy ]
	[ "$(result .status)" = none ]
}

@test "cell: a build of which a program is killed has no verdict" {
	for how in 'kill -KILL $$$$' 'echo "gcc: fatal error: Killed signal terminated program cc1" >\&2; false'; do
		sed -i "s|^Image:.*|Image: ; $how|" "$KDIR/Makefile"
		cell
		[ "$status" -eq 2 ]
		[[ $output == *"the build was killed"*"illed"* ]]
		[ ! -e "$KIT_BUILD/cells/kdir/arm64/plain/result.json" ]
	done
}

@test "cell: a configuration of which make is killed has no verdict" {
	sed -i 's|^allnoconfig:.*|allnoconfig: ; kill -KILL $$PPID|' "$KDIR/Makefile"
	cell
	[ "$status" -eq 2 ]
	[[ $output == *"the build was killed"* ]]
	[ ! -e "$KIT_BUILD/cells/kdir/arm64/plain/result.json" ]
}

@test "cell: what a killed build has written is made anew, what is older stays" {
	cell
	dir=$KIT_BUILD/cells/kdir/arm64/plain
	[ ! -e "$dir/building" ]
	touch "$dir/obj/older.o"
	find "$dir/obj" -type f -exec touch -d '1 hour ago' {} +
	touch -d '1 minute ago' "$dir/building"
	mkdir -p "$dir/suite"
	echo half >"$dir/obj/half.o"
	echo half >"$dir/suite/half"
	cell
	[ "$(result .verdict)" = BUILD ]
	[ -e "$dir/obj/older.o" ]
	[ ! -e "$dir/obj/half.o" ]
	[ ! -e "$dir/suite/half" ]
	[ ! -e "$dir/building" ]
}

@test "build: a new header of the architecture has suite and samples built anew" {
	cell
	dir=$KIT_BUILD/cells/kdir/arm64/plain
	mkdir -p "$dir/suite" "$dir/obj/samples/ftrace_direct"
	cell
	[ -d "$dir/suite" ] && [ -d "$dir/obj/samples/ftrace_direct" ]
	touch arch/arm64/direct/new.h
	cell
	[ ! -d "$dir/suite" ] && [ ! -d "$dir/obj/samples/ftrace_direct" ]
}

@test "cell: an option that the configuration drops is CONFIG, with its name" {
	sed -i 's|cp .*|grep -v "CONFIG_KPROBES=" $(KCONFIG_ALLCONFIG) >$(O)/.config|' "$KDIR/Makefile"
	cell
	[ "$status" -eq 0 ]
	[ "$(result .verdict)" = CONFIG ]
	[[ $(result .reason) == *"dropped what was asked for: CONFIG_KPROBES" ]]
}

@test "cell: a flavor's compiler and variables reach kbuild, an arch's own first" {
	printf 'cc\ttoycc\nmake\tTOY=1\n' >ci/flavors/plain.descriptor
	printf '#!/bin/sh\necho toycc 2.0\n' >"$BATS_TEST_TMPDIR/tools/toycc"
	chmod +x "$BATS_TEST_TMPDIR/tools/toycc"
	cat >>"$KDIR/Makefile" <<-'EOF'
	allnoconfig: say
	say: ; @echo 'kbuild has CC=$(CC) TOY=$(TOY)'
	EOF
	cell
	[ "$(result .compiler)" = "toycc 2.0" ]
	grep -x 'kbuild has CC=toycc TOY=1' "$KIT_BUILD/cells/kdir/arm64/plain/config.log"
	mkdir -p arch/arm64/flavors
	printf 'make\t\n' >arch/arm64/flavors/plain.descriptor
	echo CONFIG_OF_ARM64=y >arch/arm64/flavors/plain.config
	cell
	grep -x 'kbuild has CC=toycc TOY=' "$KIT_BUILD/cells/kdir/arm64/plain/config.log"
	grep -x CONFIG_OF_ARM64=y "$KIT_BUILD/cells/kdir/arm64/plain/obj/.config"
}

@test "cell: an option that must be off and is on is CONFIG too" {
	echo '# CONFIG_TOY is not set' >>ci/flavors/plain.config
	sed -i 's|cp .*|sed "s/^# CONFIG_TOY is.*/CONFIG_TOY=y/" $(KCONFIG_ALLCONFIG) >$(O)/.config|' "$KDIR/Makefile"
	cell
	[ "$(result .verdict)" = CONFIG ]
	[[ $(result .reason) == *CONFIG_TOY ]]
}

@test "cell: a series that does not apply is APPLY, with patch, file and hunk" {
	toy_source 6.1 6.1.5-1
	toy_patch kernel/patches/0001-toy.patch nine ten
	cell 6.1/arm64/plain
	[ "$status" -eq 0 ]
	[ "$(result .verdict 6.1/arm64/plain)" = APPLY ]
	[[ $(result .reason 6.1/arm64/plain) == *"0001-toy.patch does not apply to 6.1.5-1: kernel/a.c, hunk 1"* ]]
}

@test "cell: of several patches that do not apply the reason says where the list is" {
	toy_source 6.1 6.1.5-1
	toy_patch kernel/patches/0001-toy.patch nine ten
	toy_patch kernel/patches/0002-toy.patch eight eleven
	cell 6.1/arm64/plain
	[[ $(result .reason 6.1/arm64/plain) == "2 patches do not apply to 6.1.5-1, all listed in tree.log; the first: kernel/patches/0001-toy.patch does not apply to 6.1.5-1: kernel/a.c, hunk 1"* ]]
	[ "$(grep -c 'conflict in kernel/a.c' "$(result .log 6.1/arm64/plain)")" -eq 2 ]
}

@test "cell: an arch that the tree does not have is SKIP, with the reason" {
	rm -r "$KDIR/arch/arm64"
	cell
	[ "$(result .verdict)" = SKIP ]
	[[ $(result .reason) == *"has no architecture arm64"* ]]
}

@test "cell: a tree that was built in place says how to clean it" {
	touch "$KDIR/.config"
	run make matrix
	[ "$status" -ne 0 ]
	[[ $output == *"was built in place"*"mrproper"* ]]
}

@test "cell: a second run on the same cell is refused and disturbs nothing" {
	mkdir -p "$KIT_BUILD/cells/kdir/arm64/plain"
	exec 5>"$KIT_BUILD/cells/kdir/arm64/plain/lock"
	flock 5
	echo '{"mine": 1}' >"$KIT_BUILD/cells/kdir/arm64/plain/result.json"
	run bash ci/cell.sh kdir/arm64/plain 5>&-
	[ "$status" -eq 3 ]
	[[ $output == *"is at work in another run"* ]]
	[ "$(cat "$KIT_BUILD/cells/kdir/arm64/plain/result.json")" = '{"mine": 1}' ]
}

@test "cell: the matrix has no verdict for a cell that is busy, and says so" {
	mkdir -p "$KIT_BUILD/cells/kdir/arm64/plain"
	exec 5>"$KIT_BUILD/cells/kdir/arm64/plain/lock"
	flock 5
	run make matrix ARCHES=arm64 5>&-
	[ "$status" -ne 0 ]
	[[ $output == *"is at work in another run"* ]]
	[[ $output != *PASS* ]]
}

@test "cell: its locks leave the jobserver alone, whatever descriptors that has" {
	cat >>"$KDIR/Makefile" <<-'EOF'
	allnoconfig: a b c d
	a b c d: ; +@sleep 0.1; $(MAKE) -f $(firstword $(MAKEFILE_LIST)) w x y
	w x y: ; @sleep 0.1
	EOF
	# with 3 (bats's), 4 and 5 taken it gets 6 and 7
	exec 4</dev/null 5</dev/null
	run make --no-print-directory -f ci/jobs.mk -j2 KIT_RUN="bash ci/cell.sh" KIT_JOBS=kdir/arm64/plain
	cat "$KIT_BUILD"/cells/kdir/arm64/plain/*.log
	[ "$(result .verdict)" = BUILD ]
	[[ $(result .reason) == *"toy broke"* ]]
	[ -z "$(grep -h jobserver "$KIT_BUILD"/cells/kdir/arm64/plain/*.log)" ]
	# nor did a token go into a lock's file
	[ ! -s "$KIT_BUILD/cells/kdir/arm64/plain/lock" ]
}

@test "matrix: the report of an earlier run is gone when a run comes to none" {
	echo 'exit 2' >ci/tree.sh
	mkdir -p "$KIT_BUILD/report"
	touch "$KIT_BUILD/report"/{junit.xml,results.json,report.tap,index.html}
	run make matrix KDIR="$KDIR" ARCHES=arm64
	echo "$output"
	[ "$status" -ne 0 ]
	[[ $output == *"not every cell came to a verdict"* ]]
	[ -z "$(ls -A "$KIT_BUILD/report")" ]
}

@test "image: cells of one arch build their guest one after the other" {
	toy_cell cell "cell kdir/arm64/plain" "arch arm64" "flavor plain" "tree $KDIR"
	mkdir -p cell/obj/include/config "$KIT_BUILD/guest"
	echo toy >cell/obj/include/config/kernel.release
	printf '#!/bin/sh\ndate +%%s%%N >"%s/built"\nexit 7\n' "$BATS_TEST_TMPDIR" >"$BATS_TEST_TMPDIR/tools/make"
	chmod +x "$BATS_TEST_TMPDIR/tools/make"
	flock "$KIT_BUILD/guest/arm64.lock" sh -c 'sleep 1; date +%s%N >"$0/freed"' "$BATS_TEST_TMPDIR" 3>&- &
	until ! flock -n "$KIT_BUILD/guest/arm64.lock" true; do sleep 0.05; done
	run sh ci/image.sh cell
	wait
	[ "$status" -eq 7 ]
	[ "$(cat "$BATS_TEST_TMPDIR/built")" -gt "$(cat "$BATS_TEST_TMPDIR/freed")" ]
}

# Steps that only say that they ran, and leave what comes next.
toy_flow() {
	local step
	for step in config build image command verdict; do
		cat >"ci/$step.sh" <<-EOF
		set -eu
		echo $step >>"\$1/ran"
		EOF
	done
	echo 'echo "compiler toy 1.0" >>"$1/meta"; echo y >"$1/obj/.config"' >>ci/config.sh
	echo 'mkdir -p "$1/obj/arch/arm64/boot"; date +%N | tee "$1/obj/vmlinux" >"$1/obj/arch/arm64/boot/Image"' >>ci/build.sh
	echo 'echo guest >"$1/initramfs.cpio"' >>ci/image.sh
	echo 'echo PASS >"$1/result.json"; echo PASS' >>ci/verdict.sh
}

# ran: the steps that the last run of the cell has run, but for those that always do
ran() {
	bash ci/cell.sh kdir/arm64/plain || { cat "$KIT_BUILD"/cells/kdir/arm64/plain/*.log && return 1; }
	grep -vE 'command|verdict' "$KIT_BUILD/cells/kdir/arm64/plain/ran" | paste -sd ' '
	rm "$KIT_BUILD/cells/kdir/arm64/plain/ran"
}

@test "cell: what has not changed is not built again, and every change is seen" {
	local cell=$KIT_BUILD/cells/kdir/arm64/plain change
	toy_flow
	[ "$(ran)" = "config build image" ]
	[ "$(ran)" = "" ]
	[ "$(grep -c '^\(config\|build\|image\) 0 kept$' "$cell/stages")" -eq 3 ]
	grep -qx 'compiler toy 1.0' "$cell/meta"
	for change in "echo '/* edited */' >>$KDIR/kernel/trace/ftrace.c" "touch $KDIR/Kconfig" \
		"rm $KDIR/samples/ftrace/Makefile" "touch $KDIR/new.c" \
		"echo CONFIG_TOY=y >>ci/flavors/plain.config" "touch tools/testing/selftests/ftrace_direct/calls.c" \
		"echo >>arch/arm64/descriptor" "echo '# 2.0' >>$BATS_TEST_TMPDIR/tools/aarch64-linux-gnu-gcc" \
		"rm $cell/obj/vmlinux" "echo n >$cell/obj/.config" "rm $cell/initramfs.cpio" "rm $cell/required" \
		"sed -i s/SUBLEVEL.*/SUBLEVEL=1/ $KDIR/Makefile" "export V=1"; do
		eval "$change"
		echo "$change"
		[ "$(ran)" = "config build image" ]
		[ "$(ran)" = "" ]
	done
	# Byte code that a build leaves in the tree is no edit.
	mkdir "$KDIR/scripts/__pycache__"
	touch "$KDIR/scripts/__pycache__/toy.pyc"
	[ "$(ran)" = "" ]
}

@test "cell: what is not configured again says of its configuration what it said before" {
	local cell=$KIT_BUILD/cells/kdir/arm64/plain
	toy_flow
	printf 'set\tTOY\tn\ty\nmodule\tUSB\tm\tn\n' >changes
	echo 'cp changes "$1/config-changes"' >>ci/config.sh
	echo CONFIG_TOY=y | tee own >driver
	export KCONFIG=own FRAGMENT=driver
	[ "$(ran)" = "config build image" ]
	[ "$(ran)" = "" ]
	for fact in "kconfig $PWD/own" "fragment $PWD/driver" "config_changes 1"; do
		grep -qxF "$fact" "$cell/meta"
	done
}

@test "cell: an edit made while it is built is built the next time" {
	toy_flow
	echo 'echo "/* edited */" >>"$KDIR/kernel/trace/ftrace.c"' >>ci/image.sh
	[ "$(ran)" = "config build image" ]
	sed -i '$d' ci/image.sh
	[ "$(ran)" = "config build image" ]
	[ "$(ran)" = "" ]
	# The same of a file of the kit.
	echo 'echo "# edited" >>"$KIT/tools/testing/selftests/ftrace_direct/calls.c"' >>ci/build.sh
	[ "$(KIT=$kit ran)" = "config build image" ]
	[ "$(KIT=$kit ran)" = "config build image" ]
}
