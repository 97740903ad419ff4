#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Guests that go wrong, as real boots of the kernels that the matrix built:
# each way to go wrong has its own verdict, and no QEMU is left behind.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	real=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	built=${KIT_BUILD:-$real/build}
	dir=$BATS_TEST_TMPDIR/cell
	export KIT_MARK=$BATS_TEST_TMPDIR
}

# guest ARCH WHAT [OPTION...]: boot the broken guest of this arch
guest() {
	cell_of "$1"
	KIT_APPEND="rdinit=/broken kit.break=$2 ${APPEND:-}" run \
		"$built/host/kit-boot" --boot-deadline 40 --silence 25 --total 90 "${@:3}" "$dir"
	no_qemu_left
}

# A cell's directory of our own, with its boot script and another manifest.
cell_of() { # ARCH
	from=$built/cells/6.1/$1/plain
	[ -x "$from/boot.sh" ] || { echo "the matrix has not built 6.1/$1/plain" && return 1; }
	mkdir -p "$dir"
	cp "$from/meta" "$from/stages" "$from/boot.sh" "$dir/"
	printf 'broken.first\nbroken.second\n' >"$dir/required"
}

# Ours are those that carry this test's mark in their environment.
no_qemu_left() {
	for pid in $(pgrep qemu-system || :); do
		! tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep -qxF "KIT_MARK=$BATS_TEST_TMPDIR" ||
			{ echo "QEMU $pid is left" && return 1; }
	done
}

result() { jq -r "$1" "$dir/result.json"; }

judged() { # VERDICT [PART OF THE REASON]
	echo "$output"
	[ "$(result .verdict)" = "$1" ]
	[[ $(result .reason) == *"${2:-}"* ]]
	[ "$1" = PASS ] || [ "$status" -eq 1 ]
}

@test "boot: a guest that breaks nothing passes, so the others can fail" {
	guest arm64 none
	judged PASS
	[ "$status" -eq 0 ]
}

@test "boot: an init that hangs is HANG, and the last test is named" {
	guest arm64 hang --silence 8
	judged HANG first
	[ "$(grep -c '^CPU#1' "$dir/cpus.log")" -eq 2 ]
}

@test "boot: an init that panics is CRASH on arm64" { guest arm64 panic; judged CRASH; }
@test "boot: an init that panics is CRASH on x86" { guest x86 panic; judged CRASH; }
@test "boot: an init that panics is CRASH on s390" { guest s390 panic; judged CRASH; }
@test "boot: an init that panics is CRASH on riscv" { guest riscv panic; judged CRASH; }

@test "boot: a kernel that crashes in a test is CRASH, with its splat" {
	guest arm64 crash
	judged CRASH
	[ "$(result '.splat.line > 0')" = true ]
	[[ $(result .splat.excerpt) == *"sysrq"* ]]
}

@test "boot: a kernel that panics early is CRASH" {
	APPEND="rdinit=/nothing init=/nothing" guest arm64 none
	judged CRASH
}

# dies_early ARCH: a guest with too little memory dies before it has its console
dies_early() {
	APPEND="mem=9M" guest "$1" none
	judged CRASH
	[ "$(result '.splat.line > 0')" = true ]
}

@test "boot: a kernel that dies before its console is there is CRASH on arm64" { dies_early arm64; }
@test "boot: a kernel that dies before its console is there is CRASH on x86" { dies_early x86; }
@test "boot: a kernel that dies before its console is there is CRASH on s390" { dies_early s390; }
@test "boot: a kernel that dies before its console is there is CRASH on riscv" { dies_early riscv; }

@test "boot: a kernel that hangs silently is SILENT" {
	cell_of arm64
	sed -i 's/console=[^ ]* earlycon/console=null/' "$dir/boot.sh"
	KIT_APPEND="rdinit=/broken kit.break=silent" run "$built/host/kit-boot" \
		--boot-deadline 12 --silence 30 --total 60 "$dir"
	judged SILENT
}

@test "boot: an init that never prints a result is HANG" {
	guest arm64 silent --boot-deadline 12
	judged HANG
}

@test "boot: an init that floods the console is SPLAT, and the log ends at its limit" {
	guest arm64 flood --console-limit 300000
	judged SPLAT
	[ "$(result .splat.kind)" = flood ]
	[ "$(stat -c %s "$dir/console.log")" -le 400000 ]
}

@test "boot: a kernel that warns while all tests pass is SPLAT" {
	guest arm64 splat
	judged SPLAT
	[ "$(result .splat.kind)" = WARNING ]
}

@test "boot: a required test that fails is FAIL" { guest arm64 fail; judged FAIL broken.second; }
@test "boot: a required test that skips is FAIL" { guest arm64 skip; judged FAIL broken.second; }

@test "boot: a planned test that does not come is FAIL" {
	guest arm64 missing
	judged FAIL broken.second
	[ "$(result '.tests[] | select(.name == "broken.second") | .outcome')" = MISSING ]
}

@test "boot: a power-off without the token is LOST" { guest arm64 notoken; judged LOST; }
@test "boot: the token of another boot is LOST" { guest arm64 wrongtoken; judged LOST; }
@test "boot: half a line at the end is LOST" { guest arm64 halfline; judged LOST; }

@test "boot: a death between the last test and the token is CRASH" {
	guest arm64 late
	judged CRASH
}

@test "boot: kit-boot killed outright leaves no QEMU" {
	cell_of arm64
	KIT_APPEND="rdinit=/broken kit.break=hang" "$built/host/kit-boot" "$dir" >/dev/null 2>&1 3>&- &
	runner=$!
	for _ in $(seq 100); do
		qemu=$(pgrep -P "$runner" || :)
		[ -n "$qemu" ] && grep -q qemu "/proc/$qemu/comm" && break
		sleep 0.1
	done
	grep -q qemu "/proc/$qemu/comm"
	kill -KILL "$runner"
	for _ in $(seq 50); do [ -d "/proc/$qemu" ] || break; sleep 0.1; done
	[ ! -d "/proc/$qemu" ]
}

@test "boot: Ctrl-C ends QEMU, keeps the log and gives no verdict" {
	cell_of arm64
	KIT_APPEND="rdinit=/broken kit.break=hang" setsid "$built/host/kit-boot" "$dir" >/dev/null 2>&1 3>&- &
	for _ in $(seq 300); do grep -qs first "$dir/result.ktap" && break; sleep 0.1; done
	runner=$(pgrep -f "kit-boot $dir")
	qemu=$(pgrep -P "$runner")
	kill -INT "$runner"
	for _ in $(seq 50); do [ -d "/proc/$qemu" ] || break; sleep 0.1; done
	[ ! -d "/proc/$qemu" ]
	[ -s "$dir/console.log" ]
	[ ! -e "$dir/result.json" ]
}

# ancestors PID STOP: from the PID's parent up to and with STOP
ancestors() {
	local pid=$1
	while [ "$pid" != "$2" ] && [ "${pid:-0}" -gt 1 ]; do
		pid=$(awk '$1 == "PPid:" { print $2 }' "/proc/$pid/status" 2>/dev/null)
		echo "$pid"
	done
}

# The QEMU below this process, if there is one yet; not one that only says its
# version.
qemu_below() {
	for pid in $(pgrep -f 'qemu-system.* -kernel' || :); do
		ancestors "$pid" "$1" | grep -qx "$1" && echo "$pid" && return
	done
}

# kill_each TARGET...: run it again and again, and kill one process after another of the
# chain from QEMU up to make. kills.bats kills the guards between them.
kill_each() {
	level=0
	while :; do
		make -C "$real" -s "$@" >"$BATS_TEST_TMPDIR/log" 2>&1 3>&- &
		top=$!
		for _ in $(seq 600); do
			qemu=$(qemu_below "$top") && [ -n "$qemu" ] && break
			[ -d "/proc/$top" ] || { cat "$BATS_TEST_TMPDIR/log" && return 1; }
			sleep 0.1
		done
		mapfile -t all < <(ancestors "$qemu" "$top")
		mapfile -t chain < <(for pid in "${all[@]}"; do
			[ "$(cat "/proc/$pid/comm")" = kit-leash ] || echo "$pid"
		done)
		[ "$level" -lt "${#chain[@]}" ] || break
		echo "level $level of ${#chain[@]}: $(tr '\0' ' ' <"/proc/${chain[level]}/cmdline" | cut -c 1-80)"
		kill -KILL "${chain[level]}"
		wait "$top" 2>/dev/null || :
		for _ in $(seq 100); do
			left=
			for pid in "$qemu" "${all[@]}"; do [ ! -d "/proc/$pid" ] || left="$left $pid"; done
			[ -n "$left" ] || break
			sleep 0.1
		done
		[ -z "$left" ] || { echo "left:$left" && return 1; }
		level=$((level + 1))
	done
	kill -TERM "$top"
	wait "$top" 2>/dev/null || :
}

@test "matrix: killing any level of the chain ends all of it" {
	kill_each matrix BASES=6.1 ARCHES=s390 FRESH=1 REPORT="$BATS_TEST_TMPDIR/report"
	[ "$level" -ge 6 ]
}

@test "rerun: killing any level of the chain ends all of it, and the next one begins" {
	kill_each rerun CELL=6.1/s390/plain
	[ "$level" -ge 4 ]
}

@test "shell: killing any level of the chain ends all of it" {
	kill_each shell CELL=6.1/s390/plain
	[ "$level" -ge 1 ]
}

@test "boot: QEMU that cannot start is an error that names it" {
	cell_of arm64
	sed -i 's/qemu-system-aarch64/qemu-system-nowhere/' "$dir/boot.sh"
	run "$built/host/kit-boot" "$dir"
	echo "$output"
	[ "$status" -ne 0 ]
	[[ $output == *qemu-system-nowhere* ]]
}

@test "rerun: the same boot again, judged again" {
	run make -C "$real" -s rerun CELL=6.1/arm64/plain
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} == "PASS 6.1/arm64/plain"* ]]
}

@test "shell: commands run in the guest and exit powers it off" {
	run timeout 120 sh -c "(sleep 15; echo 'uname -m; exit') | make -C '$real' -s shell CELL=6.1/arm64/plain"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *aarch64* ]]
}

@test "gdb: the guest waits, and vmlinux names its symbols" {
	GDB_PORT=12347 make -C "$real" -s gdb CELL=6.1/arm64/plain </dev/null >"$BATS_TEST_TMPDIR/gdb.log" 2>&1 3>&- &
	for _ in $(seq 100); do ss -ltn 2>/dev/null | grep -q 12347 && break; sleep 0.1; done
	run gdb-multiarch -batch "$built/cells/6.1/arm64/plain/obj/vmlinux" \
		-ex 'target remote 127.0.0.1:12347' -ex 'hbreak start_kernel' -ex continue \
		-ex 'info symbol $pc' -ex kill
	echo "$output"
	[[ $output == *"start_kernel in section"* ]]
}

@test "matrix: the second run keeps good verdicts and says so" {
	REPORT=$BATS_TEST_TMPDIR/report run make -C "$real" -s matrix BASES=6.1 ARCHES="arm64 x86"
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(jq -r .kept "$built/cells/6.1/x86/plain/result.json")" = true ]
	[[ $output == *kept* ]]
}

@test "kselftest: the kernel's own make builds and installs the suite" {
	tree=$(make -C "$real" -s tree BASE=6.1 | tail -n 1)
	run make -C "$tree" O="$built/cells/6.1/arm64/plain/obj" ARCH=arm64 \
		CROSS_COMPILE=aarch64-linux-gnu- TARGETS=ftrace_direct \
		INSTALL_PATH="$BATS_TEST_TMPDIR/installed" kselftest-install
	echo "$output" | tail -n 20
	[ "$status" -eq 0 ]
	for file in config settings switch ftrace_direct_test.ko; do
		[ -s "$BATS_TEST_TMPDIR/installed/ftrace_direct/$file" ]
	done
	grep -qx 'ftrace_direct:switch' "$BATS_TEST_TMPDIR/installed/kselftest-list.txt"
}
