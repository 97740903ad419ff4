#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# make series-check, on toy sources from a toy archive: each check can fail,
# and a step that was not looked at is never a good one.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit
	export KIT_HOST=$real/build/host
	[ -x "$KIT_HOST/kit-progress" ] || skip "the kit's programs are not built"
	toy_source 6.1 6.1.5-1
	toy_steps
	rm -rf tools/testing/selftests
	toy_patch kernel/patches/0001-toy.patch four FOUR
	toy_patch kernel/patches/0002-toy.patch FOUR vier
}

# What needs a mirror, a compiler or the base's scripts, played. The toy's
# compiler warns of each line of kernel/a.c that has the word WARN.
toy_steps() {
	local scripts=$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1/scripts
	printf 'prepare() { :; }\njobs_for() { echo 1; }\n' >ci/lib/prepare.sh
	cat >ci/get/apt.sh <<-'EOF'
	apt_open() { :; }
	apt_list() { echo "6.1.5-1 sum uri"; }
	EOF
	mkdir -p "$scripts"
	cat >"$scripts/checkpatch.pl" <<-'EOF'
	open(F, $ARGV[-1]) or die;
	while (<F>) {
		$file = $1 if m{^\+\+\+ b/(\S+)};
		print "$file:1: CHECK:UGLY: toy\n" and $bad = 1 if /^\+.*UGLY/ or (!$file and /UGLY/);
	}
	exit($bad);
	EOF
	cat >ci/cell.sh <<-'EOF'
	set -eu
	. "$(dirname -- "$0")/lib/common.sh"
	. "$KIT/ci/lib/cell.sh"
	cell_new "$BUILD/cells/$1" "$1"
	mkdir -p "$DIR/obj/kernel/trace"
	tree=$(sh ci/port/assemble.sh --links --steps "$STEPS" 6.1 kit)
	! grep -q BROKEN "$tree/kernel/a.c" || {
		"$HOST/kit-result" fail --verdict BUILD --reason "toy broke" "$DIR"
		exit 0
	}
	touch "$DIR/obj/kernel/a.o"
	EOF
	cat >"$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1/Makefile" <<-'EOF'
	VERSION = 6
	PATCHLEVEL = 1
	kernel/a.o: FORCE ; @sed -n 's|.*WARN.*|kernel/a.c:4:1: warning: &|p' kernel/a.c >&2
	FORCE:
	EOF
}

check() {
	run make series-check BASE=6.1 ARCHES=s390
	echo "$output"
	cat "$KIT_BUILD"/series/6.1/log 2>/dev/null || :
}

@test "series: one that is fine is exit status 0" {
	check
	[ "$status" -eq 0 ]
	[[ $output == *"The series of 6.1 is fit to be sent: 3 steps, 9 checks."* ]]
	[[ $output == *"0002-toy.patch  ok       ok     ok "* ]]
}

@test "series: a patch that does not apply to some point release is named with it" {
	toy_source 6.1 6.1.4-1
	sed -i 's/^two/zwei/' "$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.4-1/kernel/a.c"
	ln -sfn 6.1.5-1 "$XDG_CACHE_HOME/direct-call-kit/sources/6.1/current"
	check
	[ "$status" -ne 0 ]
	[[ $output == *"0001-toy.patch  FAILS"* ]]
	[[ $output == *"6.1.4-1:"* ]]
}

@test "series: old releases are made by undoing changes, and checked too" {
	sed -i '1s/^/zero\n/' "$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1/kernel/a.c"
	undo() { printf '%s\n' 'Undo: toy' '' '--- a/kernel/a.c' '+++ b/kernel/a.c' "@@ -1,$(($# - 1)) +1,$(($# - 1)) @@" "$@"; }
	mkdir -p ci/series/undo/6.1.3 ci/series/undo/6.1.2
	undo -zero +null ' one' ' two' ' three' >ci/series/undo/6.1.3/toy.patch
	undo ' null' -one +eins ' two' ' three' >ci/series/undo/6.1.2/toy.patch
	check
	[ "$status" -eq 0 ]
	[[ $output == *"old releases: 6.1.2 ok, 6.1.3 ok"* ]]
	undo ' null' ' one' -two +zwei ' three' ' four' >ci/series/undo/6.1.2/toy.patch
	check
	[ "$status" -ne 0 ]
	[[ $output == *"old releases: 6.1.2 FAILS, 6.1.3 ok"* ]]
	[[ $output == *"merged kernel/patches/0001-toy.patch with 6.1.5-1"* ]]
	[[ $output == *"is not fit to be sent: 1 of 9 checks failed"* ]]
}

@test "series: an undo patch that does not fit the newest release any more is named" {
	mkdir -p ci/series/undo/6.1.3
	printf '%s\n' 'Undo: toy' '' '--- a/kernel/a.c' '+++ b/kernel/a.c' '@@ -1,2 +1,2 @@' -gone +back ' two' \
		>ci/series/undo/6.1.3/toy.patch
	check
	[ "$status" -ne 0 ]
	[[ $output == *"ci/series/undo/6.1.3/toy.patch does not apply to the newest release any more"* ]]
}

@test "series: a kit file that a point release has already is named" {
	toy_file kernel/b.c mine
	check
	[ "$status" -ne 0 ]
	[[ $output == *"6.1.5-1: kernel/b.c is there already"* ]]
	# So it cannot leave the kit, and checkpatch had nothing to look at.
	[[ $output == *"0001-toy.patch  ok       NOT CHECKED "* ]]
	[[ $output == *"export.style:"*"kernel/b.c, which tools/patches/toy-files.patch brings, is in 6.1.5-1 already"* ]]
}

@test "series: what checkpatch finds in a patch, or in its message, is counted and shown" {
	toy_patch kernel/patches/0002-toy.patch FOUR UGLY
	check
	[ "$status" -ne 0 ]
	[[ $output == *"0002-toy.patch  ok       2 "* ]]
	[[ $output == *"kernel/patches/0002-toy.patch:1: CHECK:UGLY"*"kernel/a.c:1: CHECK:UGLY"* ]]
}

@test "series: what checkpatch finds in a new file is too" {
	toy_file kernel/new.c '/* UGLY */'
	check
	[ "$status" -ne 0 ]
	[[ $output == *"kernel/new.c:1: CHECK:UGLY"* ]]
}

@test "series: what is put up with has a reason, and excuses nothing else" {
	toy_file kernel/new.c '/* UGLY */'
	echo 'kernel/new.c CHECK:UGLY it is beautiful' >ci/allow/checkpatch
	check
	[ "$status" -eq 0 ]
	echo 'kernel/new.c CHECK:OTHER it is beautiful' >ci/allow/checkpatch
	check
	[ "$status" -ne 0 ]
	echo 'kernel/new.c CHECK:UGLY' >ci/allow/checkpatch
	check
	[ "$status" -ne 0 ]
	[[ $output == *"ci/allow/checkpatch: 'kernel/new.c CHECK:UGLY' has no reason"* ]]
}

@test "series: a step that does not build is one, though the next fixes it" {
	toy_patch kernel/patches/0001-toy.patch four BROKEN
	toy_patch kernel/patches/0002-toy.patch BROKEN vier
	check
	[ "$status" -ne 0 ]
	[[ $output == *"0001-toy.patch  ok       ok     BUILD"* ]]
	[[ $output == *"0002-toy.patch  ok       ok     ok"* ]]
}

@test "series: a patch of another architecture alone builds nothing new" {
	toy_list arch/arm64/patches/0001-select.patch
	{
		toy_header 'toy: Select'
		printf '%s\n' '--- a/arch/arm64/Kconfig' '+++ b/arch/arm64/Kconfig' \
			'@@ -1,2 +1,3 @@' ' config ARM64' $' \tselect HAVE_FTRACE' $'+\tselect TOY'
	} >arch/arm64/patches/0001-select.patch
	check
	[ "$status" -eq 0 ]
	[[ $output == *"arch/arm64/patches/0001-select.patch  ok       ok     same"* ]]
	[[ $output == *"fit to be sent: 4 steps, 12 checks."* ]]
	sed -n '/^--- a/,$p' kernel/patches/0002-toy.patch >>arch/arm64/patches/0001-select.patch
	sed -i 's/^-FOUR/-vier/; s/^+vier/+quatre/' arch/arm64/patches/0001-select.patch
	check
	[ "$status" -eq 0 ]
	[[ $output == *"0001-select.patch  ok       ok     ok "* ]]
}

@test "series: what was fine is kept, and a changed patch is checked again with those after it" {
	echo 'echo "built $STEPS" >>"$KIT/built"' >>ci/cell.sh
	check
	[ "$status" -eq 0 ]
	[ "$(paste -sd ' ' built)" = "built 0 built 1 built 2 built 3" ]
	table=$output
	check
	[ "$status" -eq 0 ]
	[ "$(grep patch <<<"$output")" = "$(grep patch <<<"$table")" ]
	[ "$(grep -c . built)" -eq 4 ]
	sed -i 's/^+vier/+quatre/' kernel/patches/0002-toy.patch
	check
	[ "$status" -eq 0 ]
	[ "$(tail -n +5 built | paste -sd ' ')" = "built 2 built 3" ]
	sed -i 's/^+quatre/+BROKEN/' kernel/patches/0002-toy.patch
	for again in 1 2; do
		check
		[ "$status" -ne 0 ]
		[[ $output == *"0002-toy.patch  ok       ok     BUILD"* ]]
	done
	echo '# other' >>"$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1/Makefile"
	sed -i 's/^+BROKEN/+vier/' kernel/patches/0002-toy.patch
	: >built
	check
	[ "$status" -eq 0 ]
	[ "$(grep -c . built)" -eq 4 ]
}

@test "series: a new warning is one, an old one is not" {
	sed -i 's/^six/WARN six/' "$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1/kernel/a.c"
	sed -i 's/^ six/ WARN six/' kernel/patches/*.patch
	check
	[ "$status" -eq 0 ]
	toy_patch kernel/patches/0002-toy.patch FOUR WARN
	sed -i 's/^ six/ WARN six/' kernel/patches/*.patch
	check
	[ "$status" -ne 0 ]
	[[ $output == *"0002-toy.patch  ok       ok     1 new"* ]]
	[[ $output == *"kernel/a.c: warning: WARN"* ]]
}

@test "series: a warning may be put up with, for a reason, and no more than so many" {
	toy_patch kernel/patches/0002-toy.patch FOUR WARN
	echo 'kernel/patches/0002- s390 1 kernel/a.c:.warning:.WARN it is the toy that warns' >ci/allow/warnings
	check
	[ "$status" -eq 0 ]
	echo 'kernel/patches/0002- s390 0 kernel/a.c:.warning:.WARN it is the toy that warns' >ci/allow/warnings
	check
	[ "$status" -ne 0 ]
	echo 'kernel/patches/0002- s390 1 kernel/a.c:.warning:.WARN' >ci/allow/warnings
	check
	[ "$status" -ne 0 ]
	[[ $output == *"has no reason"* ]]
}

@test "series: a step on which compiler or sparse could not look is no good one" {
	toy_patch kernel/patches/0002-toy.patch FOUR BLIND
	sed -i 's/^kernel.a.o: FORCE ; @/&if grep -q BLIND kernel\/a.c; then echo invalid argument; exit 1; fi; /' \
		"$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1/Makefile"
	check
	[ "$status" -ne 0 ]
	[[ $output == *"0001-toy.patch  ok       ok     ok"* ]]
	[[ $output == *"0002-toy.patch  ok       ok     NOT CHECKED"* ]]
	[[ $output == *"invalid argument"* ]]
}

@test "series: the suite is looked at from the step that brings it, not before" {
	toy_file tools/testing/selftests/ftrace_direct/include/direct/probe.h "/* SPDX-License-Identifier: GPL-2.0 */"
	cat >>ci/cell.sh <<-'EOF'
	mkdir -p "$DIR/suite/module-build"
	printf 'modules: ; @ls $(DCT_ROOT)/tools/testing/selftests/ftrace_direct/include/direct/probe.h\n' >"$DIR/obj/Makefile"
	EOF
	check
	[ "$status" -eq 0 ]
	grep -q tools/testing/selftests/ftrace_direct/include/direct/probe.h "$KIT_BUILD/series/6.1/s390/warnings.log"
	sed -i 's/probe[.]h/gone.h/' ci/cell.sh
	# The toy's cell.sh is what compiles here, which is none of what a kept step is made of.
	rm -r "$KIT_BUILD/series/kept"
	check
	[ "$status" -ne 0 ]
	[[ $output == *"0002-toy.patch  ok       ok     ok "* ]]
	[[ $output == *"toy-files.patch  ok       ok     NOT CHECKED"* ]]
}

@test "sparse: findings are no failure, being unable to look is one" {
	mkdir -p "$BATS_TEST_TMPDIR/tools"
	printf '#!/bin/sh\necho "$*"; echo "$SAYS" >&2; exit 1\n' >"$BATS_TEST_TMPDIR/tools/sparse"
	chmod +x "$BATS_TEST_TMPDIR/tools/sparse"
	PATH=$BATS_TEST_TMPDIR/tools:$PATH
	SAYS="a.c:1:2: error: bad" run sh ci/series/sparse.sh -march=rv64ima_zicsr_zifencei "-DA=b c"
	[ "$status" -eq 0 ]
	[[ $output == *"-march=rv64ima -DA=b c"*"error: bad"* ]]
	SAYS="invalid argument to '-march': '_z'" run sh ci/series/sparse.sh -march=armv8-a_x a.c
	[ "$status" -eq 1 ]
	[[ $output == *"-march=armv8-a_x a.c"* ]]
}

@test "series: a step that was not looked at is no good one" {
	echo 'exit 7' >ci/cell.sh
	check
	[ "$status" -ne 0 ]
	[[ $output != *"is fit to be sent"* ]]
}
