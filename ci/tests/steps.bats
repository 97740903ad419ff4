#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The steps before a boot, on toy sources: names, trees, statuses.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() { fresh_kit; }

@test "names: an alias stands for the kernel's name" {
	run sh ci/lib/names.sh arch x86_64 aarch64 s390x riscv64
	[ "$status" -eq 0 ]
	[ "$output" = $'x86\narm64\ns390\nriscv' ]
}

@test "names: an unknown arch is named with the nearest right one" {
	run make matrix ARCHES=amr64
	[ "$status" -ne 0 ]
	[[ $output == *"unknown arch 'amr64'; did you mean 'a"*"64'?"* ]]
}

@test "names: an unknown base is named with the nearest right one" {
	run make matrix BASES=6.2
	[ "$status" -ne 0 ]
	[[ $output == *"unknown base '6.2'; did you mean '6.1'?"* ]]
}

@test "names: an unknown flavor is named with the nearest right one" {
	run make matrix FLAVORS=plane
	[ "$status" -ne 0 ]
	[[ $output == *"unknown flavor 'plane'; did you mean 'plain'?"* ]]
}

@test "names: what is no cell is told what a cell is" {
	for cell in 6.1/arm64 6.1//plain a/b/c/d ''; do
		run make rerun CELL="$cell"
		[ "$status" -ne 0 ]
		[[ $output == *"is no cell; a cell is base/arch/flavor"* ]]
	done
}

@test "names: a cell with a wrong part is told which" {
	run make shell CELL=6.1/arm65/plain
	[ "$status" -ne 0 ]
	[[ $output == *"unknown arch 'arm65'; did you mean 'arm64'?"* ]]
}

@test "names: a flavor is for the architectures that it names, if it names any" {
	printf 'arches\tarm64 riscv[6.16,)\n' >ci/flavors/plain.descriptor
	run sh ci/lib/names.sh cells "6.1 7.3" "" "plain debug"
	[ "$status" -eq 0 ]
	[ "$(grep /plain <<<"$output" | paste -sd ' ')" = "6.1/arm64/plain 7.3/arm64/plain 7.3/riscv/plain" ]
	[[ $output == *6.1/riscv/debug* ]]
	run make matrix ARCHES="arm64 riscv64"
	[ "$status" -ne 0 ]
	[[ $output == *"there is no flavor 'plain' of riscv on 6.1; it is for arm64 riscv[6.16,)"* ]]
	run make rerun CELL=6.1/s390/plain
	[ "$status" -ne 0 ]
	[[ $output == *"there is no flavor 'plain' of s390 on 6.1"* ]]
}

@test "deps: a flavor's tools are asked for, the arch's own before those of all" {
	printf 'packages\tno-such-tool\n' >ci/flavors/plain.descriptor
	mkdir -p arch/s390/flavors
	printf 'packages\tno-such-other\n' >arch/s390/flavors/plain.descriptor
	DEPS=check run sh ci/get/deps.sh flavor:plain/arm64
	[ "$status" -eq 2 ]
	[[ $output == *"missing packages: no-such-tool "* ]]
	DEPS=check run sh ci/get/deps.sh flavor:plain/s390
	[[ $output == *"missing packages: no-such-other "* ]]
	DEPS=check run sh ci/get/deps.sh flavor:debug/arm64
	[ "$status" -eq 0 ]
}

@test "names: a new arch is discovered by its directory" {
	mkdir arch/sparc
	sed 's/^alias.*/alias sparc64/' arch/s390/descriptor >arch/sparc/descriptor
	run sh ci/lib/names.sh cells 6.1 "" plain
	[[ $output == *6.1/sparc/plain* ]]
}

@test "rerun: a cell that was never built says what to do" {
	run make rerun CELL=6.1/arm64/plain
	[ "$status" -ne 0 ]
	[[ $output == *"has not been built; do that first: make matrix BASES=6.1 ARCHES=arm64 FLAVORS=plain"* ]]
}

@test "tree: its last line of output is its path" {
	toy_source 6.1 6.1.5-1
	run make tree BASE=6.1
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "$KIT_BUILD/trees/6.1" ]
	[ -e "${lines[-1]}/kernel/a.c" ]
}

@test "tree: the series and the overlay are in it, and not with SERIES=none" {
	toy_source 6.1 6.1.5-1
	toy_patch kernel/patches/0001-toy.patch four FOUR
	toy_file kernel/new.c new
	make -s tree BASE=6.1
	grep -qx FOUR "$KIT_BUILD/trees/6.1/kernel/a.c"
	grep -qx new "$KIT_BUILD/trees/6.1/kernel/new.c"
	[ ! -e "$KIT_BUILD/trees/6.1/kernel/patches" ]
	[ ! -e "$KIT_BUILD/trees/6.1/arch/arm64/descriptor" ]
	make -s tree BASE=6.1 SERIES=none
	grep -qx four "$KIT_BUILD/trees/6.1-none/kernel/a.c"
	[ ! -e "$KIT_BUILD/trees/6.1-none/kernel/new.c" ]
}

@test "tree: an edit changes the time of the edited file only" {
	toy_source 6.1 6.1.5-1
	toy_patch kernel/patches/0001-toy.patch four FOUR
	mkdir -p arch/arm64/kernel
	echo 1 >arch/arm64/kernel/entry.S
	make -s tree BASE=6.1
	tree=$KIT_BUILD/trees/6.1
	touch -d '2021-01-01' "$tree/kernel/a.c" "$tree/arch/arm64/kernel/entry.S"
	echo 2 >arch/arm64/kernel/entry.S
	make -s tree BASE=6.1
	[ "$(cat "$tree/arch/arm64/kernel/entry.S")" = 2 ]
	[ "$(mtime "$tree/arch/arm64/kernel/entry.S")" -gt "$(date -d '2025-01-01' +%s)" ]
	[ "$(mtime "$tree/kernel/a.c")" -eq "$(date -d '2021-01-01' +%s)" ]
	[ "$(mtime "$tree/kernel/b.c")" -eq "$(date -d '2020-01-01' +%s)" ]
}

@test "tree: what leaves the series leaves the tree, and make will see it" {
	toy_source 6.1 6.1.5-1
	toy_patch kernel/patches/0001-toy.patch four FOUR
	toy_file kernel/new.c new
	make -s tree BASE=6.1
	toy_drop kernel/patches/0001-toy.patch
	rm kernel/new.c
	make -s tree BASE=6.1
	tree=$KIT_BUILD/trees/6.1
	grep -qx four "$tree/kernel/a.c"
	[ ! -e "$tree/kernel/new.c" ]
	[ "$(mtime "$tree/kernel/a.c")" -gt "$(date -d '2025-01-01' +%s)" ]
}

@test "tree: a patch that does not apply is named with file and hunk, the tree stays" {
	toy_source 6.1 6.1.5-1
	toy_patch kernel/patches/0001-toy.patch four FOUR
	make -s tree BASE=6.1
	find "$KIT_BUILD/trees/6.1" -type f -printf '%p %T@ %s\n' | sort >before
	toy_patch kernel/patches/0002-toy.patch FIVE five
	run make tree BASE=6.1
	[ "$status" -ne 0 ]
	[[ $output == *"kernel/patches/0002-toy.patch does not apply to 6.1.5-1: kernel/a.c, hunk 1 (line 2)"* ]]
	find "$KIT_BUILD/trees/6.1" -type f -printf '%p %T@ %s\n' | sort >after
	cmp before after
	[ -z "$(find "$KIT_BUILD/trees" -maxdepth 1 -name '6.1.??????')" ]
}

@test "tree: no patch brings what patch(1) leaves behind" {
	cd "$real"
	run grep -lE '^\+\+\+ .*\.(orig|rej)$' */patches/*.patch arch/*/patches/*.patch
	[ "$status" -eq 1 ]
}

@test "tree: a patch for a file that is not there is named" {
	toy_source 6.1 6.1.5-1
	toy_patch kernel/patches/0001-toy.patch four FOUR
	sed -i 's|kernel/a.c|kernel/gone.c|' kernel/patches/0001-toy.patch
	run make tree BASE=6.1
	[ "$status" -ne 0 ]
	[[ $output == *"0001-toy.patch does not apply to 6.1.5-1"* ]]
}

@test "tree: to have looked at nothing is not to have found nothing" {
	toy_source 6.1 6.1.5-1
	toy_patch kernel/patches/0001-toy.patch four FOUR
	make -s tree BASE=6.1
	mkdir bin
	printf '%s\n' '#!/bin/sh' 'case " $* " in *" --check "*) kill -9 $$ ;; esac' \
		"exec $(command -v sha256sum) \"\$@\"" >bin/sha256sum
	chmod +x bin/sha256sum
	toy_drop kernel/patches/0001-toy.patch
	PATH=$PWD/bin:$PATH run make tree BASE=6.1
	[ "$status" -ne 0 ]
	[[ $output == *"sha256sum ended with status 137"* ]]
	make -s tree BASE=6.1
	grep -qx four "$KIT_BUILD/trees/6.1/kernel/a.c"
}

@test "tree: a file that a patch makes has to be named by it" {
	toy_source 6.1 6.1.5-1
	toy_list kernel/patches/0001-empty.patch
	{
		toy_header 'toy: Make a file'
		printf '%s\n' 'diff --git a/kernel/empty.c b/kernel/empty.c' 'new file mode 100644' \
			'index 000000000000..e69de29bb2d1'
	} >kernel/patches/0001-empty.patch
	toy_patch kernel/patches/0002-toy.patch four FOUR
	run make tree BASE=6.1
	[ "$status" -ne 0 ]
	[[ $output == *"a patch makes kernel/empty.c without a line +++ b/kernel/empty.c"* ]]
}

@test "tree: a patch may remove a file, and taking it back restores it" {
	toy_source 6.1 6.1.5-1
	toy_list kernel/patches/0001-rm.patch
	{
		toy_header 'toy: Remove a file'
		printf '%s\n' '--- a/kernel/b.c' '+++ /dev/null' '@@ -1 +0,0 @@' '-b'
	} >kernel/patches/0001-rm.patch
	make -s tree BASE=6.1
	[ ! -e "$KIT_BUILD/trees/6.1/kernel/b.c" ]
	toy_drop kernel/patches/0001-rm.patch
	make -s tree BASE=6.1
	grep -qx b "$KIT_BUILD/trees/6.1/kernel/b.c"
}

@test "tree: a kit file must not replace a file of the base" {
	toy_source 6.1 6.1.5-1
	toy_file kernel/b.c mine
	run make tree BASE=6.1
	[ "$status" -ne 0 ]
	[[ $output == *"kernel/b.c is in 6.1.5-1 already"* ]]
}

@test "tree: an edit by hand is not overwritten" {
	toy_source 6.1 6.1.5-1
	toy_patch kernel/patches/0001-toy.patch four FOUR
	make -s tree BASE=6.1
	echo mine >>"$KIT_BUILD/trees/6.1/kernel/a.c"
	toy_patch kernel/patches/0001-toy.patch four VIER
	run make tree BASE=6.1
	[ "$status" -ne 0 ]
	[[ $output == *"edited in the tree, and the series now changes it too: $KIT_BUILD/trees/6.1/kernel/a.c"* ]]
	grep -qx mine "$KIT_BUILD/trees/6.1/kernel/a.c"
}

@test "tree: an edit of a file that the series did not touch before is not overwritten" {
	toy_source 6.1 6.1.5-1
	make -s tree BASE=6.1
	sleep 0.1 # the clock of file times ticks slowly
	echo mine >>"$KIT_BUILD/trees/6.1/kernel/a.c"
	toy_patch kernel/patches/0001-toy.patch four FOUR
	run make tree BASE=6.1
	[ "$status" -ne 0 ]
	[[ $output == *"the series now changes it too: $KIT_BUILD/trees/6.1/kernel/a.c"* ]]
	grep -qx mine "$KIT_BUILD/trees/6.1/kernel/a.c"
}

@test "tree: a new point release does not wipe out edits" {
	toy_source 6.1 6.1.5-1
	make -s tree BASE=6.1
	sleep 0.1
	echo mine >>"$KIT_BUILD/trees/6.1/kernel/b.c"
	toy_source 6.1 6.1.6-1
	run make tree BASE=6.1
	[ "$status" -ne 0 ]
	[[ $output == *"which 6.1.6-1 is about to replace: $KIT_BUILD/trees/6.1/kernel/b.c"* ]]
	grep -qx mine "$KIT_BUILD/trees/6.1/kernel/b.c"
}

@test "tree: what fails besides the series is not the series' fault" {
	toy_source 6.1 6.1.5-1
	make -s tree BASE=6.1
	toy_file kernel/new.c new
	mkdir bin
	printf '#!/bin/sh\nexit 1\n' >bin/chmod
	chmod +x bin/chmod
	PATH=$PWD/bin:$PATH run sh ci/port/assemble.sh 6.1
	[ "$status" -eq 2 ]
}

@test "tree: it waits until nobody builds from it, and readers do not wait" {
	toy_source 6.1 6.1.5-1
	make -s tree BASE=6.1
	exec 5<"$KIT_BUILD/trees/6.1.lock"
	flock -s 5
	timeout 5 make -s tree BASE=6.1 5<&-
	toy_file kernel/new.c new
	run timeout 1 make -s tree BASE=6.1 5<&-
	[ "$status" -ne 0 ]
	[ ! -e "$KIT_BUILD/trees/6.1/kernel/new.c" ]
	exec 5<&-
	make -s tree BASE=6.1
	[ -e "$KIT_BUILD/trees/6.1/kernel/new.c" ]
}

@test "cache: without HOME and XDG_CACHE_HOME it is said what to set" {
	run env -u HOME -u XDG_CACHE_HOME sh ci/lib/names.sh arch x86
	[ "$status" -eq 2 ]
	[[ $output == *"set HOME, or XDG_CACHE_HOME"* ]]
}

@test "paths: a build directory that kbuild cannot use is told" {
	toy_source 6.1 6.1.5-1
	KIT_BUILD="$BATS_TEST_TMPDIR/a b" run make tree BASE=6.1
	[ "$status" -ne 0 ]
	[[ $output == *"cannot be built below a path with blanks or colons"* ]]
}

@test "tree: an interrupted assembly is repaired by the next" {
	toy_source 6.1 6.1.5-1
	toy_patch kernel/patches/0001-toy.patch four FOUR
	toy_file kernel/new.c new
	make -s tree BASE=6.1
	rm "$KIT_BUILD/trees/6.1/.kit/key" "$KIT_BUILD/trees/6.1/.kit/sums" "$KIT_BUILD/trees/6.1/kernel/new.c"
	toy_drop kernel/patches/0001-toy.patch
	make -s tree BASE=6.1
	grep -qx four "$KIT_BUILD/trees/6.1/kernel/a.c"
	grep -qx new "$KIT_BUILD/trees/6.1/kernel/new.c"
}

@test "tree: a new point release replaces the old one" {
	toy_source 6.1 6.1.5-1
	make -s tree BASE=6.1
	toy_source 6.1 6.1.6-1
	make -s tree BASE=6.1
	[ "$(cat "$KIT_BUILD/trees/6.1/.kit/version")" = 6.1.6-1 ]
}

@test "tree: a full disk is told before anything is touched" {
	toy_source 6.1 6.1.5-1
	mkdir bin
	printf '#!/bin/sh\nprintf "h\\nfs 1 1 17 1%% /\\n"\n' >bin/df
	chmod +x bin/df
	PATH=$PWD/bin:$PATH run make tree BASE=6.1
	[ "$status" -ne 0 ]
	[[ $output == *"needs 2500 MB in"*"but only 17 MB are free; free some space"* ]]
	[ ! -e "$KIT_BUILD/trees/6.1" ]
}

@test "status: none, native and ported are read from the trees" {
	export KIT_HOST=$real/build/host
	toy_source 6.1 6.1.5-1
	toy_source 6.12 6.12.5-1
	printf '\tselect HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS\n' \
		>>"$XDG_CACHE_HOME/direct-call-kit/sources/6.12/current/arch/arm64/Kconfig"
	run make status BASES="6.1 6.12"
	echo "$output"
	[[ $output == *"arm64     none      native"* ]]
	toy_list arch/arm64/patches/0001-select.patch
	{
		toy_header 'toy: Select'
		printf '%s\n' '--- a/arch/arm64/Kconfig' '+++ b/arch/arm64/Kconfig' '@@ -2 +2,2 @@' \
			$' \tselect HAVE_FTRACE' $'+\tselect HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS'
	} >arch/arm64/patches/0001-select.patch
	run make status BASES="6.1 6.12"
	echo "$output"
	[[ $output == *"arm64     ported    native"* ]]
}

@test "status: where the JIT of BPF makes trampolines is read from the trees" {
	export KIT_HOST=$real/build/host
	toy_source 6.1 6.1.5-1
	toy_source 6.12 6.12.5-1
	mkdir "$XDG_CACHE_HOME/direct-call-kit/sources/6.12/current/arch/arm64/net"
	echo 'int arch_prepare_bpf_trampoline(struct bpf_tramp_image *im,' \
		>"$XDG_CACHE_HOME/direct-call-kit/sources/6.12/current/arch/arm64/net/jit.c"
	run make status BASES="6.1 6.12"
	echo "$output"
	[[ $output == *"Does the JIT"*"arm64     no        yes"* ]]
}

@test "manifest: a flavor adds what it requires, on one base or on all" {
	printf '%s\n' 'none toy.everywhere' 'none[6.1,6.2) toy.here' >ci/flavors/plain.manifest
	toy_cell cell "cell 6.1/arm64/plain" "arch arm64" "flavor plain" "status none" \
		"version 6.1.5" "series none"
	run sh ci/lib/manifest.sh cell
	[ "$(grep -cx 'toy\.[a-z]*' <<<"$output")" -eq 2 ]
	fact cell version 6.12.5
	run sh ci/lib/manifest.sh cell
	[ "$(grep -x 'toy\.[a-z]*' <<<"$output")" = toy.everywhere ]
	fact cell version 6.1.5
	fact cell flavor debug
	run sh ci/lib/manifest.sh cell
	[[ $output != *toy.* ]]
}

@test "manifest: a flavor that is like another requires what that one does" {
	echo 'none toy.other' >ci/flavors/size.manifest
	echo 'none toy.own' >ci/flavors/plain.manifest
	echo 'manifest size' >ci/flavors/plain.descriptor
	toy_cell cell "cell 6.1/arm64/plain" "arch arm64" "flavor plain" "status none" \
		"version 6.1.5" "series none"
	run sh ci/lib/manifest.sh cell
	[ "$status" -eq 0 ]
	[ "$(grep '^toy' <<<"$output" | paste -sd,)" = toy.other,toy.own ]
	echo 'none without toy.other for a reason' >>ci/flavors/plain.manifest
	run sh ci/lib/manifest.sh cell
	[ "$(grep '^toy' <<<"$output" | paste -sd,)" = toy.own ]
	echo 'manifest sise' >ci/flavors/plain.descriptor
	run sh ci/lib/manifest.sh cell
	[ "$status" -ne 0 ]
	[[ $output == *"6.1/arm64/plain: flavor plain takes ci/flavors/sise.manifest, which is not there"* ]]
}

@test "manifest: what a flavor leaves out is named with its reason, and is there" {
	toy_cell cell "cell 6.1/arm64/plain" "arch arm64" "flavor plain" "status none" \
		"version 6.1.5" "series none"
	printf '%s\n' 'none toy.dc01_kept' 'none toy.program.dc02_one' 'none toy.program.two' \
		'none toy.programs.other' 'none toy.test' 'any without toy.program it needs the moon' \
		'none[6.1,6.2)/arm64 without toy.test so does it' 'any[6.12,) without toy.dc01_kept not here' \
		>ci/flavors/plain.manifest
	run sh ci/lib/manifest.sh cell
	[ "$status" -eq 0 ]
	[ "$(grep '^toy' <<<"$output" | paste -sd,)" = "toy.dc01_kept,toy.programs.other" ]
	[[ $output != *moon* ]]
	[[ $output == *"guest.tracefs"* ]]
	echo 'none without toy.dc01_kept' >>ci/flavors/plain.manifest
	run sh ci/lib/manifest.sh cell
	[ "$status" -ne 0 ]
	[[ $output == *"kit: ci/flavors/plain.manifest: toy.dc01_kept is left out without a reason"* ]]
	sed -i '$s/.*/any without toy.absent it is gone/' ci/flavors/plain.manifest
	run sh ci/lib/manifest.sh cell
	[ "$status" -ne 0 ]
	[[ $output == *"ci/flavors/plain.manifest: toy.absent is left out, which nothing asks for here"* ]]
}

@test "build: what came from the shared store and could not be used is no hit" {
	toy_cell "$BATS_TEST_TMPDIR/cell"
	printf '%s\n' '# a.c' direct_cache_hit local_storage_miss remote_storage_hit \
		'# b.c' cache_miss direct_cache_miss remote_storage_hit \
		'# c.c' preprocessed_cache_hit local_storage_hit '# d.c' called_for_link >"$BATS_TEST_TMPDIR/cell/compiler-cache"
	run sh -euc '. ci/lib/common.sh; . ci/lib/cell.sh; . ci/lib/built.sh; DIR=$1; cache_fact' - "$BATS_TEST_TMPDIR/cell"
	[ "$status" -eq 0 ]
	grep -qx 'compiler_cache 2 of 3 compilations (66.7%), 1 from the shared store' "$BATS_TEST_TMPDIR/cell/meta"
}

@test "kdir: a directory that is no kernel tree is refused" {
	mkdir empty
	run make matrix KDIR="$PWD/empty"
	[ "$status" -ne 0 ]
	[[ $output == *"is no kernel source tree (it has no Makefile)"* ]]
	run make matrix KDIR="$PWD/nowhere"
	[ "$status" -ne 0 ]
	[[ $output == *"nowhere is no directory"* ]]
}

@test "deps: a missing package is only named with DEPS=check" {
	echo no-such-package-of-the-kit >>ci/get/packages.host
	DEPS=check run sh ci/get/deps.sh host
	[ "$status" -ne 0 ]
	[[ $output == *"missing packages: no-such-package-of-the-kit "* ]]
}

@test "deps: a mistyped DEPS is refused" {
	echo no-such-package-of-the-kit >>ci/get/packages.host
	DEPS=chekc run sh ci/get/deps.sh host
	[ "$status" -ne 0 ]
	[[ $output == *"DEPS=chekc is not understood"* ]]
}

@test "scripts: what has a shebang can be run, and what has none cannot" {
	local file
	# As git has them: a copy may have other bits.
	git -C "$real" ls-files -s ci tools .ci | while read -r mode _ _ file; do
		[ -f "$real/$file" ] || continue
		case $(head -c 2 "$real/$file" | tr -d '\0')$mode in
		'#!100755' | '#!120000') ;;
		'#!'*) echo "$file begins with #! and has no run bit" && return 1 ;;
		*100755) echo "$file has the run bit and does not begin with #!" && return 1 ;;
		esac
	done
}

@test "help: every target and variable, in one screen" {
	run make help
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -le 40 ]
	targets=$(make -pn help | sed -n 's/^\.PHONY: //p' | tr ' ' '\n' | grep -vx 'help\|variables')
	variables=$(awk '/^# Others/ { exit } !/^#/ && NF { print $1 }' ci/lib/variables)
	[ "$(wc -w <<<"$targets $variables")" -gt 35 ]
	for word in $targets $variables; do
		grep -qw -- "$word" <<<"$output" || { echo "help does not name $word" && return 1; }
	done
}

# kbuild makes a module's types anew when vmlinux changes, but not for one that is
# built outside the tree; the kernel then refuses to load it.
@test "suite: another vmlinux has its modules built anew, the same one has not" {
	export KDIR=$BATS_TEST_TMPDIR/built KSFT=$BATS_TEST_TMPDIR/selftests OUTPUT=$BATS_TEST_TMPDIR/suite
	mkdir -p "$KDIR" "$KSFT"
	printf '%s\n' 'all: $(TEST_GEN_FILES)' >"$KSFT/lib.mk"
	# A kbuild to which a module that is there is a module that is right.
	cat >"$KDIR/Makefile" <<-'EOF'
	modules: $(addprefix $(M)/ftrace_direct_,test.ko late.ko many.ko owner.ko)
	%.ko: ; cp $(CURDIR)/vmlinux $@
	EOF
	suite() { make -s -C tools/testing/selftests/ftrace_direct TEST_GEN_PROGS= TEST_GEN_PROGS_EXTENDED= \
		$(printf "$OUTPUT/ftrace_direct_%s.ko " test late many owner); }
	echo first >"$KDIR/vmlinux"
	touch -d '1 hour ago' "$KDIR/vmlinux"
	suite
	[ "$(cat "$OUTPUT/ftrace_direct_test.ko")" = first ]
	before=$(stat -c %y "$OUTPUT"/*.ko "$OUTPUT"/module-build/*.ko)
	suite
	[ "$(stat -c %y "$OUTPUT"/*.ko "$OUTPUT"/module-build/*.ko)" = "$before" ]
	echo second >"$KDIR/vmlinux"
	touch -d '1 minute' "$KDIR/vmlinux"
	suite
	[ "$(cat "$OUTPUT/ftrace_direct_test.ko" "$OUTPUT/ftrace_direct_owner.ko" | sort -u)" = second ]
}

@test "compiler cache: what an .incbin brings in is looked at" {
	export CCACHE_DIR=$BATS_TEST_TMPDIR/ccache CCACHE_DEPEND=1
	command -v ccache
	cd "$BATS_TEST_TMPDIR"
	echo '.incbin "kernel.gz"' >piggy.S
	for content in first other; do
		printf %s "$content" >kernel.gz
		sh "$BATS_TEST_DIRNAME/../lib/cc.sh" gcc -Wp,-MMD,piggy.d -c -o piggy.o piggy.S
		grep -q "$content" piggy.o
	done
}

@test "compiler cache: a header of the architecture that is new is found" {
	export CCACHE_DIR=$BATS_TEST_TMPDIR/ccache CCACHE_DEPEND=1 MADE_WITH=$BATS_TEST_TMPDIR/made-with
	command -v ccache
	cd "$BATS_TEST_TMPDIR"
	mkdir -p arch/kit all/kit samples/ftrace_direct
	echo 'char text[] = "of all";' >all/kit/slot.h
	echo '#include <kit/slot.h>' >samples/ftrace_direct/one.c
	compile() {
		(cd arch/kit && echo *) >made-with
		sh "$BATS_TEST_DIRNAME/../lib/cc.sh" gcc -Wp,-MMD,one.d -Iarch -Iall -c -o one.o samples/ftrace_direct/one.c
	}
	compile
	grep -q 'of all' one.o
	echo 'char text[] = "its own";' >arch/kit/slot.h
	compile
	grep -q 'its own' one.o
}

@test "compiler cache: the rest comes out of it, and a compiler's status is its own" {
	export CCACHE_DIR=$BATS_TEST_TMPDIR/ccache CCACHE_DEPEND=1
	cd "$BATS_TEST_TMPDIR"
	echo 'int one;' >one.c
	for round in 1 2; do
		sh "$BATS_TEST_DIRNAME/../lib/cc.sh" gcc -Wp,-MMD,one.d -c -o one.o one.c
	done
	ccache -s | grep -qE 'Hits: +1 '
	echo 'int one' >one.c
	run sh "$BATS_TEST_DIRNAME/../lib/cc.sh" gcc -Wp,-MMD,one.d -c -o one.o one.c
	[ "$status" -eq 1 ]
}
