#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# make bench, with guests that a script plays and a toy disassembler: what was
# not measured, or counts that disagree, never come out as a good table.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit
	export KIT_HOST=$real/build/host
	[ -x "$KIT_HOST/kit-boot" ] || skip "the kit's programs are not built"
	says=$BATS_TEST_TMPDIR/says
	mkdir -p "$says" "$BATS_TEST_TMPDIR/tools"
	PATH=$BATS_TEST_TMPDIR/tools:$PATH
	rm -r arch/*/direct
	mkdir -p arch/arm64/direct
	touch arch/arm64/direct/direct_bench.h
	toy_steps
	toy_objdump
	guest_says 6.1 near 12000016 far 14000032 veneer 2
	guest_says 7.3 near 12000000 far 18000016 ftrace_caller
}

# What needs a kernel, played: the guest says what $says holds for its base.
toy_steps() {
	printf 'prepare() { :; }\njobs_for() { echo 1; }\n' >ci/lib/prepare.sh
	printf 'echo 6.1\n' >ci/lib/status.sh
	cat >ci/cell.sh <<-'EOF'
	set -eu
	. "$(dirname -- "$0")/lib/common.sh"
	. "$KIT/ci/lib/cell.sh"
	cell_new "$BUILD/cells/$1" "$1"
	fact_set version "${1%%/*}.9-$SERIES"
	echo "build 1.0" >"$DIR/stages"
	rm -f "$DIR/result.json"
	[ -e "$SAYS/${1%%/*}" ] || "$HOST/kit-result" fail --verdict BUILD --reason "toy broke" "$DIR"
	EOF
	cat >ci/command.sh <<-'EOF'
	. "$(dirname -- "$0")/lib/common.sh"
	. "$KIT/ci/lib/cell.sh"
	cell_open "$1"
	[ "$QEMU_ARGS $CPUS" = "-icount shift=0 1" ]
	cat >"$DIR/boot.sh" <<-END
	{ cat "$SAYS/$BASE"; echo "kit: done \$KIT_TOKEN"; } >&3
	END
	EOF
	export SAYS=$says
}

# A veneer is two instructions, the way of 7.3 six, one of them a branch over
# what is not to be counted.
toy_objdump() {
	cat >"$BATS_TEST_TMPDIR/tools/aarch64-linux-gnu-objdump" <<-'EOF'
	#!/bin/sh
	case $1 in
	-f) echo "architecture: aarch64, flags 0x00000112:" ;;
	-D) printf ' 2000:\tldr\tx17, 0x3000\n 2004:\tbr\tx17\n 2008:\tldr\tx17, 0x3008\n' ;;
	*) printf '%s\n' 'ffff0000 <ftrace_caller>:' && printf '%s\n' 'bti	c' 'bic	x11, x30, #0x7' \
		'ldr	x11, [x11, #-16]' 'ldr	x17, [x11, #240]' 'cbnz	x17, ffff0018 <ftrace_caller_direct>' \
		'mov	x10, sp' 'br	x17' | awk '{ printf "ffff%04x:\t%s\n", 4 * (NR - 1), $0 }' ;;
	esac
	EOF
	printf '#!/bin/sh\necho "ffff0000 T ftrace_caller"\n' >"$BATS_TEST_TMPDIR/tools/aarch64-linux-gnu-nm"
	chmod +x "$BATS_TEST_TMPDIR/tools"/*
}

# guest_says BASE near NS far NS SYMBOL: what the bench prints
guest_says() {
	local site n=0
	{
		printf 'KTAP version 1\n1..1\n  KTAP version 1\n  # Subtest: ftrace_direct\n  1..1\n'
		printf '    # Subtest: bench\n    TAP version 13\n    1..8\n'
		for site in module vmlinux; do
			told "$site" written "cost $site written 1000000 12000016"
			told "$site" bare "cost $site bare 1000000 27000000"
			told "$site" near "cost $site near 1000000 $3" "path $site near 1000 1000 00 0x1000"
			case $6 in
			veneer) told "$site" far "cost $site far 1000000 $5" "path $site far 9000 2000 5101 0x2000" ;;
			none) told "$site" far "cost $site far none" ;;
			*) told "$site" far "cost $site far 1000000 $5" "path $site far 9000 ffff0000 00 $6" ;;
			esac
		done
		printf '  ok 1 bench\nok 1 ftrace_direct\n'
	} >"$says/$1"
}

told() { # SITE CALL LINE...
	n=$((n + 1))
	printf '    # %s\n' "${@:3}"
	printf '    ok %d %s_%s\n' "$n" "$1" "$2"
}

bench() {
	run make bench ARCHES=arm64
	echo "$output"
	cat "$KIT_BUILD"/bench/log 2>/dev/null || :
}

# guest_switches BASE NEAR STUB: what the bench of switches prints, for all counts
guest_switches() {
	local way count n=0
	{
		printf 'KTAP version 1\n1..1\n  KTAP version 1\n  # Subtest: ftrace_direct\n  1..1\n'
		printf '    # Subtest: bench_switch\n    TAP version 13\n    1..12\n'
		for way in "near $2" "far none" "stub $3"; do
			for count in 1 64 256 1024; do
				n=$((n + 1))
				if [ "${way#* }" = none ]; then
					echo "    # switch ${way% *} $count none"
					echo "    ok $n # SKIP ${way% *}_$count: not here"
				else
					echo "    # switch ${way% *} $count $((${way#* } + count * 100))"
					echo "    ok $n ${way% *}_$count"
				fi
			done
		done
		printf '  ok 1 bench_switch\nok 1 ftrace_direct\n'
	} >"$says/$1"
}

switches() {
	run make bench-switch ARCHES=arm64
	echo "$output"
	cat "$KIT_BUILD"/bench/log 2>/dev/null || :
}

@test "bench-switch: the table of both kernels, and exit status 0" {
	guest_switches 6.1 20000 5000000
	guest_switches 7.3 4700000 none
	switches
	[ "$status" -eq 0 ]
	[[ $output == *"arm64   6.1.9-kit with the kit           near        20,100       26,400       45,600      122,400"* ]]
	[[ $output == *"                                         stub     5,000,100    5,006,400    5,025,600    5,102,400"* ]]
	[[ $output == *"arm64   7.3.9-none as it is              near     4,700,100 "* ]]
	[[ $output != *" far "* ]]
	[[ $output == *"All was measured;"* ]]
}

@test "bench-switch: what takes more than it may is named" {
	guest_switches 6.1 300000 5000000
	guest_switches 7.3 4700000 none
	switches
	[ "$status" -ne 0 ]
	[[ $output == *"6.1/arm64/plain, near, 1: 6.0% of what it takes with stub ops, more than 5%"* ]]
	[[ $output != *"All was measured"* ]]
}

@test "bench-switch: a measurement that is missing is named" {
	guest_switches 6.1 20000 5000000
	guest_switches 7.3 4700000 none
	sed -i '/switch stub 256/d' "$says/6.1"
	switches
	[ "$status" -ne 0 ]
	[[ $output == *"6.1/arm64/plain, stub, 256: not measured"* ]]
}

@test "bench-switch: a guest that did not switch has measured nothing" {
	guest_switches 6.1 20000 5000000
	guest_switches 7.3 4700000 none
	sed -i 's/    ok \([0-9]*\) near_64$/    not ok \1 near_64/' "$says/6.1"
	switches
	[ "$status" -ne 0 ]
	[[ $output == *"6.1/arm64/plain, near, 1: not measured, the cell says FAIL"* ]]
}

# guest_clients FENTRY: what the bench of clients prints, with this cost of a fentry
guest_clients() {
	local way n=0
	{
		printf 'KTAP version 1\n1..1\n  KTAP version 1\n  # Subtest: ftrace_direct_bpf\n  1..1\n'
		printf '    # Subtest: bench\n    TAP version 13\n    1..6\n'
		for way in "nothing 27000000" "fentry $1" "fexit 227000016" "fentry_fexit 327000000" \
			"kprobe 827000000" "kretprobe 1027000000"; do
			n=$((n + 1))
			echo "    # cost ${way% *} 1000000 ${way#* }"
			case ${way% *} in
			f*) echo "    # path ${way% *} 9000 2000 5101 0x2000" ;;
			esac
			echo "    ok $n ${way% *}"
		done
		printf '  ok 1 bench\nok 1 ftrace_direct_bpf\n'
	} >"$says/6.1"
}

clients() {
	run make bench-clients ARCHES=arm64
	echo "$output"
	cat "$KIT_BUILD"/bench/log 2>/dev/null || :
}

@test "bench-clients: the table of the base that the flavor is for, and exit status 0" {
	guest_clients 127000016
	clients
	[ "$status" -eq 0 ]
	[[ $output == *"arm64   6.1.9-kit with the kit                      2          100          200          300          800         1000"* ]]
	[[ $output != *7.3* ]]
}

@test "bench-clients: half an instruction is none" {
	guest_clients 127500000
	clients
	[ "$status" -ne 0 ]
	[[ $output == *"6.1/arm64/bpf, fentry: in the run is 100.5, no number of instructions"* ]]
}

@test "bench-clients: a measurement that is missing is named" {
	guest_clients 127000016
	sed -i '/cost kprobe/d' "$says/6.1"
	clients
	[ "$status" -ne 0 ]
	[[ $output == *" 2          100          200          300            ?         1000"* ]]
	[[ $output == *"6.1/arm64/bpf, kprobe: in the run not measured"* ]]
}

@test "bench-clients: so is a way that was not sent" {
	guest_clients 127000016
	sed -i '/path fentry /d' "$says/6.1"
	clients
	[ "$status" -ne 0 ]
	[[ $output == *" ?          100          200          300          800         1000"* ]]
	[[ $output == *"6.1/arm64/bpf, fentry: the way from site to trampoline not measured"* ]]
}

@test "bench-clients: a guest whose bench failed has measured nothing" {
	guest_clients 127000016
	sed -i 's/    ok 3 fexit/    not ok 3 fexit/' "$says/6.1"
	clients
	[ "$status" -ne 0 ]
	[[ $output == *"6.1/arm64/bpf, fexit: in the run not measured, the cell says FAIL"* ]]
}

@test "bench-clients: an architecture that the flavor is not for is an error" {
	mkdir -p arch/s390/direct
	touch arch/s390/direct/direct_bench.h
	run make bench-clients ARCHES=s390
	[ "$status" -ne 0 ]
	[[ $output == *"flavor bpf is for arm64[6.1,6.2) x86[6.1,6.2), not for s390; choose other ARCHES"* ]]
}

@test "bench: two counts that agree are the table, and exit status 0" {
	bench
	[ "$status" -eq 0 ]
	[[ $output == *"6.1 with the kit    7.3 as it is"* ]]
	[[ $output == *"6.1.9-kit           7.3.9-none"* ]]
	[[ $output == *"arm64   vmlinux  near   0   0               0   0"* ]]
	[[ $output == *"arm64   vmlinux  far    2   2               6   6"* ]]
	[[ $output == *"arm64   module   far    2   2               6   6"* ]]
	[[ $output == *"Both counts agree everywhere."* ]]
}

@test "bench: counts that disagree are named, both of them" {
	guest_says 7.3 near 12000000 far 17000016 ftrace_caller
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"7.3/arm64/plain, module, far: 5 in the run, 6 in the disassembly"* ]]
	[[ $output == *"2 of 8 measurements cannot be used."* ]]
	[[ $output != *"agree everywhere"* ]]
}

@test "bench: a measurement that is missing is named" {
	sed -i '/cost vmlinux far/d' "$says/6.1"
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"6.1/arm64/plain, vmlinux, far: ? in the run is no number of instructions"* ]]
	[[ $output == *"1 of 8 measurements cannot be used."* ]]
}

@test "bench: so is one whose way was not sent" {
	sed -i '/path module far/d' "$says/6.1"
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"6.1/arm64/plain, module, far: not counted in the disassembly"* ]]
}

@test "bench: without the call that all are compared with there is no number" {
	sed -i '/cost module written/d' "$says/6.1"
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"module, near: ? in the run"* ]]
	[[ $output == *"2 of 8"* ]]
}

@test "bench: half an instruction, or less than none, is none" {
	guest_says 6.1 near 11000016 far 14500032 veneer
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"module, near: -1 in the run is no number of instructions"* ]]
	[[ $output == *"module, far: 2.50002 in the run is no number of instructions"* ]]
}

@test "bench: what was called another number of times is not compared" {
	sed -i 's/cost module far 1000000/cost module far 10000/' "$says/6.1"
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"6.1/arm64/plain, module, far: ? in the run"* ]]
}

@test "bench: a guest whose bench failed, or died, has measured nothing" {
	sed -i 's/ok 1 module_written/not &/' "$says/6.1"
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"6.1/arm64/plain, vmlinux, near: not measured, the cell says FAIL: "*"module_written"* ]]
	sed -i '/module_far/q' "$says/6.1"
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"4 of 8 measurements cannot be used."* ]]
}

@test "bench: a kernel that does not build has measured nothing" {
	rm "$says/7.3"
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"7.3/arm64/plain, module, far: not measured, the cell says BUILD: toy broke"* ]]
	[[ $output == *"arm64   module   far    2   2               ?   ?"* ]]
}

@test "bench: where no site can be far that is no failure" {
	guest_says 6.1 near 12000016 far 0 none
	bench
	[ "$status" -eq 0 ]
	[[ $output == *"arm64   module   far    none                6   6"* ]]
}

@test "bench: a way that leaves what is known, or has no end, is not counted" {
	sed -i 's/0x3000.n 2004:.tbr.tx17/&\\n 2006:\\tb\\t0x4000/; s/ 2004:.tbr.tx17.n//' \
		"$BATS_TEST_TMPDIR/tools/aarch64-linux-gnu-objdump"
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"far: not counted in the disassembly"* ]]
	[[ $output == *"the disassembly shows no path from 2000 (0x2000) to the trampoline"* ]]
}

# A jump at 2000, to 5000.
two_places() {
	sed -i 's|^-D) .*|-D) case $* in *=0x2000*) printf " 2000:\\tb\\t0x5000\\n" ;; *) printf " 5000:\\tbr\\tx17\\n" ;; esac ;;|' \
		"$BATS_TEST_TMPDIR/tools/aarch64-linux-gnu-objdump"
	sed -i 's/\(.* far 9000\) 2000 .*/&\n\1 5000 5101 0x5000/' "$says/6.1"
}

@test "bench: code at two places is counted in both" {
	two_places
	bench
	[ "$status" -eq 0 ]
	[[ $output == *"arm64   module   far    2   2               6   6"* ]]
}

@test "bench: the first of two places alone is no way" {
	two_places
	sed -i '/ 5000 5101 /d' "$says/6.1"
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"the disassembly shows no path from 2000 (0x2000) to the trampoline"* ]]
}

@test "bench: a kernel elsewhere than its file says is not counted" {
	printf '#!/bin/sh\necho "fffe0000 T ftrace_caller"\n' >"$BATS_TEST_TMPDIR/tools/aarch64-linux-gnu-nm"
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"ftrace_caller is at ffff0000 in the guest and at fffe0000 in"* ]]
}

@test "bench: a table of an earlier run is not shown again" {
	bench
	[ "$status" -eq 0 ]
	printf 'exit 7\n' >ci/cell.sh
	bench
	[ "$status" -ne 0 ]
	[[ $output == *"not measured"* ]]
	[[ $output != *"agree everywhere"* ]]
}

@test "bench: an architecture that is not known is an error" {
	run make bench ARCHES=arm46
	[ "$status" -eq 2 ]
	[[ $output == *"did you mean 'arm64'"* ]]
}

@test "bench: so is one that does not say how a call is measured" {
	run make bench ARCHES="arm64 s390"
	[ "$status" -eq 2 ]
	[[ $output == *"there is no arch/s390/direct/direct_bench.h yet"* ]]
}

@test "bench: without ARCHES it is those that do" {
	run make bench
	[ "$status" -eq 0 ]
	[[ $output == *"arm64   module   far    2   2"* ]]
	[[ $output != *"riscv"* ]]
}

# built CELL: as the matrix leaves it, of version 6.1.9 and a toy compiler
built() {
	local dir=$KIT_BUILD/cells/6.1/arm64/plain
	mkdir -p "$dir/obj"
	printf '%s\n' "cell 6.1/arm64/plain" "base 6.1" "arch arm64" "flavor plain" "version 6.1.9-1" "compiler toy 1.0" >"$dir/meta"
	echo "build 1.0" >"$dir/stages"
	echo guest >"$dir/initramfs.cpio"
	# Both benches in one guest.
	guest_says 6.1 near 12000016 far 14000032 veneer 2
	mv "$says/6.1" "$says/calls"
	guest_switches 6.1 "$1" 5000000
	mv "$says/6.1" "$says/switches"
	{
		printf 'KTAP version 1\n1..1\n  KTAP version 1\n  # Subtest: ftrace_direct\n  1..2\n'
		sed -n '/# Subtest: bench$/,/ok 1 bench/p' "$says/calls"
		sed -n '/# Subtest: bench_switch$/,/ok 1 bench_switch/p' "$says/switches" | sed 's/ok 1 bench_switch/ok 2 bench_switch/'
		echo 'ok 1 ftrace_direct'
	} >"$says/6.1"
	git init -q . && git -c user.name=toy -c user.email=toy@toy.example commit -qm toy --allow-empty
	printf '# toy\n' >ci/bench/figures
}

figures() {
	run sh ci/bench/figures.sh "$@" 6.1/arm64/plain
	echo "$output"
}

@test "figures: what is recorded is what is measured, and compares" {
	built 20000
	figures record
	[ "$status" -eq 0 ]
	commit=$(git rev-parse --short=12 HEAD)
	[ "$(grep -v '^#' ci/bench/figures | cut -f 1-5 | tr '\t' ' ')" = "6.1/arm64/plain 6.1.9-1 toy 1.0 far call 2
6.1/arm64/plain 6.1.9-1 toy 1.0 near call 0
6.1/arm64/plain 6.1.9-1 toy 1.0 switch of 64 26400" ]
	figures
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = 1..3 ]
	[[ $output == *"ok 3 6.1/arm64/plain switch of 64: 26400 instructions, as at commit $commit"* ]]
}

@test "figures: what takes more, or less, is told with the commit that it is compared with" {
	built 20000
	figures record
	built 22640
	printf '6.1/arm64/plain\t6.1.9-1\ttoy 1.0\t%s\n' $'far call\t3\tabc' $'near call\t0\tabc' $'switch of 64\t26400\tabc' >ci/bench/figures
	figures
	[ "$status" -eq 1 ]
	[[ $output == *"not ok 1 6.1/arm64/plain far call: 2 instructions, 1 less (33.3%) than the 3 of commit abc"* ]]
	[[ $output == *"ok 2 6.1/arm64/plain near call: 0 instructions, as at commit abc"* ]]
	[[ $output == *"not ok 3 6.1/arm64/plain switch of 64: 29040 instructions, 2640 more (10.0%) than the 26400 of commit abc"* ]]
}

@test "figures: a switch may differ by the interrupts of a boot, and not by more" {
	local count
	for count in 20200 20300; do
		built $count
		printf '6.1/arm64/plain\t6.1.9-1\ttoy 1.0\t%s\n' $'far call\t2\tabc' $'near call\t0\tabc' $'switch of 64\t26400\tabc' >ci/bench/figures
		figures
		case $count in
		20200)
			[ "$status" -eq 0 ]
			[[ $output == *"ok 3 6.1/arm64/plain switch of 64: 26600 instructions, within 1% of the 26400 at commit abc"* ]]
			;;
		20300)
			[ "$status" -eq 1 ]
			[[ $output == *"not ok 3 6.1/arm64/plain switch of 64: 26700 instructions, 300 more (1.1%) than the 26400 of commit abc"* ]]
			;;
		esac
	done
}

@test "figures: those of another compiler or point release are not compared" {
	built 20000
	figures record
	sed -i 's/^compiler .*/compiler toy 2.0/' "$KIT_BUILD/cells/6.1/arm64/plain/meta"
	figures
	[ "$status" -eq 0 ]
	[ "$output" = "1..1
ok 1 6.1/arm64/plain # SKIP no figures are kept for 6.1.9-1 and toy 2.0; sh ci/bench/figures.sh record 6.1/arm64/plain" ]
	# Both are kept then.
	figures record
	[ "$(grep -c 'toy 1.0' ci/bench/figures)" -eq 3 ]
	[ "$(grep -c 'toy 2.0' ci/bench/figures)" -eq 3 ]
}

@test "figures: what was not measured is no good figure" {
	built 20000
	figures record
	sed -i '/switch near 64/d' "$says/6.1"
	figures
	[ "$status" -ne 0 ]
	[[ $output == *"not ok 3 6.1/arm64/plain switch of 64: not measured; it took 26400 at "* ]]
	sed -i 's/ok [0-9]* module_near/not &/' "$says/6.1"
	figures
	[ "$status" -eq 2 ]
	[[ $output == *"kit: 6.1/arm64/plain: FAIL"* ]]
}
