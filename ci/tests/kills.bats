#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# SIGKILL to the processes of a run, whatever target it is of: nothing is left, nothing half
# written is taken for whole, and the next run goes on. The targets are the kit's own, their
# cells are toys. KILLS is how many, SEED which.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit
load toy-runs

setup() {
	seed=${SEED:-$(date +%s)}
	fresh_kit lean
	export KIT_HOST=$real/build/host
	[ -x "$KIT_HOST/kit-leash" ] || skip "the kit's programs are not built"
	toy_runs
	out=$BATS_TEST_TMPDIR/out
}

# What make is to do, and how a run of it ends that has not been disturbed.
target() { # NUMBER
	case $1 in
	0) args="matrix ARCHES=arm64" last="The cell is fine." ;;
	1) args="rerun CELL=6.1/arm64/plain" last="PASS 6.1/arm64/plain" ;;
	2) args="shell CELL=6.1/arm64/plain" last="kit: leave the guest*" ;;
	3) args="gdb CELL=6.1/arm64/plain" last="kit: the address is in the guest's*" ;;
	4) args="mutants CELL=6.1/arm64/plain" last="1 of 1 mutants were killed by the test*" ;;
	5) args="bench ARCHES=arm64" last="cost 1" ;;
	6) args="compare CELL=6.1/arm64/plain" last="6.1/arm64/plain: 1 tests compared, 1 passed before, 0 are worse" ;;
	7) args="tree BASE=6.1" last="*/build/trees/6.1" ;;
	8) args="series BASE=6.1 FORMAT=mbox" last="kit: 2 patches for 6.1.5-1 in *" ;;
	9) args="series-check BASE=6.1 ARCHES=arm64" last="tools/patches/toy-files.patch arm64 ok *" ;;
	10) args="abi ARCHES=arm64" last="No version changed and no symbol is gone*" ;;
	11) args="public-trees" last="*PASS none 2/2; tested as it is" ;;
	12) args="status BASES=6.1" last="arm64 * no" ;;
	13) args="bundle CELL=6.1/arm64/plain OUT=$out" last="kit: */out: 6.1/arm64/plain, * KiB, bundle *" ;;
	14) args="boot BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=$BATS_TEST_TMPDIR/tools/machine" last="PASS 6.1/arm64/plain" ;;
	15) args="job 6.1/arm64/plain $out" last="The cell is fine." ;;
	16) args="report RESULTS=$BATS_TEST_TMPDIR/left CELLS=6.1/arm64/plain" last="The cell is fine." ;;
	17) args="bench-switch ARCHES=arm64" last="cost 1" ;;
	18) args="bench-clients ARCHES=arm64" last="cost 1" ;;
	19) args="times BASE=6.1" last="kunit.py run --arch=arm64, again*" ;;
	esac
	name=${args%% *}
}
# In a small number of kills leave out those that take long.
targets=$([ "${KILLS:-10}" -le 20 ] && echo 17 || echo 20)

run_target() { # VARIABLE...
	local arguments="make -s $args"
	[ "$name" != series ] || arguments="$arguments OUT=$out"
	[ "$name" != job ] || arguments="sh ci/pipelines/job.sh ${args#* }"
	# shellcheck disable=SC2086 # words
	exec $arguments "$@" </dev/null >"$BATS_TEST_TMPDIR/log" 2>&1 3>&-
}

# needs_first: what the target works on
needs_first() {
	[ "$name" = matrix ] || [ "$name" = job ] || [ -e "$KIT_BUILD/cells/6.1/arm64/plain/boot.sh" ] ||
		make -s matrix ARCHES=arm64 </dev/null
	[ "$name" != boot ] || [ -e "$BATS_TEST_TMPDIR/b" ] ||
		make -s bundle CELL=6.1/arm64/plain OUT="$BATS_TEST_TMPDIR/b"
	[ "$name" != report ] || [ -e "$BATS_TEST_TMPDIR/left" ] ||
		sh ci/pipelines/job.sh 6.1/arm64/plain "$BATS_TEST_TMPDIR/left"
}

# whole: run the target to its end, which is a good one
whole() {
	rm -rf "$out"
	needs_first >"$BATS_TEST_TMPDIR/log" 2>&1 3>&-
	(run_target) || { cat "$BATS_TEST_TMPDIR/log" && return 1; }
	# kit says more on stderr, perhaps later.
	# shellcheck disable=SC2254 # a pattern on purpose
	while read -r line; do
		case $line in $last) return 0 ;; esac
	done <"$BATS_TEST_TMPDIR/log"
	cat "$BATS_TEST_TMPDIR/log"
	echo "there is no line \"$last\""
	return 1
}

# marked: the processes of the run, which have its mark in their environment
marked() {
	grep -lzsxF "KIT_MARK=$mark" /proc/[0-9]*/environ | cut -d / -f 3
}

name_of() { cat "/proc/$1/comm" 2>/dev/null || :; } # PID

series_sum() { (cd "$out" && find . -type f -exec sha256sum {} + | sort); }

# learn: how long a whole run takes, and which programs have a part in it
learn() {
	local begun
	mark=$BATS_TEST_TMPDIR/learn-$name
	whole
	[ "$name" != series ] || series_sum >"$BATS_TEST_TMPDIR/series"
	begun=$(date +%s%N)
	rm -rf "$out"
	KIT_MARK=$mark run_target FRESH=1 &
	while kill -0 $! 2>/dev/null; do
		for pid in $(marked); do name_of "$pid"; done
		sleep 0.02
	done | sort -u >"$BATS_TEST_TMPDIR/names-$name"
	wait $!
	echo $((($(date +%s%N) - begun) / 1000000)) >"$BATS_TEST_TMPDIR/span-$name"
}

# victim TOP: set pid to a process of the run, any (program is "any") or one of a program
# that may only come later
victim() {
	local found
	while kill -0 "$1" 2>/dev/null; do
		mapfile -t found < <(for pid in $(marked); do
			[ "$program" != any ] && [ "$(name_of "$pid")" != "$program" ] || echo "$pid"
		done)
		[ "${#found[@]}" -eq 0 ] || { pid=${found[which % ${#found[@]}]} && return; }
		sleep 0.01
	done
	return 1
}

# nothing_left: the run has ended, with all that it had started, which would have taken
# longer by itself
nothing_left() {
	for _ in $(seq 50); do
		[ -n "$(marked)" ] || return 0
		sleep 0.1
	done
	for pid in $(marked); do echo "left: $pid $(tr '\0' ' ' <"/proc/$pid/cmdline")"; done
	return 1
}

# What a killed run has left is whole, or is not there.
nothing_half() {
	find "$KIT_BUILD" -name result.json -exec jq -e .verdict {} + >/dev/null
	find "$KIT_BUILD" -name junit.xml -exec xmllint --noout {} +
	[ ! -e "$out" ] || case $name in
	series) series_sum | cmp - "$BATS_TEST_TMPDIR/series" ;;
	bundle) make -s token BUNDLE="$out" >/dev/null ;;
	job) ls "$out/cells/6.1/arm64/plain"/{bundle,console.log,result.ktap} "$out/report/junit.xml" >/dev/null &&
		jq -e '.verdict == "PASS"' "$out/cells/6.1/arm64/plain/result.json" >/dev/null ;;
	esac
}

tell() { echo "# $*" >&3; }

# kill_one NUMBER: one run, of which a process is killed: every second time a process of a
# program, soon after it has begun, else any at a moment of the run
kill_one() {
	local top programs nr which share
	target $((RANDOM % targets))
	nr=$RANDOM which=$RANDOM share=$((RANDOM % 90))
	[ -e "$BATS_TEST_TMPDIR/span-$name" ] || learn
	mapfile -t programs <"$BATS_TEST_TMPDIR/names-$name"
	program=any
	moment=$(($(cat "$BATS_TEST_TMPDIR/span-$name") * share / 100))
	[ $(($1 % 2)) -eq 0 ] || { program=${programs[nr % ${#programs[@]}]} && moment=$share; }
	mark=$BATS_TEST_TMPDIR/$1
	rm -rf "$out"
	KIT_MARK=$mark TOY_SLOW=8 run_target FRESH=1 &
	top=$!
	[ "$program" = any ] || victim "$top" || :
	sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
	if victim "$top"; then
		tell "$1: $name, $program after $moment ms: $(tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c 1-100)"
		kill -KILL "$pid" 2>/dev/null || :
	else
		tell "$1: $name, $program after $moment ms: the run has ended"
	fi
	wait "$top" || :
	nothing_left
	nothing_half
	whole
}

# chain COMMAND...: a shell that runs kit-leash as leashed() does; the command starts
# processes in a session of their own, in a pipeline, and one that ignores SIGTERM
chain() {
	mark=$BATS_TEST_TMPDIR/chain
	cat >"$BATS_TEST_TMPDIR/command" <<-'END'
	setsid sleep 60 &
	sleep 60 | cat &
	setsid sh -c 'trap "" TERM; sleep 60' &
	: >"$1"
	wait
	END
	rm -f "$mark"
	KIT_MARK=$mark sh -c '"$@"; :' - "$KIT_HOST/kit-leash" sh "$BATS_TEST_TMPDIR/command" "$mark" 3>&- &
	for _ in $(seq 100); do [ ! -e "$mark" ] || break; sleep 0.1; done
}

@test "leash: SIGKILL to the caller, to a guard or to the command leaves nothing" {
	for level in 0 1 2 3; do
		chain
		pid=$!
		for _ in $(seq "$level"); do pid=$(pgrep -P "$pid" | head -n 1); done
		kill -KILL "$pid"
		nothing_left
		wait || :
	done
}

@test "leash: the command's status is its own, and a caller that is gone starts nothing" {
	run "$KIT_HOST/kit-leash" sh -c 'exit 7'
	[ "$status" -eq 7 ]
	run "$KIT_HOST/kit-leash" sh -c 'kill -KILL $$'
	[ "$status" -eq 137 ]
	rc=0
	"$KIT_HOST/kit-leash" ./not-there || rc=$?
	[ "$rc" -eq 127 ]
	run "$KIT_HOST/kit-leash" --caller 1 touch ran
	[ "$status" -eq 143 ]
	run sh ci/lib/leash.sh 1 touch ran
	[ "$status" -eq 143 ]
	[ ! -e ran ]
}

@test "leash: a boot that is killed before the leash of its backend began starts no backend" {
	mkdir "$BATS_TEST_TMPDIR/host" "$BATS_TEST_TMPDIR/cell"
	cp "$KIT_HOST/kit-boot" "$BATS_TEST_TMPDIR/host/"
	# The leash begins late.
	printf '#!/bin/sh\n: >"%s"\nsleep 1\nexec "%s" "$@"\n' "$BATS_TEST_TMPDIR/begun" "$KIT_HOST/kit-leash" \
		>"$BATS_TEST_TMPDIR/host/kit-leash"
	printf '#!/bin/sh\n: >"%s"\nexec sleep 60\n' "$BATS_TEST_TMPDIR/ran" >"$BATS_TEST_TMPDIR/backend"
	chmod +x "$BATS_TEST_TMPDIR/host/kit-leash" "$BATS_TEST_TMPDIR/backend"
	toy_cell "$BATS_TEST_TMPDIR/cell" "cell 6.1/arm64/plain" "base 6.1" "arch arm64" "flavor plain" "status native" "version 6.1.1"
	echo toy.dc05_works >"$BATS_TEST_TMPDIR/cell/required"
	for signal in KILL TERM; do
		mark=$BATS_TEST_TMPDIR/early
		rm -f "$BATS_TEST_TMPDIR/begun"
		KIT_MARK=$mark "$BATS_TEST_TMPDIR/host/kit-boot" --backend "$BATS_TEST_TMPDIR/backend" "$BATS_TEST_TMPDIR/cell" 3>&- &
		for _ in $(seq 100); do [ ! -e "$BATS_TEST_TMPDIR/begun" ] || break; sleep 0.05; done
		kill -"$signal" $!
		wait $! || :
		sleep 2
		nothing_left
		[ ! -e "$BATS_TEST_TMPDIR/ran" ]
	done
}

# toy_boot: make boot of a toy's bundle, whose backend starts what a lab's does: programs
# in sessions of their own, a pipeline, one that ignores SIGTERM
toy_boot() {
	cat >"$BATS_TEST_TMPDIR/backend" <<-'END'
	#!/bin/sh
	setsid sleep 60 &
	sleep 60 | cat >&2 &
	setsid sh -c 'trap "" TERM; sleep 60' &
	echo "Linux version 6.1.1"
	: >"$BACKEND_BEGAN"
	wait
	END
	chmod +x "$BATS_TEST_TMPDIR/backend"
	cell=$BATS_TEST_TMPDIR/toy
	toy_cell "$cell" "cell 6.1/arm64/plain" "base 6.1" "arch arm64" "flavor plain" "status native" "version 6.1.1"
	mkdir -p "$cell/obj/arch/arm64/boot"
	echo kernel >"$cell/obj/arch/arm64/boot/Image"
	echo guest >"$cell/initramfs.cpio"
	echo toy.dc05_works >"$cell/required"
	sh ci/bundle.sh "$cell"
	. ci/lib/bundle-file.sh
	bundle_pack "$cell/bundle" "$BATS_TEST_TMPDIR/b"
}

@test "kills: SIGKILL to any process of a boot with a backend leaves nothing, and no good result" {
	toy_boot
	export BACKEND_BEGAN=$BATS_TEST_TMPDIR/began
	tell "SEED=$seed"
	RANDOM=$seed
	for round in $(seq $((${KILLS:-10} / 3))); do
		victim=$((RANDOM % 100))
		mark=$BATS_TEST_TMPDIR/boot-$round
		rm -rf "$BACKEND_BEGAN" "$KIT_BUILD/bundles"
		KIT_MARK=$mark make -s boot BUNDLE="$BATS_TEST_TMPDIR/b" BACKEND="$BATS_TEST_TMPDIR/backend" \
			</dev/null >"$BATS_TEST_TMPDIR/log" 2>&1 3>&- &
		top=$!
		for _ in $(seq 200); do [ ! -e "$BACKEND_BEGAN" ] || break; sleep 0.05; done
		sleep 0.3
		mapfile -t processes < <(marked | sort -n)
		[ "${#processes[@]}" -ge 10 ]
		victim=$((victim % ${#processes[@]}))
		tell "$round: $victim of ${#processes[@]}, $(name_of "${processes[victim]}")"
		kill -KILL "${processes[victim]}"
		# The boot may go on where only something that the backend does not need has ended.
		sleep 0.5
		kill -KILL "$top" 2>/dev/null || :
		wait "$top" || :
		nothing_left
		[ -z "$(find "$KIT_BUILD/bundles" -name result.json -exec jq -r .verdict {} + | grep -vx LOST)" ]
	done
}

@test "kills: SIGKILL at moments by chance leaves nothing behind, and the next run goes on" {
	tell "SEED=$seed KILLS=${KILLS:-10}"
	RANDOM=$seed
	for number in $(seq "${KILLS:-10}"); do
		seed=$RANDOM
		kill_one "$number"
		RANDOM=$seed
	done
}
