#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Mutants that go wrong, each with an honest word and exit status: on a toy
# source whose "kernel" is its first file, in a guest that a script plays.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit
load toy-mutants

setup() {
	fresh_kit
	export KIT_HOST=$real/build/host
	[ -x "$KIT_HOST/kit-mutant" ] || skip "the kit's programs are not built"
	toy_source 6.1 6.1.5-1
	toy_steps
	mkdir -p tools/testing/mutants
}

# mutant NAME TO CAUGHT-BY [FROM]: changes the toy kernel's fourth line
mutant() {
	toy_patch "$BATS_TEST_TMPDIR/patch" "${4:-four}" "$2"
	{
		printf '%s\n' "Mutant: 5" "Title: toy" "Range: [6.1,6.2)" "Breaks: DC-05" "Caught-by: $3" "" \
			"Somebody might." ""
		sed -n '/^--- a/,$p' "$BATS_TEST_TMPDIR/patch"
	} >"tools/testing/mutants/$1.patch"
}

@test "mutants: one that its test catches is killed, and only that is exit status 0" {
	mutant good BREAKS05 'ftrace_direct.*dc05*'
	mutants
	[ "$status" -eq 0 ]
	[[ $output == *"6.1/s390/plain: PASS without a mutant"* ]]
	[[ $output == *" 5  good "*"DC-05  killed    ftrace_direct.toy.dc05_b"* ]]
	[[ $output == *"1 of 1 mutants were killed by the test that names the guarantee."* ]]
	[ "$(fate .fate good)" = killed ]
	# one boot, and only of the program that holds the test
	[ "$(cat "$KIT_BUILD/mutants/6.1/s390/plain/good/named/appended")" = kit.only=ftrace_direct.toy ]
	[ ! -e "$KIT_BUILD/mutants/6.1/s390/plain/good/all" ]
}

@test "mutants: the test that catches it is the end of its boot" {
	mutant good 'BREAKS05 HANGS' 'ftrace_direct.*dc05*'
	mutants
	[ "$status" -eq 0 ]
	[[ $output == *"killed    ftrace_direct.toy.dc05_b"* ]]
	[ "$(jq -r .reason "$KIT_BUILD/mutants/6.1/s390/plain/good/named/result.json")" = \
		"ftrace_direct.toy.dc05_b failed, and the boot was ended there as asked" ]
	# Where more than a failure is asked for, or another test fails, it is not.
	mutant good 'BREAKS05 HANGS' 'HANG ftrace_direct.*dc05*'
	TIMEOUT_SCALE=0.1 mutants
	[ "$status" -eq 0 ]
	mutant good 'BREAKS01 BREAKS20' 'ftrace_direct.*dc20*'
	mutants
	[ "$status" -eq 0 ]
	[[ $output == *"killed    ftrace_direct.toy.dc20_c"* ]]
}

@test "mutants: a test that never began did not catch it" {
	mutant good 'BREAKS01 HANGS' 'ftrace_direct.*dc05*'
	sed -i 's/^Caught-by.*/&\nCaught-by: ftrace_direct.*dc01*/' tools/testing/mutants/good.patch
	mutants
	[ "$status" -eq 0 ]
	[[ $output == *"killed    ftrace_direct.toy.dc01_a"* ]]
}

@test "mutants: a kernel that panics of a hang is killed by the test that hung" {
	mutant sleeper SLEEPS 'HANG ftrace_direct.*dc05*'
	TIMEOUT_SCALE=0.1 mutants
	[ "$status" -eq 0 ]
	[[ $output == *"killed    HANG in ftrace_direct.toy.dc05_b"* ]]
	# But not if that has begun after what sleeps fell asleep.
	mutants
	[ "$status" -ne 0 ]
	[[ $output == *"sleeper "*"OTHER     HANG in"* ]]
}

@test "mutants: without a result of the baseline kernel there is none of a mutant" {
	mutant good BREAKS05 'ftrace_direct.*dc05*'
	sed -i '2i case $1 in */baseline) echo "no boot script today" >&2; exit 3 ;; esac' ci/command.sh
	mutants
	[ "$status" -eq 2 ]
	[[ $output == *"boot of the baseline kernel gave no result"* ]]
	[[ $output != *"killed  "* ]]
	[ ! -e "$KIT_BUILD/mutants/6.1/s390/plain/good/mutant.json" ]
}

@test "mutants: the baseline kernel's result of another run is none of this one" {
	mutant good BREAKS05 'ftrace_direct.*dc05*'
	mutants
	[ "$status" -eq 0 ]
	sed -i '2i case $1 in */baseline) exit 3 ;; esac' ci/mutants/mutant-boot.sh
	mutants
	[ "$status" -eq 2 ]
	[[ $output != *"killed  "* ]]
	[ ! -e "$KIT_BUILD/mutants/6.1/s390/plain/good/mutant.json" ]
}

@test "mutants: one that survives is exit status 1" {
	mutant survivor harmless 'ftrace_direct.*dc05*'
	mutants
	[ "$status" -ne 0 ]
	[[ $output == *"survivor "*"SURVIVED  ftrace_direct.*dc05* held"* ]]
	[[ $output == *"0 of 1 mutants were killed"* ]]
	[ "$(fate .fate survivor)" = SURVIVED ]
}

@test "mutants: one that changes nothing has to say so, and is not believed if it does" {
	mutant same harmless nobody
	mutant good BREAKS05 'ftrace_direct.*dc05*'
	mutants
	[ "$status" -eq 0 ]
	[[ $output == *"same "*"equal     nothing, as argued"* ]]
	[[ $output == *"1 of 2 mutants were killed"*"1 changed nothing that can be seen"* ]]
	mutant same BREAKS01 nobody
	mutants MUTANTS=same
	[ "$status" -ne 0 ]
	[[ $output == *"same "*"OTHER     ftrace_direct.toy.dc01_a"* ]]
	sed -i 's/^Caught-by.*/&\nCaught-by: LOST/' tools/testing/mutants/same.patch
	mutants MUTANTS=same
	[ "$status" -eq 2 ]
	[[ $output == *"\"Caught-by: nobody\" together with a test or a verdict"* ]]
}

@test "mutants: one that another test catches is exit status 1, and says which" {
	mutant wrong BREAKS01 'ftrace_direct.*dc05*'
	mutants
	[ "$status" -ne 0 ]
	[[ $output == *"wrong "*"OTHER     ftrace_direct.toy.dc01_a"* ]]
}

@test "mutants: one that does not apply is exit status 1, with file and hunk" {
	mutant stale BREAKS05 'ftrace_direct.*dc05*' nine
	mutants
	[ "$status" -ne 0 ]
	[[ $output == *"stale "*"APPLY "*"stale.patch does not apply to 6.1.5-1: kernel/a.c, hunk 1"* ]]
}

@test "mutants: one that does not build is no kill" {
	mutant unbuilt BROKEN 'ftrace_direct.*dc05*'
	mutants
	[ "$status" -ne 0 ]
	[[ $output == *"unbuilt "*"BUILD     BUILD: toy broke"* ]]
}

@test "mutants: a kernel that dies in the named test is killed by it" {
	mutant deadly DIES 'CRASH ftrace_direct.*dc05*'
	mutants
	[ "$status" -eq 0 ]
	[[ $output == *"killed    CRASH in ftrace_direct.toy.dc05_b"* ]]
}

@test "mutants: a kernel that dies in another test is not" {
	mutant deadly DIES 'ftrace_direct.*dc20*'
	mutants
	[ "$status" -ne 0 ]
	[[ $output == *"OTHER     CRASH in ftrace_direct.toy.dc05_b"* ]]
}

@test "mutants: the verdict that is asked for must be the one" {
	mutant deadly DIES 'HANG ftrace_direct.*dc05*'
	mutants
	[ "$status" -ne 0 ]
	[[ $output == *"OTHER     CRASH in"* ]]
}

@test "mutants: a guarantee without a test is told" {
	mutant early harmless 'ftrace_direct.*dc38*'
	mutants
	[ "$status" -ne 0 ]
	[[ $output == *"SURVIVED  no required test is named ftrace_direct.*dc38*"* ]]
}

@test "mutants: a test that fails without the mutant kills nothing" {
	mutant good BREAKS05 'ftrace_direct.*dc05*' BREAKS05
	sed -i 's/four/BREAKS05/' "$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1/kernel/a.c"
	mutants
	[ "$status" -ne 0 ]
	[[ $output == *"6.1/s390/plain: FAIL without any mutant"* ]]
	[[ $output != *"killed   "* ]]
	[[ $output == *"first make it so"* ]]
}

@test "mutants: one after another, each on the baseline tree" {
	mutant a BREAKS01 'ftrace_direct.*dc01*'
	mutant b BREAKS05 'ftrace_direct.*dc05*'
	mutants
	[ "$status" -eq 0 ]
	mutants MUTANTS='b'
	[ "$status" -eq 0 ]
	[[ $output == *"1 of 1 mutants"* ]]
	MUTANTS=nobody run sh ci/mutants/mutants.sh 6.1/s390/plain
	[ "$status" -ne 0 ]
	[[ $output == *"MUTANTS='nobody' matches none"* ]]
}

@test "mutants: SHARD takes each one once, and none twice" {
	for name in a b c d e; do mutant "$name" BREAKS05 'ftrace_direct.*dc05*'; done
	: >"$BATS_TEST_TMPDIR/taken"
	for part in 2 1 3; do
		mutants SHARD="$part/3"
		[ "$status" -eq 0 ]
		[ ! -e "$KIT_BUILD/mutants/6.1/s390/plain/mutants" ] ||
			cat "$KIT_BUILD/mutants/6.1/s390/plain/mutants" >>"$BATS_TEST_TMPDIR/taken"
	done
	[ "$(sort "$BATS_TEST_TMPDIR/taken" | paste -sd ' ')" = "a b c d e" ]
}

@test "mutants: no two boot at once on two CPUs" {
	for name in a b c; do
		mutant $name 'BREAKS05 SLOW' 'ftrace_direct.*dc05*'
	done
	OMP_NUM_THREADS=2 mutants # which nproc goes by
	[ "$status" -eq 0 ]
	[[ $output == *"3 of 3 mutants"* ]]
	[ ! -e "$KIT_BUILD/overlaps" ]
}

@test "mutants: the baseline tree and its key know nothing of them" {
	make -s tree BASE=6.1
	key=$(cat "$KIT_BUILD/trees/6.1/.kit/key")
	mutant good BREAKS05 'ftrace_direct.*dc05*'
	mkdir -p arch/s390/mutants
	cp tools/testing/mutants/good.patch arch/s390/mutants/
	make -s tree BASE=6.1
	[ "$(cat "$KIT_BUILD/trees/6.1/.kit/key")" = "$key" ]
	[ ! -e "$KIT_BUILD/trees/6.1/tools/testing/mutants" ]
	[ ! -e "$KIT_BUILD/trees/6.1/arch/s390/mutants" ]
}

@test "mutants: a source that links share is not written to" {
	mutant good BREAKS05 'ftrace_direct.*dc05*'
	mutants
	grep -qx four "$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1/kernel/a.c"
}

@test "mutants: the place of an architecture's mutant says what it is for" {
	mutant good BREAKS05 'ftrace_direct.*dc05*'
	mkdir -p arch/x86/mutants
	mv tools/testing/mutants/good.patch arch/x86/mutants/
	mutants
	[ "$status" -eq 2 ]
	[[ $output == *"6.1/s390/plain: there is no mutant for it"* ]]
}

@test "mutants: one for other versions than the tree's is left out" {
	mutant now BREAKS05 'ftrace_direct.*dc05*'
	mutant later BREAKS05 'ftrace_direct.*dc05*'
	sed -i 's/^Range.*/Range: [6.1.1,)/' tools/testing/mutants/later.patch
	mutants
	[[ $output == *"1 of 1 mutants were killed"* ]]
	sed -i 's/^Range.*/Range: [5.10,6.1.1)/' tools/testing/mutants/later.patch
	mutants
	[[ $output == *"2 of 2 mutants were killed"* ]]
}

@test "mutants: one that only some flavors can see is left out of the others" {
	mutant seen BREAKS05 'ftrace_direct.*dc05*'
	mutant unseen BREAKS05 'ftrace_direct.*dc05*'
	sed -i 's/^Breaks/Flavors: debug preempt\nBreaks/' tools/testing/mutants/unseen.patch
	mutants
	[[ $output == *"1 of 1 mutants were killed"* ]]
	sed -i 's/^Flavors.*/Flavors: plain debug/' tools/testing/mutants/unseen.patch
	mutants
	[[ $output == *"2 of 2 mutants were killed"* ]]
}

@test "mutants: a header that says too little is an error, not a pass" {
	mutant good BREAKS05 'ftrace_direct.*dc05*'
	file=tools/testing/mutants/good.patch
	cp $file whole
	for change in '/^Caught-by/d' '/^Breaks/d' '/^Mutant/d' '/^Range/d' 's/^Range: .*/Range: 6.1/' 's/^Breaks: .*/Breaks: much/' \
		's/^Caught-by: .*/Caught-by: BUILD/' 's/^Title/Titel/' '/^Somebody/d' '/^--- /,$d'; do
		sed "$change" whole >$file
		mutants
		[ "$status" -eq 2 ]
		[[ $output == *"the mutant $file: "* ]]
	done
}

@test "mutants: a tree of one's own has none" {
	mkdir -p own/kernel/trace own/scripts/kconfig
	touch own/{Kconfig,Kbuild,kernel/trace/ftrace.c}
	printf 'VERSION = 6\nPATCHLEVEL = 1\n' >own/Makefile
	run make mutants CELL=kdir/s390/plain KDIR="$PWD/own"
	[ "$status" -ne 0 ]
	[[ $output == *"is a tree of yours"* ]]
}
