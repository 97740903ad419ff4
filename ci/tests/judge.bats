#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# When a verdict may be kept, with a guest that a shell script plays.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit
	export KIT_HOST=$real/build/host
	[ -x "$KIT_HOST/kit-boot" ] || skip "the kit's programs are not built"
	DIR=$BATS_TEST_TMPDIR/cell
	toy_cell "$DIR" "cell 6.1/arm64/plain" "base 6.1" "arch arm64" "flavor plain" "status native" "version 6.1.1" \
		"qemu QEMU 7.2" "accel tcg"
	mkdir -p "$DIR/obj/arch/arm64/boot"
	echo kernel >"$DIR/obj/arch/arm64/boot/Image"
	echo guest >"$DIR/initramfs.cpio"
	echo toy.dc05_works >"$DIR/required"
	echo "build 1.0" >"$DIR/stages"
	guest ok
}

guest() { # ok|not ok
	cat >"$DIR/boot.sh" <<-EOF
	#!/bin/sh
	echo booted >>"$DIR/boots"
	echo "\$KIT_APPEND\$KIT_ACCEL\$KIT_INITRD" >"$DIR/by-hand"
	printf 'KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  $1 1 dc05_works\n$1 1 toy\nkit: done %s\n' "\$KIT_TOKEN" >&3
	EOF
	chmod +x "$DIR/boot.sh"
}

judge() {
	run sh ci/verdict.sh "$DIR"
	echo "$output"
}

boots() { wc -l <"$DIR/boots"; }
result() { jq -r "$1" "$DIR/result.json"; }

@test "judge: the recorded logs of consoles and of builds are judged right" {
	for kind in console build; do
		run sh ci/tests/score.sh "ci/tests/golden/$kind" "$kind"
		echo "$output"
		[ "$status" -eq 0 ]
		[[ ${lines[-1]} =~ ^([0-9]+)" of "([0-9]+)" right"$ ]]
		[ "${BASH_REMATCH[1]}" -eq "${BASH_REMATCH[2]}" ]
	done
}

@test "judge: others can read a report, whatever is in the results" {
	run sh ci/tests/schemas.sh
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *"of 15 cells are well-formed" ]]
}

@test "judge: a log that is judged wrong is named, with what was expected" {
	mkdir "$BATS_TEST_TMPDIR/logs"
	printf '%s\n' 'Linux version 6.1' 'BUG: KASAN: x' >"$BATS_TEST_TMPDIR/logs/toy.log"
	printf '%s\n' '0 splats' >"$BATS_TEST_TMPDIR/logs/toy.expect"
	run sh ci/tests/score.sh "$BATS_TEST_TMPDIR/logs"
	[ "$status" -eq 1 ]
	[[ $output == *"logs/toy.log:"*"expected: 0 splats"*"judged:   KASAN at line 2: BUG: KASAN: x"* ]]
	[ "${lines[-1]}" = "0 of 1 right" ]
	rm "$BATS_TEST_TMPDIR/logs/toy.expect"
	run sh ci/tests/score.sh "$BATS_TEST_TMPDIR/logs"
	[ "$status" -eq 2 ]
}

@test "judge: a good verdict over the same bits is kept, and says so" {
	judge
	[ "$status" -eq 0 ]
	[ "$(result '[.verdict, .kept] | @csv')" = '"PASS",false' ]
	judge
	[ "$status" -eq 0 ]
	[ "$(result '[.verdict, .kept] | @csv')" = '"PASS",true' ]
	[ "$(boots)" -eq 1 ]
}

@test "judge: of a verdict that is kept the configuration is what it is now" {
	printf '%s\n' "kconfig own" "fragment driver" >>"$DIR/meta"
	judge
	[ "$(result '[.kconfig, .fragment] | @csv')" = '"own","driver"' ]
	fact "$DIR" kconfig ""
	fact "$DIR" fragment other
	judge
	[ "$(result '[.kept, .kconfig, .fragment] | @csv')" = 'true,,"other"' ]
}

@test "judge: FRESH=1 boots again" {
	judge
	echo "option FRESH 1" >>"$DIR/meta"
	judge
	[ "$(result .kept)" = false ]
	[ "$(boots)" -eq 2 ]
}

@test "judge: a bad verdict is never kept" {
	guest "not ok"
	judge
	[ "$status" -eq 1 ]
	judge
	[ "$status" -eq 1 ]
	[ "$(boots)" -eq 2 ]
}

@test "judge: a good verdict is not kept over a bad one in between" {
	judge
	cp "$DIR/boot.sh" "$DIR/good.sh"
	guest "not ok"
	judge
	[ "$status" -eq 1 ]
	cp "$DIR/good.sh" "$DIR/boot.sh"
	judge
	[ "$status" -eq 0 ]
	[ "$(result .kept)" = false ]
}

@test "judge: whatever goes into a boot makes it a new one" {
	judge
	n=1
	for change in "echo x >>$DIR/obj/arch/arm64/boot/Image" "echo x >>$DIR/initramfs.cpio" \
		"echo '# x' >>$DIR/boot.sh" "echo toy >>$DIR/required" \
		"echo 'qemu QEMU 10.0' >>$DIR/meta" "echo '# x' >>ci/allow/splats" \
		"echo '# x' >>ci/allow/expected-failures"; do
		eval "$change"
		n=$((n + 1))
		judge
		[ "$(result .kept)" = false ]
		[ "$(boots)" -eq "$n" ]
	done
}

@test "judge: what a person sets by hand is not part of a verdict" {
	KIT_APPEND=append KIT_ACCEL=accel KIT_INITRD=initrd judge
	[ "$status" -eq 0 ]
	[ "$(cat "$DIR/by-hand")" = "" ]
}

@test "judge: what the list allows does not excuse an Oops below it" {
	echo 'any Bad\spage\sstate a toy' >>ci/allow/splats
	sed -i '2a echo "BUG: Bad page state in process toy  pfn:00001"' "$DIR/boot.sh"
	judge
	[ "$(result .verdict)" = PASS ]
	sed -i '3a echo "Internal error: Oops: 96000004 [#1] SMP"' "$DIR/boot.sh"
	judge
	[ "$(result .verdict)" = SPLAT ]
	[ "$(result .splat.kind)" = Oops ]
}

# split_guest [BAD [PANIC]]: a guest that runs what kit.only= asks for; BAD is a
# test that fails, in the guest that runs PANIC the kernel dies in the end
split_guest() {
	printf '%s\n' guest.cpus toy.dc05_works ftracetest.one ftracetest.two health.fine >"$DIR/required"
	printf '#!/bin/sh\nexec bash "%s"\n' "$BATS_TEST_TMPDIR/guest" >"$DIR/boot.sh"
	cat >"$BATS_TEST_TMPDIR/guest" <<-'EOF'
	mapfile -t suites < <(echo "${KIT_APPEND#kit.only=}" | tr ',' '\n')
	echo "console of ${suites[*]}"
	[[ " ${suites[*]} " != *" $PANIC "* ]] || echo "Kernel panic - not syncing: toy"
	{
		echo "KTAP version 1"
		echo "1..${#suites[@]}"
		for i in "${!suites[@]}"; do
			case ${suites[i]} in
			guest) test=cpus ;;
			health) test=fine ;;
			toy) test=dc05_works ;;
			ftrace_direct) test=dc05_runs ;;
			*) test=${suites[i]#*.} ;;
			esac
			ok=ok
			[ "$test" != "$BAD" ] || ok="not ok"
			printf '  KTAP version 1\n  1..1\n  %s 1 %s\n' "$ok" "$test"
			echo "$ok $((i + 1)) ${suites[i]%%.*}"
		done
		[[ " ${suites[*]} " == *" $PANIC "* ]] || echo "kit: done $KIT_TOKEN"
	} >&3
	EOF
	export BAD=${1:-} PANIC=${2:-}
	echo "option SPLIT 1" >>"$DIR/meta"
}

# Guests that say nothing but how and when they were started.
split_boots() {
	mkdir -p "$BATS_TEST_TMPDIR/host"
	cat >"$BATS_TEST_TMPDIR/host/kit-boot" <<-EOF
	#!/bin/sh
	for room; do :; done
	echo "\${room##*-} begins" >>"$BATS_TEST_TMPDIR/order"
	echo "\$KIT_ACCEL" >"\$room/accel"
	nice >"\$room/nice"
	sleep 0.2
	echo "\${room##*-} ends" >>"$BATS_TEST_TMPDIR/order"
	EOF
	printf '#!/bin/sh\necho "$2 after $(wc -l <"%s")" >>"%s"\n' "$BATS_TEST_TMPDIR/order" "$BATS_TEST_TMPDIR/told" \
		>"$BATS_TEST_TMPDIR/host/kit-result"
	chmod +x "$BATS_TEST_TMPDIR"/host/*
	echo "host $BATS_TEST_TMPDIR/host" >>"$DIR/meta"
	bash ci/lib/parts.sh "$DIR" boot "$BATS_TEST_TMPDIR/host/kit-boot"
}

@test "judge: a cell may be shared by guests side by side; the result has it all" {
	split_guest
	judge
	[ "$status" -eq 0 ]
	[ "$(result .verdict)" = PASS ]
	[ "$(result '[.tests[] | select(.required) | .name] | sort | join(" ")')" = \
		"ftracetest.one ftracetest.two guest.cpus health.fine toy.dc05_works" ]
	[ "$(result '[.tests[] | select(.contract == "DC-05") | .name] | join(" ")')" = toy.dc05_works ]
	grep -qx 'kit: boot 2 of 3' "$DIR/console.log"
	grep -qx 'console of guest ftracetest.two health' "$DIR/console.log"
	[ "$(grep -c '^kit: done' "$DIR/result.ktap")" -eq 3 ]
	judge
	[ "$(result .kept)" = true ]
}

@test "judge: what the kit's own suite did is an event of its own" {
	split_guest
	printf '%s\n' guest.cpus ftrace_direct.dc05_runs ftracetest.one health.fine >"$DIR/required"
	judge
	[ "$(result .verdict)" = PASS ]
	grep -qx '[0-9.]* suite ftrace_direct: PASS 1/1' "$DIR/events"
	rm "$DIR/key"
	split_guest dc05_runs
	printf '%s\n' guest.cpus ftrace_direct.dc05_runs ftracetest.one health.fine >"$DIR/required"
	judge
	[ "$(result .verdict)" = FAIL ]
	[ "$(cut -d ' ' -f 2- "$DIR/events")" = "suite ftrace_direct: FAIL 0/1: required ftrace_direct.dc05_runs FAIL" ]
	grep -qx '[0-9.]* FAILED dc05_runs ([0-9]* s)' "$DIR/part-1/events"
}

@test "judge: every second of the kit's programs goes to a guest of its own, each test to one" {
	printf '%s\n' guest.cpus ftrace_direct.a.x 'ftrace_direct.b.y' \
		ftrace_direct.c.x 'ftrace_direct.c.y' ftracetest.one health.fine >"$DIR/required"
	echo 'accel tcg' >>"$DIR/meta"
	run bash ci/lib/parts.sh "$DIR" list
	[ "$output" = "guest,ftrace_direct,-ftrace_direct.a,-ftrace_direct.c,health
guest,ftrace_direct.a,ftrace_direct.c,health
guest,ftracetest.one,health" ]
	split_boots
	[ "$(grep -h ftrace_direct "$DIR"/part-1/required)" = ftrace_direct.b.y ]
	[ "$(grep -c . "$DIR"/part-2/required)" -eq 5 ]
	[ "$(sort -u "$DIR"/part-*/required)" = "$(sort "$DIR/required")" ]
	# Fewer programs than three are not worth a second guest.
	printf '%s\n' guest.cpus ftrace_direct.a.x ftrace_direct.b.y health.fine >"$DIR/required"
	[ "$(bash ci/lib/parts.sh "$DIR" list)" = guest,ftrace_direct,health ]
}

@test "judge: the other guests start when the suite's have ended, and the suite's first goes first" {
	printf '%s\n' guest.cpus ftrace_direct.{a,b,c}.x ftracetest.one toy.dc05_works >"$DIR/required"
	echo 'accel tcg' >>"$DIR/meta"
	split_boots
	[ "$(sort "$BATS_TEST_TMPDIR/order" | tr '\n' ' ')" = "1 begins 1 ends 2 begins 2 ends 3 begins 3 ends 4 begins 4 ends " ]
	[ "$(sed -n 1,4p "$BATS_TEST_TMPDIR/order" | sort | tr '\n' ' ')" = "1 begins 1 ends 2 begins 2 ends " ]
	# what the suite did is told when its two guests have ended
	[ "$(head -n 1 "$BATS_TEST_TMPDIR/told")" = "--suite after 4" ]
	own=$(nice)
	[ "$(cat "$DIR"/part-*/nice | paste -sd ' ')" = "$own $((own < 9 ? own + 10 : 19)) $own $own" ]
}

@test "judge: ftracetest's guests have one thread for all CPUs, where it is TCG" {
	printf '%s\n' guest.cpus toy.dc05_works ftracetest.one >"$DIR/required"
	echo 'accel tcg' >>"$DIR/meta"
	split_boots
	[ "$(cat "$DIR/part-1/accel")" = "" ]
	[ "$(cat "$DIR/part-2/accel")" = tcg,thread=single ]
	echo 'accel kvm' >>"$DIR/meta"
	split_boots
	[ "$(cat "$DIR/part-2/accel")" = kvm ]
}

@test "judge: what fails in one of the guests fails the cell, and is not kept" {
	split_guest two
	judge
	[ "$status" -eq 1 ]
	[ "$(result .verdict)" = FAIL ]
	[[ $(result .reason) == *ftracetest.two* ]]
	[ "$(result '.tests[] | select(.name == "toy.dc05_works") | .outcome')" = PASS ]
	[ ! -e "$DIR/key" ]
}

@test "judge: a test that every guest runs is as bad as in the worst" {
	split_guest fine
	judge
	[ "$status" -eq 1 ]
	[ "$(result '.tests[] | select(.name == "health.fine") | .outcome')" = FAIL ]
}

@test "judge: a kernel that dies in one guest is the cell's verdict, its line that of the log" {
	split_guest none ftracetest.two
	judge
	[ "$status" -eq 1 ]
	[ "$(result .verdict)" = CRASH ]
	line=$(result .splat.line)
	[ "$(sed -n "${line}p" "$DIR/console.log")" = "Kernel panic - not syncing: toy" ]
}

@test "judge: one guest without a verdict is no verdict, and the others are ended" {
	split_guest
	cat >"$BATS_TEST_TMPDIR/kit-boot" <<-EOF
	#!/bin/sh
	for room; do :; done
	echo \$\$ >>"$BATS_TEST_TMPDIR/pids"
	case \$room in
	*part-2) echo "no disk" >&2; exit 2 ;;
	esac
	exec sleep 60
	EOF
	chmod +x "$BATS_TEST_TMPDIR/kit-boot"
	mkdir "$BATS_TEST_TMPDIR/host"
	cp "$KIT_HOST"/kit-* "$BATS_TEST_TMPDIR/host/"
	mv "$BATS_TEST_TMPDIR/kit-boot" "$BATS_TEST_TMPDIR/host/"
	echo "host $BATS_TEST_TMPDIR/host" >>"$DIR/meta"
	judge
	[ "$status" -eq 2 ]
	[[ $output == *"no disk"* ]]
	[ ! -e "$DIR/result.json" ]
	while read -r pid; do [ ! -d "/proc/$pid" ]; done <"$BATS_TEST_TMPDIR/pids"
}
