#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# What the user sets: every variable is checked before anything starts, and the
# names of kbuild mean what they mean there.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

# A kit whose steps only say what they are called with.
setup() {
	fresh_kit lean
	for step in matrix mutants/mutants bench/bench series/series-check again compare bench/times \
		tests/check lib/status port/assemble; do
		printf '%s\n' '#!/bin/sh' "echo $step: \"\$@\" SERIES=\$SERIES CROSS=\$KIT_CROSS" \
			'echo "BUILD=$KIT_BUILD FRESH=$FRESH UPDATE=$UPDATE V=$V ACCEL=$ACCEL"' >"ci/$step.sh"
	done
}

# refuses SENTENCE MAKE-ARGUMENTS...: make says the sentence, and starts nothing
refuses() {
	local sentence=$1
	shift
	run make "$@"
	echo "make $*: $output"
	[ "$status" -eq 2 ]
	[[ ${lines[0]} == "kit: $sentence"* ]]
	[ "$(grep -c '^kit:' <<<"$output")" -eq 1 ]
	[[ $output != *" CROSS="* ]]
	[ ! -e "$KIT_BUILD/host" ]
}

@test "input: a number that is none is refused, with what the variable takes" {
	refuses "CPUS=abc is not understood; it takes a whole number from 1 to 64" matrix CPUS=abc
	refuses "CPUS=0 is not understood; it takes a whole number from 1 to 64" matrix CPUS=0
	refuses "CPUS=65 is not" matrix CPUS=65
	refuses "CPUS=08 is not" matrix CPUS=08
	refuses "CPUS=2.5 is not" matrix CPUS=2.5
	refuses "CPUS=99999999999999999999 is not" matrix CPUS=99999999999999999999
	refuses "JOBS=-3 is not understood; it takes a whole number from 1 to 4096" matrix JOBS=-3
	refuses "TIMEOUT_SCALE=0 is not understood; it takes a number above 0" matrix TIMEOUT_SCALE=0
	refuses "TIMEOUT_SCALE=1,5 is not" matrix TIMEOUT_SCALE=1,5
	refuses "TIMEOUT_SCALE=0.0 is not" matrix TIMEOUT_SCALE=0.0
	refuses "KVM_TRIAL=soon is not" matrix KVM_TRIAL=soon
	refuses "PROGRAM_SECONDS=1m is not" matrix PROGRAM_SECONDS=1m
	refuses "FTRACE_DIRECT_SWITCHES=many is not" matrix FTRACE_DIRECT_SWITCHES=many
	refuses "GDB_PORT=abc is not understood; it takes a whole number from 1 to 65535" gdb GDB_PORT=abc
}

@test "input: numbers that are right are taken" {
	run make matrix CPUS=4 JOBS=12 TIMEOUT_SCALE=0.5 KVM_TRIAL=20 PROGRAM_SECONDS=30 GDB_PORT=1234 \
		FTRACE_DIRECT_SWITCHES=1000
	[ "$status" -eq 0 ]
	[[ $output == "matrix: 6.1/"* ]]
}

@test "input: a word that is none of the list is refused, with the list" {
	refuses "SERIES=foo is not understood; it takes kit or none" matrix SERIES=foo
	refuses "SERIES=foo is not" status SERIES=foo
	refuses "QEMU=foo is not understood; it takes system" matrix QEMU=foo
	refuses "DEPS=maybe is not understood; it takes install, check or skip" matrix DEPS=maybe
	refuses "BENCH=foo is not understood; it takes calls, switches or clients" bench BENCH=foo
	refuses "V=3 is not" matrix V=3
}

@test "input: a flag is 0 or 1, and 0 is off" {
	for flag in FRESH UPDATE SPLIT; do
		refuses "$flag=maybe is not understood; it takes 0 or 1" matrix "$flag=maybe"
	done
	run make matrix FRESH=0 UPDATE=0 V=0
	[[ $output == *"FRESH= UPDATE= V= "* ]]
	FRESH=0 run make matrix UPDATE=1 V=1
	[[ $output == *"FRESH= UPDATE=1 V=1 "* ]]
}

@test "input: an accelerator is tcg or kvm, with QEMU's properties" {
	for accel in hvf tcg, tcg,thread tcg,=x kvmm 'tcg thread=single' "tcg,thread=x'"; do
		refuses "ACCEL=$accel is not understood; it takes tcg or kvm" matrix ACCEL="$accel"
	done
	run make matrix ACCEL=tcg,thread=single
	[ "$status" -eq 0 ]
	[[ $output == *"ACCEL=tcg,thread=single"* ]]
}

@test "input: KVM needs its device, and an architecture that the machine has" {
	refuses "ACCEL=kvm needs $PWD/none, which is not there" matrix ACCEL=kvm KVM_DEVICE="$PWD/none"
	: >device
	mkdir bin
	printf '#!/bin/sh\necho arm64\n' >bin/dpkg
	chmod +x bin/dpkg
	export PATH=$PWD/bin:$PATH KVM_DEVICE=$PWD/device
	refuses "ACCEL=kvm cannot run x86 on this machine, which is arm64" matrix ACCEL=kvm ARCH=x86
	refuses "ACCEL=kvm cannot run x86 on" rerun ACCEL=kvm CELL=6.1/x86/plain
	run make matrix ACCEL=kvm ARCH=arm64
	[ "$status" -eq 0 ]
}

@test "input: more CPUs than QEMU's machine has are refused" {
	refuses "CPUS=9 is more than QEMU's machine for arm64 has; it takes at most 8" matrix CPUS=9 ARCH=arm64
	run make matrix CPUS=9 ARCH=x86
	[ "$status" -eq 0 ]
}

@test "input: a path that cannot be used is refused" {
	: >file
	refuses "KDIR=$PWD/file is no directory" matrix KDIR="$PWD/file"
	mkdir "a b"
	refuses "KDIR=$PWD/a b is no kernel source tree (it has no Makefile)" matrix KDIR="$PWD/a b"
	refuses "REV=v6.1 is a revision of the repository that KDIR= names, and KDIR is not set" matrix REV=v6.1
	refuses "REPORT=$PWD/file/x is not understood; it takes a directory that can be written to" \
		matrix REPORT="$PWD/file/x"
	refuses "KEYRING=$PWD/none is not understood; it takes a file that can be read" matrix KEYRING="$PWD/none"
	refuses "TREES=$PWD/none is not understood; it takes a directory that exists" public-trees TREES="$PWD/none"
	refuses "OS_RELEASE=$PWD/none is not understood; it takes a file" matrix OS_RELEASE="$PWD/none"
	refuses "KIT_MIRROR=mirror.example is not understood; it takes the URI" matrix KIT_MIRROR=mirror.example
	XDG_CACHE_HOME=$PWD/file refuses "XDG_CACHE_HOME=$PWD/file from the environment is not" matrix
	XDG_CACHE_HOME=cache refuses "no place for the cache, XDG_CACHE_HOME='cache'" matrix
	CCACHE_DIR=cache refuses "CCACHE_DIR=cache from the environment is not understood; it takes the absolute" matrix
	KIT_BUILD=$PWD/file refuses "KIT_BUILD=$PWD/file from the environment is not" matrix
	refuses "O=$PWD/file is not understood; it takes a directory" matrix O="$PWD/file"
	refuses "the kernel cannot be built below a path with blanks or colons: $PWD/a b" matrix O="$PWD/a b"
}

# own_tree DIR: what looks like a kernel source
own_tree() {
	mkdir -p "$1"/{kernel/trace,scripts/kconfig,arch/arm64/configs}
	touch "$1"/{Kconfig,Kbuild,kernel/trace/ftrace.c,arch/arm64/configs/board_defconfig}
	printf 'VERSION = 6\nPATCHLEVEL = 1\n' >"$1/Makefile"
}

# As dash passes it on, and as it is in an environment.
@test "input: ~/ at the beginning of a path is the home directory" {
	export HOME="$BATS_TEST_TMPDIR/my  home"
	own_tree "$HOME/linux"
	mkdir "$HOME/a~"
	echo CONFIG_A=y >"$HOME/a~/.config"
	printf '#!/bin/sh\nprintf "%%s\\n" "$KDIR" "$KCONFIG" "$FRAGMENT" "$OUT" "$KIT_BUILD" "$REPORT" "$TITLE"\n' |
		tee ci/matrix.sh >ci/export/series.sh
	# shellcheck disable=SC2088 # that is the point
	run make matrix ARCH=arm64 KDIR='~/linux' KCONFIG='~/a~/.config' FRAGMENT='~/a~/.config' TITLE='~/title' \
		REPORT='~/report'
	[ "$output" = "$(printf '%s\n' "$HOME/linux" "$HOME/a~/.config" "$HOME/a~/.config" '' "$KIT_BUILD" "$HOME/report" '~/title')" ]
	cp ci/matrix.sh ci/pipelines/report.sh
	sed -i 's/"$KDIR".*/"$RESULTS"/' ci/pipelines/report.sh
	run make report RESULTS='~/jobs more'
	[ "$output" = "$HOME/jobs more" ]
	REPORT='~/report' run make series KDIR='~/linux' FORMAT=mbox OUT='~/series'
	[[ $output == *"$HOME/linux"*"$HOME/series"*"$HOME/report"* ]]
	refuses "KCONFIG: 'b_defconfig' is no file, and no configuration in arch/arm64/configs" \
		matrix ARCH=arm64 KDIR='~/linux' KCONFIG=b_defconfig
	# kbuild cannot work below a path with blanks.
	export HOME=$BATS_TEST_TMPDIR/home
	run make matrix ARCH=arm64 O='~/out'
	[[ $output == *"$HOME/out"* ]]
	refuses "KDIR=$PWD/~/linux is no directory" matrix KDIR="$PWD/~/linux"
	refuses "KEYRING=$HOME/none is not understood; it takes a file that can be read" matrix KEYRING='~/none'
}

@test "input: KMODULES=1 needs a configuration that was given" {
	for target in matrix bench abi; do
		refuses "KMODULES=1 builds the modules of a configuration that was given, and none is; give it with KCONFIG=" \
			"$target" KMODULES=1 ARCH=arm64
	done
	KMODULES=1 refuses "KMODULES=1 from the environment builds the modules of" matrix FLAVOR=plain
	echo CONFIG_A=m >own
	for configuration in KCONFIG=own FLAVORS=debian KMODULES=0; do
		run make matrix ARCH=arm64 KMODULES=1 "$configuration"
		[ "$status" -eq 0 ]
	done
	run make compare CELL=6.1/arm64/debian KMODULES=1
	[ "$status" -eq 0 ]
}

@test "input: MUTANTS that fit none are refused, each word by itself" {
	mkdir -p tools/testing/mutants arch/s390/mutants
	: >tools/testing/mutants/lost-call.patch
	: >arch/s390/mutants/stack-short.patch
	refuses "MUTANTS=lots-call is not understood; it takes numbers of mutants and patterns of their names, and no mutant is 'lots-call'; did you mean 'lost-call'?" \
		mutants MUTANTS=lots-call
	refuses "MUTANTS=stack-* tack-* is not" mutants MUTANTS='stack-* tack-*'
	refuses "MUTANTS=3 is not" mutants MUTANTS=3
	run make mutants CELL=6.1/s390/plain MUTANTS='2 stack-* lost-call'
	[ "$status" -eq 0 ]
	[[ $output == "mutants/mutants: 6.1/s390/plain "* ]]
}

@test "input: where a value is from the environment, the sentence says so" {
	CPUS=abc refuses "CPUS=abc from the environment is not understood; it takes" matrix
	CPUS='' run make matrix
	[ "$status" -eq 0 ]
}

@test "input: a cell is needed where one is booted, and it is a cell" {
	for target in rerun shell gdb compare; do
		refuses "CELL: '' is no cell; a cell is base/arch/flavor" "$target"
		refuses "CELL: 'arm64' is no cell" "$target" CELL=arm64
		refuses "CELL: 'a\"b' is no cell" "$target" CELL='a"b'
		refuses "CELL: unknown arch 'arm65'; did you mean 'arm64'?" "$target" CELL=6.1/arm65/plain
	done
}

@test "input: a misspelt variable is refused with the nearest name" {
	refuses "FLAVOUR=debug: the kit has no variable FLAVOUR; did you mean FLAVOR?" matrix FLAVOUR=debug
	refuses "ARCHS=arm64: the kit has no variable ARCHS; did you mean ARCH" matrix ARCHS=arm64
	refuses "TIMEOUT_SCAL=2: the kit has no variable TIMEOUT_SCAL; did you mean TIMEOUT_SCALE?" check TIMEOUT_SCAL=2
	refuses "odd.name=: the kit has no variable odd.name" status odd.name=1
	FLAVOUR=debug run make matrix
	[ "$status" -eq 0 ]
}

@test "input: every target but help checks" {
	targets=$(make -pn help | sed -n 's/^\.PHONY: //p' | tr ' ' '\n' | grep -vx 'help\|variables')
	[ "$(wc -l <<<"$targets")" -ge 17 ]
	for target in $targets; do refuses "CPUS=abc is not" "$target" CPUS=abc; done
	run make help CPUS=abc
	[ "$status" -eq 0 ]
}

# cells MAKE-ARGUMENTS...: those that make matrix takes
cells() {
	run make matrix "$@"
	echo "make matrix $*: $output"
	[ "$status" -eq 0 ]
	cells=$(sed -n 's/^matrix: \(.*\) SERIES.*/\1/p' <<<"$output")
}

@test "input: ARCH, BASE and FLAVOR select as ARCHES, BASES and FLAVORS do" {
	cells ARCH=arm64
	[ "$cells" = 6.1/arm64/plain ]
	cells ARCH=x86_64 BASE=7.3 FLAVOR=debug
	[ "$cells" = 7.3/x86/debug ]
	cells ARCH="arm64 s390x" BASES=6.12
	[ "$cells" = "6.12/arm64/plain 6.12/s390/plain" ]
	cells ARCH=aarch64 ARCHES=arm64
	[ "$cells" = 6.1/arm64/plain ]
	run make mutants ARCH=s390
	[[ $output == "mutants/mutants: 6.1/s390/plain "* ]]
	run make bench ARCH=riscv
	[[ $output == "bench/bench: riscv "* ]]
	run make series-check ARCH=s390 BASES=6.12
	[[ $output == "series/series-check: 6.12 s390 "* ]]
	run make status BASE=6.12
	[[ $output == "lib/status: table 6.12 "* ]]
	run make tree BASES=6.12 SERIES=none
	[[ $output == "port/assemble: 6.12 none "* ]]
	run make times BASE=6.12
	[[ $output == "bench/times: 6.12 "* ]]
}

@test "input: without a selection it is 6.1, all architectures, plain; with KDIR it is that" {
	cells
	[ "$cells" = "6.1/arm64/plain 6.1/riscv/plain 6.1/s390/plain 6.1/x86/plain" ]
	own_tree linux
	cells ARCH=arm64 KDIR="$PWD/linux"
	[ "$cells" = kdir/arm64/plain ]
	run make status KDIR="$PWD/linux"
	[[ $output == "lib/status: table kdir "* ]]
	run make status
	[[ $output == "lib/status: table SERIES"* ]]
}

@test "input: two names of one selection must not contradict each other" {
	refuses "ARCHES='arm64' and ARCH='x86' select different ones; give one of them" matrix ARCHES=arm64 ARCH=x86
	refuses "BASES='6.1' and BASE='7.3' select different ones" matrix BASES=6.1 BASE=7.3
	refuses "FLAVORS='plain' and FLAVOR='debug' select" matrix FLAVORS=plain FLAVOR=debug
	refuses "this takes one base, not 6.1 6.12" tree BASES="6.1 6.12"
}

@test "input: unknown names are refused with their variable; a pattern is no name" {
	refuses "ARCH: unknown arch 'amr64'; did you mean 'amd64'?" matrix ARCH=amr64
	refuses "ARCHES: unknown arch 'arm46'" bench ARCHES=arm46
	refuses "BASE: unknown base '6.2'; did you mean '6.1'?" tree BASE=6.2
	refuses "FLAVOR: unknown flavor 'plane'; did you mean 'plain'?" matrix FLAVOR=plane
	refuses "ARCHES=* is not understood; it takes names, separated by blanks" matrix ARCHES='*'
	refuses "ARCHES=\$(touch x) is not understood" matrix ARCHES='$$(touch x)'
	[ ! -e x ]
}

@test "input: ARCH of the environment counts, is told, and the command line counts more" {
	ARCH=arm64 cells
	[[ $output == *"kit: ARCH=arm64 comes from the environment"* ]]
	[ "$cells" = 6.1/arm64/plain ]
	ARCH=arm64 cells ARCHES="s390 x86"
	[[ $output != *"from the environment"* ]]
	[ "$cells" = "6.1/s390/plain 6.1/x86/plain" ]
	ARCH=arm64 cells ARCH=x86
	[ "$cells" = 6.1/x86/plain ]
}

@test "input: O is the build directory, as kbuild takes it" {
	run make matrix O=out ARCH=x86
	[[ $output == *"BUILD=$PWD/out FRESH"* ]]
	run make matrix KIT_BUILD=out ARCH=x86
	[[ $output == *"BUILD=$PWD/out FRESH"* ]]
	run make matrix O=out KIT_BUILD="$PWD/out" ARCH=x86
	[ "$status" -eq 0 ]
	refuses "O=out and KIT_BUILD=other are two build directories; give one of them" matrix O=out KIT_BUILD=other
	O=/nowhere run make matrix ARCH=x86
	[[ $output == *"BUILD=$KIT_BUILD FRESH"* ]]
}

@test "input: what is cleaned is the build directory, and nothing else of it" {
	mkdir -p out/cells out/trees out/mine
	run make distclean O=out
	[ "$status" -eq 2 ]
	[[ $output == *"kit: the kit has built nothing in $PWD/out; nothing was removed"* ]]
	[ -d out/trees ]
	: >out/host.lock
	run make clean O=out
	[ "$status" -eq 0 ]
	[ ! -e out/cells ]
	[ -d out/trees ]
	run make distclean O=out
	[ "$(ls out)" = mine ]
	unset KIT_BUILD
	mkdir -p build/trees build/else
	run make distclean
	[ ! -e build ]
}

# compiler PREFIX MACHINE: one that says what it compiles for
compiler() {
	mkdir -p "$BATS_TEST_TMPDIR/tools"
	printf '#!/bin/sh\necho %s\n' "$2" >"$BATS_TEST_TMPDIR/tools/$1gcc"
	chmod +x "$BATS_TEST_TMPDIR/tools/$1gcc"
	PATH=$BATS_TEST_TMPDIR/tools:$PATH
}

@test "input: CROSS_COMPILE is the compiler of the one architecture that is selected" {
	compiler own- aarch64-own-linux-gnu
	run make matrix ARCH=arm64 BASES="6.1 7.3" CROSS_COMPILE=own-
	[ "$status" -eq 0 ]
	[[ $output == *"CROSS=arm64 own-"* ]]
	run make compare CELL=6.1/arm64/plain CROSS_COMPILE="$BATS_TEST_TMPDIR/tools/own-"
	[[ $output == *"CROSS=arm64 $BATS_TEST_TMPDIR/tools/own-"* ]]
	CROSS_COMPILE=own- run make bench ARCH=arm64
	[[ $output == *"kit: CROSS_COMPILE=own- comes from the environment"*"CROSS=arm64 own-"* ]]
	refuses "CROSS_COMPILE=own- is the compiler of one architecture, and 4 are: arm64 riscv s390 x86; select one with ARCH=" \
		matrix CROSS_COMPILE=own-
	refuses "CROSS_COMPILE=own- compiles for aarch64, and s390 needs a compiler for s390x" \
		matrix ARCH=s390 CROSS_COMPILE=own-
	refuses "CROSS_COMPILE=none-: there is no compiler none-gcc" matrix ARCH=arm64 CROSS_COMPILE=none-
	refuses "CROSS_COMPILE=ccache own- is not understood" matrix ARCH=arm64 CROSS_COMPILE='ccache own-'
	refuses "CROSS_COMPILE=tools/own- is not understood" matrix ARCH=arm64 CROSS_COMPILE=tools/own-
	refuses "CROSS_COMPILE=own- has no meaning for make check" check CROSS_COMPILE=own-
	CROSS_COMPILE=own- run make check
	[ "$status" -eq 0 ]
}

@test "input: kbuild's other variables are refused with what to do instead, not dropped" {
	refuses "LLVM=1 is not taken: the compiler belongs to the flavor; FLAVORS=clang builds with Clang" matrix LLVM=1
	LLVM=-16 refuses "LLVM=-16 from the environment is not taken" matrix
	KCFLAGS=-O3 refuses "KCFLAGS=-O3 from the environment is not taken: it would change the kernel" matrix
	refuses "LOCALVERSION=-x is not taken" matrix LOCALVERSION=-x
	refuses "CC=clang is not taken: the compiler belongs to the flavor (FLAVORS=clang" matrix CC=clang
	refuses "W=1 is not taken: make series-check builds each step with W=1" matrix W=1
	refuses "C=2 is not taken: make series-check runs sparse" matrix C=2
	for name in HOSTCC LD AR NM OBJCOPY M INSTALL_MOD_PATH KBUILD_OUTPUT KCONFIG_ALLCONFIG; do
		refuses "$name=x is not taken: " matrix "$name=x"
	done
	# kbuild takes these from its command line only, and many environments have them.
	CC=clang W=1 C=1 INSTALL_MOD_PATH=/x run make matrix ARCH=arm64
	[ "$status" -eq 0 ]
}

@test "input: each variable of the table is one of a kind that is known" {
	while read -r name kind _; do
		case $name in '#'* | '') continue ;; esac
		run env "$name=?" sh ci/lib/variables.sh matrix
		echo "$name $kind: $output"
		[[ $output != *"unknown kind"* ]]
		[[ $output != *"not found"* ]]
	done <ci/lib/variables
	[ "$(awk '!/^#/ && NF { print $1 }' ci/lib/variables | sort | uniq -d)" = "" ]
}
