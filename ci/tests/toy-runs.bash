# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # what kit.bash has set
# A copy of the kit in which each target runs in a second or two: what needs a kernel, an
# archive or the network is played, all else is the kit's own.

# toy_runs: needs fresh_kit
toy_runs() {
	export FRESH=1 PATH=$BATS_TEST_TMPDIR/tools:$PATH TREES=$BATS_TEST_TMPDIR/clones
	toy_source 6.1 6.1.5-1
	toy_source 7.3 7.3.1-1
	toy_kbuild
	toy_compiler
	toy_steps
	toy_qemu
	toy_machine
	toy_bench
	toy_series
	toy_clone
	mkdir -p tools/testing/mutants
	toy_patch "$BATS_TEST_TMPDIR/patch" four BREAKS05
	{
		printf '%s\n' "Mutant: 5" "Title: toy" "Range: [6.1,6.2)" "Breaks: DC-05" \
			"Caught-by: ftrace_direct.toy.dc05_b" "" "Somebody might." ""
		sed -n '/^--- a/,$p' "$BATS_TEST_TMPDIR/patch"
	} >tools/testing/mutants/toy.patch
}

# What make abi and make times ask of a source.
toy_kbuild() {
	local dir=$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5-1
	printf '\tselect HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS\n' >>"$dir/arch/arm64/Kconfig"
	mkdir -p "$dir/arch/arm64/kernel" "$dir/tools/testing/kunit"
	touch "$dir/arch/arm64/kernel/entry-ftrace.S"
	echo 'import time; time.sleep(0.2)' >"$dir/tools/testing/kunit/kunit.py"
	cat >>"$dir/Makefile" <<-'END'
	vmlinux: ;
	modules: ; sleep 0.2; printf '0x00000001\ttoy\tvmlinux\tEXPORT_SYMBOL_GPL\t\n' >$(O)/Module.symvers
	END
	touch "$dir/.complete"
}

toy_steps() {
	printf 'prepare() { mkdir -p "$BUILD"; sleep 0.1; }\njobs_for() { echo 2; }\nhost_programs() { :; }\n' >ci/lib/prepare.sh
	printf 'printf "%%s\\n" ftrace_direct.toy.dc01_a ftrace_direct.toy.dc05_b ftracetest.one\n' >ci/lib/manifest.sh
	rm -r arch/*/direct arch/riscv arch/s390 arch/x86
	toy_step config 'echo CONFIG_TOY=y >"$OBJ/.config"
		fact_set compiler toy'
	# Half of a file at a time, as a compiler writes it.
	toy_step build 'image=$OBJ/$(arch_field "$ARCH" image)
		mkdir -p "${image%/*}"
		echo "include $TREE/Makefile" >"$OBJ/Makefile"
		leashed make -s -f "$KIT/ci/tests/toy.mk" OUT="$OBJ" SOURCE="$TREE/kernel/a.c" IMAGE="$image" || exit 2'
	mkdir -p ci/tests
	cat >ci/tests/toy.mk <<-'END'
	all: $(IMAGE) $(OUT)/vmlinux
	$(IMAGE): $(OUT)/toy.o ; cp $< $@
	$(OUT)/vmlinux: $(OUT)/toy.o ; cp $< $@
	$(OUT)/toy.o: $(SOURCE) ; head -c 10 $< >$@; sleep 0.2; tail -c +11 $< >>$@
	END
	toy_step image 'sleep 0.1
		echo toy >"$DIR/initramfs.cpio"'
	toy_step command 'cat >"$DIR/boot.sh.new" <<-END
		#!/bin/sh
		exec qemu-system-toy "$OBJ/$(arch_field "$ARCH" image)" "\$@"
		END
		chmod +x "$DIR/boot.sh.new"
		mv "$DIR/boot.sh.new" "$DIR/boot.sh"
		fact_set qemu toy
		fact_set accel tcg
		fact_set cpus 2'
}

toy_step() { # NAME COMMANDS
	cat >"ci/$1.sh" <<-END
	set -eu
	. "\$(dirname -- "\$0")/lib/common.sh"
	. "\$KIT/ci/lib/cell.sh"
	cell_open "\$1"
	$2
	END
}

# A kernel that is not whole does not boot.
toy_qemu() {
	cat >"$BATS_TEST_TMPDIR/tools/qemu-system-toy" <<-'END'
	#!/bin/bash
	has() { grep -q "$1" "$image"; }
	image=$1
	case $KIT_APPEND in
	*kit.mode=shell* | *nokaslr*) exec sleep "${TOY_SLOW:-0.5}" ;;
	esac
	has seven || { echo "Kernel panic - not syncing: half a kernel" && exit 0; }
	{
		printf 'KTAP version 1\n1..2\n  KTAP version 1\n  # Subtest: ftrace_direct\n  1..1\n    # Subtest: toy\n    TAP version 13\n    1..2\n'
		sleep 0.2
		printf '    ok 1 dc01_a\n'
		sleep "${TOY_SLOW:-0.2}"
		has BREAKS05 && printf '    not ok 2 dc05_b\n' || printf '    ok 2 dc05_b\n'
		printf '  ok 1 toy\nok 1 ftrace_direct\n  1..1\n  ok 1 one\nok 2 ftracetest\nkit: done %s\n' "$KIT_TOKEN"
	} >&3
	END
	chmod +x "$BATS_TEST_TMPDIR/tools/qemu-system-toy"
}

# The backend of a toy's bundle: its streams say where they end.
toy_machine() {
	cat >"$BATS_TEST_TMPDIR/tools/machine" <<-'END'
	#!/bin/bash
	setsid sleep 60 &
	echo "Linux version 6.1.1"
	results=$(printf 'KTAP version 1\n1..2\n  KTAP version 1\n  1..1\n    KTAP version 1\n    1..2\n    ok 1 dc01_a\n    ok 2 dc05_b\n  ok 1 toy\nok 1 ftrace_direct\n  1..1\n  ok 1 one\nok 2 ftracetest\n.')
	results=${results%.}
	printf '%s' "$results" >&3
	sleep "${TOY_SLOW:-0.2}"
	printf 'kit: sum %s\n' "$(printf '%s' "$results" | gzip -c | tail -c 8 | od -An -t x4 -N 4 | tr -d ' ')" >&3
	echo "kit: console complete $KIT_TOKEN"
	echo "kit: done $KIT_TOKEN" >&3
	END
	chmod +x "$BATS_TEST_TMPDIR/tools/machine"
}

toy_bench() {
	local bench
	for bench in calls switches clients; do
		cat >"ci/bench/bench-$bench.sh" <<-'END'
		case ${2:-} in
		program) echo ftrace_direct.toy ;;
		required) echo dc01_a ;;
		*) sleep 0.1 && echo cost 1 ;;
		esac
		END
		cat >"ci/bench/bench-$bench-table.sh" <<-'END'
		top=$1
		shift
		for cell; do cat "$top/$cell/costs" || exit 1; done
		END
	done
	mkdir -p arch/arm64/direct
	touch arch/arm64/direct/direct_bench.h
	cp ci/flavors/plain.config ci/flavors/bpf.config
	rm -f ci/flavors/bpf.descriptor ci/flavors/bpf.manifest
}

# The releases and the style are the mirror's and checkpatch's.
toy_series() {
	printf '%s() { sleep 0.1; }\n' releases check_applies check_old >ci/series/series-apply.sh
	printf 'check_style() { sleep 0.1; }\n' >ci/series/series-style.sh
	printf 'show_table() { cat "$top/marks"; }\n' >ci/series/series-table.sh
	toy_list kernel/patches/toy.patch
	{
		toy_header "toy: Change b"
		printf '%s\n' --- '' '--- a/kernel/b.c' '+++ b/kernel/b.c' '@@ -1 +1 @@' -b +B
	} >kernel/patches/toy.patch
}

toy_clone() {
	local dir=$TREES/toy/linux
	echo 'toy/linux - arm64 none small -' >ci/public-trees/list
	mkdir -p "$dir"/{scripts/kconfig,kernel/trace,arch/arm64}
	touch "$dir"/{Kconfig,Kbuild,kernel/trace/ftrace.c,arch/arm64/Kconfig}
	printf 'one\nseven\n' >"$dir/kernel/a.c"
	printf 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\n' >"$dir/Makefile"
	git -C "$dir" init -q
	git -C "$dir" add -A
	git -C "$dir" -c user.name=toy -c user.email=toy@toy.example commit -q -m toy
}
