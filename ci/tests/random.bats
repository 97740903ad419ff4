#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Mutants by chance: what is changed, in an order that the seed decides, and the score. On
# a toy source whose "kernel" is its first file, in a guest that a script plays.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit
load toy-mutants

setup() {
	update=${KIT_UPDATE_GOLDEN:-}
	fresh_kit
	export KIT_HOST=$real/build/host
	[ -x "$KIT_HOST/kit-mutant" ] || skip "the kit's programs are not built"
	toy_source 6.1 6.1.5-1
	toy_steps
	# The series adds only what a test says.
	rm -rf arch/s390/kernel
	sed 1,3p -n -i ci/mutants/equivalent
	# The flavor debug notices another change.
	sed -i 's/BREAKS05/limit.=.5/; s/BREAKS20/$(case $FLAVOR in debug) echo limit.=.3 ;; *) echo BREAKS20 ;; esac)/' ci/command.sh
	# The compiler makes the same of every number of same.
	sed -i 's|^cp "$tree/kernel/a.c" "$image"|sed "s/same = [0-9]*/same/" "$tree/kernel/a.c" >"$image"|' ci/cell.sh
}

# adds LINE: the series replaces the fourth line by it
adds() { toy_patch kernel/patches/toy-change.patch four "	$1"; }

chances() {
	run make mutants CELL=6.1/s390/plain SEED=toy "$@"
	echo "$output"
	cat "$KIT_BUILD/mutants.log" 2>/dev/null || :
}

score() { printf '%s\n' "$output" | grep '^6.1/s390/plain, seed'; }
mutants_dir() { echo "$KIT_BUILD/mutants/6.1/s390/${1:-plain}"; }

# changes FILE: all that can be changed in a file that is new, as golden text
changes() {
	mkdir -p old new/.kit "new/${1%/*}"
	cp "$BATS_TEST_DIRNAME/golden/changes/${1##*/}" "new/$1"
	echo "$1" >new/.kit/touched
	python3 ci/mutants/random/generate.py new old arm64 100000 0 out >names
	grep -L '^Caught-by: nobody' out/*.patch | xargs sed -n '/^Title/{s/^Title: [^:]*:\([0-9]* .*\)/\1/;h}; /^+[^+]/{s/^+\t*/ |/;H;x;s/\n//;p}' | sort -n
}

golden() { # FILE
	changes "$1" >actual
	expected=$BATS_TEST_DIRNAME/golden/changes/${1##*/}.changes
	[ -z "$update" ] || cp actual "$expected"
	diff -u "$expected" actual
}

@test "random: what is changed in a line of C" { golden kernel/toy.c; }

@test "random: what is changed in a line of assembly" { golden arch/arm64/kernel/toy.S; }

@test "random: what is changed in a string of assembly" { golden arch/arm64/include/asm/toy.h; }

@test "random: only what the architecture compiles, and only what the series adds" {
	for file in kernel/a.c arch/arm64/a.c arch/s390/a.c tools/a.c Documentation/a.c samples/a.c; do
		mkdir -p "old/${file%/*}" "new/${file%/*}"
		printf '\ta = 1;\n' >"old/$file"
		printf '\ta = 1;\n\tb = 2;\n' >"new/$file"
	done
	mkdir new/.kit
	(cd new && find . -name '*.c' | sed 's|./||') >new/.kit/touched
	python3 ci/mutants/random/generate.py new old arm64 1000 0 out
	[ "$(sed -n 's/^+++ //p' out/*.patch | sort -u | paste -sd ' ')" = "b/arch/arm64/a.c b/kernel/a.c" ]
	! grep -qh '^-	a' out/*.patch
}

@test "random: a seed makes the same mutants, another seed other ones" {
	mkdir -p old new/.kit new/kernel
	cp "$BATS_TEST_DIRNAME/golden/changes/toy.c" new/kernel/
	echo kernel/toy.c >new/.kit/touched
	for seed in one one two; do
		rm -rf out
		python3 ci/mutants/random/generate.py new old arm64 20 $seed out | wc -l | grep -x 20
		cat out/*.patch | sed "s/$seed/seed/" | sha256sum >>sums
	done
	[ "$(sort -u sums | wc -l)" -eq 2 ]
	[ "$(sed -n 1p sums)" = "$(sed -n 2p sums)" ]
}

@test "random: each patch applies, and changes one line" {
	mkdir -p old new/.kit new/kernel
	cp "$BATS_TEST_DIRNAME/golden/changes/toy.c" new/kernel/
	echo kernel/toy.c >new/.kit/touched
	python3 ci/mutants/random/generate.py new old arm64 100000 0 out >names
	[ -s names ]
	while read -r _ _ patch; do
		patch -d new -p1 -F0 -s --dry-run <"$patch"
		[ "$(grep -c '^[-+][^-+]' "$patch")" -eq 2 ]
	done <names
}

@test "random: the score counts what is killed and what survives" {
	adds 'limit = 4;'
	chances RANDOM=2 SURVIVORS=0
	[ "$status" -ne 0 ]
	[[ $(score) == *"2 changes: 1 killed (0 only in debug), 0 equivalent, 1 survived, 0 did not build; 50.0% of those"* ]]
	[[ $output == *"killed         kernel/a.c:4 -: constant changed"*"ftrace_direct.toy.dc05_b"* ]]
	[[ $output == *"SURVIVED       kernel/a.c:4 -: constant changed"* ]]
	# Nothing more is made than there is, and one of them can be made again.
	chances RANDOM=9 SURVIVORS=0
	[[ $(score) == *"2 changes:"* ]]
	chances RANDOM=9 SURVIVORS=0 MUTANTS=2
	[[ $(score) == *"1 changes:"* ]]
}

@test "random: what survives is booted in the debug flavor" {
	adds 'limit = 4;'
	chances RANDOM=2
	[ "$status" -eq 0 ]
	[[ $(score) == *"2 killed (1 only in debug), 0 equivalent, 0 survived"* ]]
	[[ $output == *"debug: ftrace_direct.toy.dc20_c"* ]]
	# Only that one, and only once.
	[ "$(wc -l <"$(mutants_dir debug)/list")" -eq 1 ]
	[ ! -e "$(mutants_dir debug)"/random-*/all ]
}

@test "random: a test that only ran out of time in one of two boots has noticed nothing" {
	adds 'limit = 4;'
	# The program ends without that test: always with 5, only in the first boot with 3.
	sed -i 's/^t 2 dc05_b.*/has limit.=.5 || { has limit.=.3 \&\& [ ! -e "$DIR\/late" ] \&\& : >"$DIR\/late"; } || echo "    ok 2 dc05_b"/' ci/command.sh
	grep -q DIR/late ci/command.sh
	chances RANDOM=2 SURVIVORS=0
	[[ $(score) == *"1 killed (0 only in debug), 0 equivalent, 1 survived"* ]]
	[[ $output == *"FAIL in ftrace_direct.toy.dc05_b"* ]]
}

# in_boot COMMAND: what the guest's script does after the first test
in_boot() { sed -i "/has HANGS/i $1" ci/command.sh; }

@test "random: what ended QEMU in one of two boots has noticed nothing" {
	adds 'limit = 4;'
	# Always with 5, only in the first boot with 3.
	in_boot 'has limit.=.5 \&\& kill -9 \\$\\$'
	in_boot 'has limit.=.3 \&\& [ ! -e "$DIR/died" ] \&\& { : >"$DIR/died"; kill -9 \\$\\$; }'
	sed -i 's/^t 2 dc05_b.*/echo "    ok 2 dc05_b"/' ci/command.sh
	chances RANDOM=2 SURVIVORS=0
	[[ $(score) == *"1 killed (0 only in debug), 0 equivalent, 1 survived"* ]]
	[[ $output == *"LOST in ftrace_direct.toy.dc20_c"* ]]
}

@test "random: without the end of a second boot there is no outcome" {
	adds 'limit = 4;'
	in_boot 'has limit.=.5 \&\& { : >"$DIR/died"; kill -9 \\$\\$; }'
	sed -i 's/^t 2 dc05_b.*/echo "    ok 2 dc05_b"/' ci/command.sh
	sed -i '/^cell_open/a [ ! -e "$DIR/died" ] || exit 3' ci/command.sh
	chances RANDOM=2 SURVIVORS=0
	[ "$status" -eq 2 ]
	[[ $(score) == *"0 killed (0 only in debug), 0 equivalent, 1 survived, 0 did not build, 1 without an outcome"* ]]
}

@test "random: a kernel that runs no test did not boot, and is not counted as killed" {
	adds 'limit = 4;'
	sed -i 's/^t 1 dc01_a/has limit.=.5 \&\& { echo "Kernel panic - not syncing: toy" >\&2; exit 1; }\n&/' ci/command.sh
	chances RANDOM=2 SURVIVORS=0
	[[ $(score) == *"0 killed (0 only in debug), 0 equivalent, 1 survived, 0 did not build, 1 did not boot; 0.0% of"* ]]
	[[ $output == *"did not boot   kernel/a.c:4 -: constant changed"*"CRASH: Kernel panic"* ]]
}

@test "random: what another run has found in the debug flavor is not counted" {
	adds 'limit = 4;'
	chances RANDOM=2
	[[ $(score) == *"2 killed (1 only in debug)"* ]]
	chances RANDOM=2 SURVIVORS=0
	[[ $(score) == *"1 killed (0 only in debug), 0 equivalent, 1 survived"* ]]
}

@test "random: a debug flavor that fails without a mutant notices nothing" {
	adds 'limit = 4;'
	sed -i 's/BREAKS01/$(case $FLAVOR in debug) echo . ;; *) echo BREAKS01 ;; esac)/' ci/command.sh
	chances RANDOM=2
	[ "$status" -ne 0 ]
	[[ $(score) == *"1 killed (0 only in debug), 0 equivalent, 1 survived"* ]]
	[[ $output == *"6.1/s390/debug: FAIL without a mutant"* ]]
}

@test "random: two flavors of which one is debug" {
	adds 'limit = 4;'
	run make mutants ARCHES=s390 FLAVORS="plain debug" SEED=toy RANDOM=2
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $(score) == *"2 killed (1 only in debug), 0 equivalent, 0 survived"* ]]
	[[ $output == *"6.1/s390/debug, seed toy, 2 changes: 2 killed (0 only in debug)"* ]]
	# Each was built once in each flavor.
	[ "$(wc -l <"$(mutants_dir debug)/list")" -eq 2 ]
}

@test "random: what is quick boots first, or what runs the line, then all that is left" {
	adds 'limit = 4;'
	# A guest with another suite.
	sed -i "s/printf 'ftrace_direct/printf 'other.late.dc09_z\\\\nftrace_direct/" ci/cell.sh
	sed -i "s/printf 'KTAP version 1.n1..1/printf 'KTAP version 1\\\\n1..2\\\\n  KTAP version 1\\\\n  1..1\\\\n    # Subtest: late\\\\n    1..1\\\\n    ok 1 dc09_z\\\\n  ok 1 late\\\\nok 1 other/; s/ok 1 ftrace_direct.nkit/ok 2 ftrace_direct\\\\nkit/" ci/command.sh
	chances RANDOM=2 SURVIVORS=0
	[ "$(cat "$(mutants_dir)"/random-*/named/appended | sort -u)" = "kit.only=guest,ftrace_direct,health" ]
	mkdir -p "$KIT_BUILD/coverage/6.1/s390/plain"
	printf 'kernel/a.c\tother.late\tlimit = 4;\n' >"$KIT_BUILD/coverage/6.1/s390/plain/map"
	chances RANDOM=2 SURVIVORS=0
	[ "$(cat "$(mutants_dir)"/random-*/named/appended | sort -u)" = "kit.only=guest,other.late,health" ]
	[ "$(cat "$(mutants_dir)"/random-*/all/appended | sort -u)" = "kit.only=other,-other.late,ftrace_direct" ]
}

@test "random: SHARD takes each one once, and none twice, with a map of the lines or without" {
	adds 'same = 4; same = 5; same = 6;'
	chances RANDOM=6 SURVIVORS=0
	all=$(grep . "$(mutants_dir)/mutants")
	[ "$(wc -l <<<"$all")" -eq 6 ]
	titles() { sed -n 's/^Title: //p' "$(mutants_dir)/random/$1.patch"; }
	for name in $all; do titles "$name"; done >"$BATS_TEST_TMPDIR/titles"
	: >"$BATS_TEST_TMPDIR/taken"
	for part in 3 1 2; do
		# Another machine knows which program runs a line.
		mkdir -p "$KIT_BUILD/coverage/6.1/s390/plain"
		[ "$part" != 1 ] || printf 'kernel/a.c\tftrace_direct.toy\tsame = 4; same = 5; same = 6;\n' >"$KIT_BUILD/coverage/6.1/s390/plain/map"
		chances RANDOM=6 SURVIVORS=0 SHARD="$part/3"
		[[ $output == *"6.1/s390/plain, seed toy, "* || $output == *"no mutant is in part"* ]]
		while read -r name; do echo "$name $(titles "$name")"; done <"$(mutants_dir)/mutants" >>"$BATS_TEST_TMPDIR/taken"
	done
	[ "$(cut -d ' ' -f 1 "$BATS_TEST_TMPDIR/taken" | sort)" = "$(sort <<<"$all")" ]
	[ "$(cut -d ' ' -f 2- "$BATS_TEST_TMPDIR/taken" | sort)" = "$(sort "$BATS_TEST_TMPDIR/titles")" ]
}

@test "random: what the compiler makes the same of is equivalent" {
	adds 'same = 4;'
	chances RANDOM=2
	[ "$status" -eq 0 ]
	[[ $(score) == *"2 changes: 0 killed (0 only in debug), 2 equivalent, 0 survived, 0 did not build" ]]
	[[ $output == *"the kernel is the same, bit for bit"* ]]
	[ ! -e "$(mutants_dir)"/random-toy-001/named ]
}

@test "random: what a person found equivalent counts as such, and is not built" {
	adds 'limit = 4;'
	printf '\n%s\n' 'File: kernel/a.c' 'In: -' 'Line: limit = 4;' 'Change: limit = 3;' \
		'Why: Nobody' ' counts.' | sed '/^$/{N;s/^\n/\n/}' | sed '2,${/^$/d}' >>ci/mutants/equivalent
	cat ci/mutants/equivalent
	chances RANDOM=2
	[ "$status" -eq 0 ]
	[[ $(score) == *"1 killed (0 only in debug), 1 equivalent, 0 survived"* ]]
	[[ $output == *"as ci/mutants/equivalent argues"* ]]
	# Without a reason it is an error.
	sed -i '/^Why/,$d' ci/mutants/equivalent
	chances RANDOM=2
	[ "$status" -eq 2 ]
	[[ $output == *"a paragraph has the lines File, In, Line, Change, perhaps Where, and Why"* ]]
}

# recorded LINE CHANGE... [Where:CELLS]: a paragraph, and the mutants that it leaves in a cell
recorded() {
	{
		printf '\nFile: kernel/a.c\nIn: -\nLine: %s\n' "$1"
		shift
		for word; do
			case $word in Where:*) echo "Where: ${word#*:}" ;; *) echo "Change: $word" ;; esac
		done
		echo 'Why: Nobody counts.'
	} >>ci/mutants/equivalent
	mkdir -p old new/.kit new/kernel
	printf '\tlimit = 4;\n' >new/kernel/a.c
	echo kernel/a.c >new/.kit/touched
}

left() { # CELL
	rm -rf out
	python3 ci/mutants/random/generate.py new old "$1" 9 0 out >/dev/null
	grep -L '^Caught-by: nobody' out/*.patch | xargs -r sed -n 's/^+	limit = //p' | sort | paste -sd ' '
}

@test "random: several changes, or all lines of a function, are equivalent at once" {
	recorded 'limit = 4;' 'limit = 3;' 'limit = 5;'
	[ "$(left arm64)" = "" ]
	sed -i '/^File/,$d' ci/mutants/equivalent
	recorded '*' 'limit = 3;'
	[ "$(left arm64)" = "5;" ]
	printf 'int f(void)\n{\n\treturn 1;\n\treturn 1;\n}\n' >new/kernel/a.c
	sed -i 's/^In: -/In: f/' ci/mutants/equivalent
	python3 ci/mutants/random/equivalent.py new ci/mutants/equivalent
	sed -i 's/^In: f/In: g/' ci/mutants/equivalent
	run python3 ci/mutants/random/equivalent.py new ci/mutants/equivalent
	[[ $output == *"kernel/a.c has no line any more that is: * (in g)"* ]]
}

@test "random: what is equivalent in some cells only" {
	recorded 'limit = 4;' 'limit = 3;' 'Where:arm64 */bpf'
	[ "$(left arm64)" = "5;" ]
	[ "$(left arm64/plain)" = "5;" ]
	[ "$(left s390/bpf)" = "5;" ]
	[ "$(left s390)" = "3; 5;" ]
	[ "$(left s390/plain)" = "3; 5;" ]
}

@test "random: what is recorded of a line that is gone is told" {
	mkdir -p tree/kernel
	printf '\tlimit =  4;\n' >tree/kernel/a.c
	printf '\n%s\n%s\n%s\n%s\n%s\n' 'File: kernel/a.c' 'In: -' 'Line: limit = 4;' 'Change: *' 'Why: Nobody counts.' >>ci/mutants/equivalent
	python3 ci/mutants/random/equivalent.py tree ci/mutants/equivalent
	echo >tree/kernel/a.c
	run python3 ci/mutants/random/equivalent.py tree ci/mutants/equivalent
	[ "$status" -eq 1 ]
	[[ $output == *"kernel/a.c has no line any more that is: limit = 4; (in -)"* ]]
	# It is in another function now, or there are two.
	printf 'int f(void)\n{\n\tlimit = 4;\n}\n' >tree/kernel/a.c
	! python3 ci/mutants/random/equivalent.py tree ci/mutants/equivalent
	printf '\tlimit = 4;\n\tlimit = 4;\n' >tree/kernel/a.c
	run python3 ci/mutants/random/equivalent.py tree ci/mutants/equivalent
	[ "$status" -eq 1 ]
	[[ $output == *"kernel/a.c has 2 lines that are: limit = 4; (in -)"* ]]
	sed -i 's/^Line: /Lines: /' ci/mutants/equivalent
	python3 ci/mutants/random/equivalent.py tree ci/mutants/equivalent
}

@test "random: what does not build is not counted as killed" {
	sed -i 's/grep -q BROKEN/grep -q "limit = 5"/' ci/cell.sh
	adds 'limit = 4;'
	chances RANDOM=2 SURVIVORS=0
	[[ $(score) == *"0 killed (0 only in debug), 0 equivalent, 1 survived, 1 did not build; 0.0% of"* ]]
}

@test "random: a baseline kernel that fails is told, and is no success" {
	adds 'limit = 4;'
	sed -i 's/four/BREAKS01/; s/^five/BREAKS01/' "$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1/kernel/a.c"
	sed -i 's/^-four/-BREAKS01/; s/^ five/ BREAKS01/' kernel/patches/toy-change.patch
	chances RANDOM=1 SURVIVORS=0
	[ "$status" -ne 0 ]
	[[ $output == *"6.1/s390/plain: FAIL without a mutant"* ]]
}

@test "random: the seed is the commit, and without a repository it must be given" {
	adds 'same = 4;'
	run make mutants CELL=6.1/s390/plain RANDOM=1
	[ "$status" -ne 0 ]
	[[ $output == *"is no git repository; give SEED="* ]]
	git init -q . && git -c user.name=toy -c user.email=toy@toy.example commit -q --allow-empty -m toy
	run make mutants CELL=6.1/s390/plain RANDOM=1
	[ "$status" -eq 0 ]
	[[ $(score) == *"seed $(git rev-parse --short=8 HEAD), 1 changes"* ]]
}

@test "random: a series that adds nothing is an error" {
	chances RANDOM=1
	[ "$status" -ne 0 ]
	[[ $output == *"adds no line that can be changed"* ]]
}

chance() { # LIMIT
	run env SEED=toy sh ci/tests/chance.sh 6.1/s390/plain 2 "$1"
	echo "$output"
	[ "$(printf '%s\n' "$output" | grep -c '^\(not \)*ok')" -eq 1 ]
}

@test "random: make check tells what survives, and fails if that is more than the limit" {
	adds 'limit = 4;'
	chance 1
	[[ $output == *$'\n'"ok 1 at most 1 of 2 survive"* ]]
	[[ $output == *"1 of 2 mutants by chance survived: make mutants RANDOM=2 CELL=6.1/s390/plain SEED=toy"* ]]
	[[ $output == *$'\n'"  "[12]"  SURVIVED"* ]]
	chance 0
	[[ $output == *$'\n'"not ok 1 at most 0 of 2 survive"* ]]
}

@test "random: make check fails if nothing is killed, or there is no score" {
	adds 'limit = 4;'
	sed -i 's/limit\.=.5/BREAKS05/' ci/command.sh
	chance 2
	[[ $output == *$'\n'"not ok 1 at most 2 of 2 survive"* ]]
	sed -i 's/^t 1 dc01_a/echo "    not ok 1 dc01_a" || t 1/' ci/command.sh
	chance 2
	[ "$status" -ne 0 ]
	[[ $output == *$'\n'"not ok 1 at most 2 of 2 survive"*"there is no score"* ]]
}
