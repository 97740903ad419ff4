#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Bundles, and the judgement of streams that were recorded. A shell script plays the
# machine; real ones: ci/tests/backends.bats.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit lean
	export KIT_HOST=$real/build/host
	[ -x "$KIT_HOST/kit-boot" ] || skip "the kit's programs are not built"
	toy "$KIT_BUILD/cells/6.1/arm64/plain"
	# The host programs are there.
	printf '%s\n' '#' >ci/host/Makefile
	printf 'programs:\n' >>ci/host/Makefile
}

# toy DIR [FACT...]: a cell that is built
toy() {
	DIR=$1
	toy_cell "$DIR" "cell 6.1/arm64/plain" "base 6.1" "arch arm64" "flavor plain" "status native" \
		"version 6.1.1" "compiler toy 1.0" "tree /somewhere" "${@:2}"
	mkdir -p "$DIR/obj/arch/arm64/boot"
	echo kernel >"$DIR/obj/arch/arm64/boot/Image"
	echo guest >"$DIR/initramfs.cpio"
	printf '%s\n' toy.dc05_works toy.dc06_works >"$DIR/required"
}

pack() { # DIR FILE
	sh ci/bundle.sh "$1"
	. ci/lib/bundle-file.sh
	bundle_pack "$1/bundle" "$2"
}

# machine: a backend that does all it should
machine() {
	cat >"$BATS_TEST_TMPDIR/machine" <<-'EOF'
	#!/bin/sh
	echo '[    0.000000] Linux version 6.1.1'
	echo "[    0.000001] Command line: $(cat "$1/cmdline") kit.token=$KIT_TOKEN"
	results=$(printf 'KTAP version 1\n1..1\n  KTAP version 1\n  1..2\n  # a remark\n  ok 1 dc05_works\n  ok 2 dc06_works\nok 1 toy\n.')
	results=${results%.}
	printf '%s' "$results" >&3
	printf 'kit: sum %s\n' "$(printf '%s' "$results" | gzip -c | tail -c 8 | od -An -t x4 -N 4 | tr -d ' ')" >&3
	echo "[    1.000000] kit: console complete $KIT_TOKEN"
	echo "kit: done $KIT_TOKEN" >&3
	EOF
	chmod +x "$BATS_TEST_TMPDIR/machine"
}

# record NAME: a boot of the bundle, by somebody else: NAME.console, NAME.results, NAME.token
record() {
	local to=$BATS_TEST_TMPDIR/$1
	make -s token BUNDLE="$BATS_TEST_TMPDIR/b" >"$to.token"
	KIT_TOKEN=$(cat "$to.token") "$BATS_TEST_TMPDIR/machine" "$KIT_BUILD/cells/6.1/arm64/plain/bundle" \
		>"$to.console" 3>"$to.results"
}

judge() { # CONSOLE RESULTS TOKEN
	BUNDLE=$BATS_TEST_TMPDIR/b CONSOLE=$1 RESULTS=$2 TOKEN=$(cat "$3") run sh ci/bundles.sh judge
	echo "$output"
}

judged() { # STATUS TEXT
	[ "$status" -eq "$1" ]
	[[ ${lines[0]} == $2* ]]
}

@test "bundle: equal cells have equal bundles, whatever the place, the time and the machine" {
	pack "$DIR" "$BATS_TEST_TMPDIR/one"
	toy "$BATS_TEST_TMPDIR/other place/cell" "qemu QEMU 11.0" "accel kvm" "rerun make something" \
		"source /elsewhere" "snapshot 0123" "option SPLIT 1" "option ACCEL kvm" "option TIMEOUT_SCALE 3"
	sed -i "s|^build .*|build /other|; s|^tree .*|tree /other|" "$DIR/meta"
	find "$DIR" -exec touch -d 2001-01-01 {} +
	(umask 077; XDG_CACHE_HOME=$BATS_TEST_TMPDIR/cache2 pack "$DIR" "$BATS_TEST_TMPDIR/two")
	cmp "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two"
	tar -xJOf "$BATS_TEST_TMPDIR/one" meta cmdline machine boot.sh clocks >"$BATS_TEST_TMPDIR/text"
	! grep -e "$BATS_TEST_TMPDIR" -e "$HOME" -e "$(hostname)" "$BATS_TEST_TMPDIR/text"
}

@test "bundle: whatever a boot or a verdict depends on makes it another one" {
	pack "$DIR" "$BATS_TEST_TMPDIR/one"
	for change in "echo x >>$DIR/obj/arch/arm64/boot/Image" "echo x >>$DIR/initramfs.cpio" \
		"echo toy.x >>$DIR/required" "echo '# x' >>ci/allow/splats" "echo '# x' >>ci/allow/expected-failures" \
		"echo 'option KERNEL_ARGS x' >>$DIR/meta" "echo 'total 7' >>arch/arm64/descriptor" \
		"echo tree >$BATS_TEST_TMPDIR/dtb; echo 'option DTB $BATS_TEST_TMPDIR/dtb' >>$DIR/meta"; do
		eval "$change"
		pack "$DIR" "$BATS_TEST_TMPDIR/two"
		! cmp -s "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two" || { echo "the same after $change" && return 1; }
		mv "$BATS_TEST_TMPDIR/two" "$BATS_TEST_TMPDIR/one"
	done
	[ "$(tar -xJOf "$BATS_TEST_TMPDIR/one" dtb)" = tree ]
	tar -xJOf "$BATS_TEST_TMPDIR/one" boot.sh | grep -q -- "-dtb 'dtb'"
}

@test "bundle: a file that is not whole, or was changed, is refused" {
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	cp "$BATS_TEST_TMPDIR/b" "$BATS_TEST_TMPDIR/good"
	refused() {
		run make -s boot BUNDLE="$BATS_TEST_TMPDIR/b" BACKEND=/bin/true
		echo "$output"
		[ "$status" -eq 2 ]
		[[ $output == *"$BATS_TEST_TMPDIR/b is "* ]]
	}
	for size in 0 10 100 $(($(wc -c <"$BATS_TEST_TMPDIR/good") - 20)); do
		head -c "$size" "$BATS_TEST_TMPDIR/good" >"$BATS_TEST_TMPDIR/b"
		refused
	done
	mkdir "$BATS_TEST_TMPDIR/open"
	for change in 'echo x >>required' 'rm splats' 'echo x >extra' 'ln -sf /etc/passwd kernel' 'echo other >format'; do
		rm -rf "$BATS_TEST_TMPDIR/open"/*
		tar -xJf "$BATS_TEST_TMPDIR/good" -C "$BATS_TEST_TMPDIR/open"
		(cd "$BATS_TEST_TMPDIR/open" && eval "$change" && tar -cJf ../b -- *)
		refused
	done
}

@test "bundle: half of one is not written, and what was unpacked does not stay" {
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	mkdir "$BATS_TEST_TMPDIR/bin"
	# tar is killed before its end, in the middle of what xz gets.
	printf '#!/bin/sh\n"%s" "$@" | head -c 5000\nkill -KILL $$\n' "$(command -v tar)" >"$BATS_TEST_TMPDIR/bin/tar"
	chmod +x "$BATS_TEST_TMPDIR/bin/tar"
	rc=0
	(PATH=$BATS_TEST_TMPDIR/bin:$PATH pack "$DIR" "$BATS_TEST_TMPDIR/half") || rc=$?
	[ "$rc" -ne 0 ]
	[ ! -e "$BATS_TEST_TMPDIR/half" ]
	# A run that was killed left this.
	mkdir -p "$KIT_BUILD/bundles/new"
	: >"$KIT_BUILD/bundles/new/kernel"
	BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=/bin/true run sh ci/bundles.sh boot
	judged 1 SILENT
	head -c 1000 "$BATS_TEST_TMPDIR/b" >"$BATS_TEST_TMPDIR/half"
	run make -s token BUNDLE="$BATS_TEST_TMPDIR/half"
	[ "$status" -eq 2 ]
	ls -A "$KIT_BUILD/bundles"
	[ "$(find "$KIT_BUILD/bundles" -name kernel)" = "$KIT_BUILD/bundles/6.1/arm64/plain/kernel" ]
}

@test "bundle: one whose cell is a path is refused, and nothing is removed" {
	mkdir -p "$KIT_BUILD/cells/precious/x"
	sed -i 's|^cell .*|cell ../cells/precious|' "$DIR/meta"
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	run make -s token BUNDLE="$BATS_TEST_TMPDIR/b"
	echo "$output"
	[ "$status" -eq 2 ]
	[[ $output == *"its meta names '../cells/precious', which is no cell"* ]]
	[ -d "$KIT_BUILD/cells/precious/x" ]
}

@test "bundle: its own command boots it, with a token of its own" {
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	mkdir "$BATS_TEST_TMPDIR/bin" "$BATS_TEST_TMPDIR/open"
	printf '#!/bin/sh\nls kernel initramfs.cpio && echo "$*" >&3\n' >"$BATS_TEST_TMPDIR/bin/qemu-system-aarch64"
	chmod +x "$BATS_TEST_TMPDIR/bin/qemu-system-aarch64"
	tar -xJf "$BATS_TEST_TMPDIR/b" -C "$BATS_TEST_TMPDIR/open"
	for n in 1 2; do
		PATH=$BATS_TEST_TMPDIR/bin:$PATH "$BATS_TEST_TMPDIR/open/boot.sh" 3>"$BATS_TEST_TMPDIR/$n" 2>"$BATS_TEST_TMPDIR/said"
		token=$(sed -n 's/^TOKEN=//p' "$BATS_TEST_TMPDIR/said")
		[ "${token#*-}" = "$(sha256sum <"$DIR/bundle/sums" | cut -c 1-16)" ]
		grep -q " kit.token=$token " "$BATS_TEST_TMPDIR/$n"
	done
	! cmp -s "$BATS_TEST_TMPDIR/1" "$BATS_TEST_TMPDIR/2"
}

@test "boot: the result stays when another token is made" {
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=/bin/true run sh ci/bundles.sh boot
	run make -s token BUNDLE="$BATS_TEST_TMPDIR/b"
	[[ $output =~ ^[0-9a-f]{32}-[0-9a-f]{16}$ ]]
	[ -e "$KIT_BUILD/bundles/6.1/arm64/plain/result.json" ]
	[ ! -e "$KIT_BUILD/bundles/new" ]
}

@test "boot: a backend boots a bundle, and the verdict is that of its streams" {
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	machine
	BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=$BATS_TEST_TMPDIR/machine run sh ci/bundles.sh boot
	echo "$output"
	judged 0 "PASS 6.1/arm64/plain"
	[ "$(jq -r .accel "$KIT_BUILD/bundles/6.1/arm64/plain/result.json")" = machine ]
	rerun=$(jq -r .rerun "$KIT_BUILD/bundles/6.1/arm64/plain/result.json")
	run sh -c "$rerun"
	judged 0 "PASS 6.1/arm64/plain"
	sed -i 's/ok 2 dc06/not ok 2 dc06/' "$BATS_TEST_TMPDIR/machine"
	BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=$BATS_TEST_TMPDIR/machine run sh ci/bundles.sh boot
	judged 1 "FAIL 6.1/arm64/plain: required toy.dc06_works FAIL"
	echo 'exit 3' >>"$BATS_TEST_TMPDIR/machine"
	BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=$BATS_TEST_TMPDIR/machine run sh ci/bundles.sh boot
	judged 1 "LOST 6.1/arm64/plain: machine ended with exit status 3 after the token"
	run make -s boot BUNDLE="$BATS_TEST_TMPDIR/b" BACKEND=nowhere
	[ "$status" -eq 2 ]
	[[ $output == *"BACKEND=nowhere is no program; the kit's are: labgrid lava qemu ssh template; "* ]]
}

@test "boot: a backend may take its time before the kernel begins, and after the token" {
	printf '%s\n' 'boot-deadline 1' 'silence 1' 'total 2' 'emulation 8' >>arch/arm64/descriptor
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	machine
	sed -i '2i echo waiting for a board; sleep 1.5' "$BATS_TEST_TMPDIR/machine"
	echo 'sleep 1.5' >>"$BATS_TEST_TMPDIR/machine"
	BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=$BATS_TEST_TMPDIR/machine run sh ci/bundles.sh boot
	echo "$output"
	judged 0 "PASS 6.1/arm64/plain"
	# The boot itself may not, except on a machine that is emulated.
	sed -i 's/^results=/sleep 2.5; &/' "$BATS_TEST_TMPDIR/machine"
	BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=$BATS_TEST_TMPDIR/machine run sh ci/bundles.sh boot
	judged 1 "HANG 6.1/arm64/plain: boot deadline"
	ACCEL=tcg BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=$BATS_TEST_TMPDIR/machine run sh ci/bundles.sh boot
	judged 0 "PASS 6.1/arm64/plain"
}

@test "boot: a test program may take a third of the time that the whole boot may" {
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	machine
	export BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=$BATS_TEST_TMPDIR/machine
	sed -i '2i echo "appended: $KIT_APPEND."' "$BATS_TEST_TMPDIR/machine"
	appended() { grep -qxF "appended: $1." "$KIT_BUILD/bundles/6.1/arm64/plain/console.log"; }
	run sh ci/bundles.sh boot
	appended "kit.timeout=50 "
	TIMEOUT_SCALE=2 ACCEL=tcg run sh ci/bundles.sh boot
	appended "kit.timeout=400 "
	# The last of them counts.
	KIT_APPEND="kit.timeout=7" run sh ci/bundles.sh boot
	appended "kit.timeout=50 kit.timeout=7"
}

@test "boot: what a killed job of lava-run left is removed by the next boot of the cell" {
	/usr/bin/python3 -c 'import yaml' 2>/dev/null || skip "python3-yaml is not installed"
	mkdir "$BATS_TEST_TMPDIR/bin"
	# lava-run has a directory for each job, named for it, and removes it when the job ends.
	cat >"$BATS_TEST_TMPDIR/bin/lava-run" <<-'EOF'
	#!/bin/sh
	while [ "$1" != --job-id ]; do shift; done
	mkdir -p "$TOY_LAVA/$2"
	kill -KILL "$PPID"
	EOF
	chmod +x "$BATS_TEST_TMPDIR/bin/lava-run"
	export MACHINE=$BATS_TEST_TMPDIR/device TOY_LAVA=$BATS_TEST_TMPDIR/lava PATH=$BATS_TEST_TMPDIR/bin:$PATH
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	for _ in 1 2; do
		BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=lava run sh ci/bundles.sh boot
		judged 1 "SILENT 6.1/arm64/plain"
	done
	[ "$(ls "$TOY_LAVA" | wc -l)" -eq 1 ]
	# Another cell may be at work.
	sed -i 's|^cell .*|cell 6.1/arm64/debug|; s|^flavor .*|flavor debug|' "$DIR/meta"
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=lava run sh ci/bundles.sh boot
	echo "$output"
	[ "$(ls "$TOY_LAVA" | wc -l)" -eq 2 ]
}

@test "judge: streams of any origin get the verdict that kit-boot gives" {
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	machine
	record a
	judge "$BATS_TEST_TMPDIR/a.console" "$BATS_TEST_TMPDIR/a.results" "$BATS_TEST_TMPDIR/a.token"
	judged 0 "PASS 6.1/arm64/plain"
	sed -i '2i [    0.5] WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2' "$BATS_TEST_TMPDIR/a.console"
	judge "$BATS_TEST_TMPDIR/a.console" "$BATS_TEST_TMPDIR/a.results" "$BATS_TEST_TMPDIR/a.token"
	judged 1 "SPLAT 6.1/arm64/plain"
}

@test "judge: any line of the results that is lost is LOST" {
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	machine
	record a
	for line in $(seq "$(wc -l <"$BATS_TEST_TMPDIR/a.results")"); do
		sed "${line}d" "$BATS_TEST_TMPDIR/a.results" >"$BATS_TEST_TMPDIR/lost"
		judge "$BATS_TEST_TMPDIR/a.console" "$BATS_TEST_TMPDIR/lost" "$BATS_TEST_TMPDIR/a.token"
		judged 1 "LOST 6.1/arm64/plain"
	done
	[ "$line" -ge 9 ]
}

@test "judge: a stream that is cut, or of another boot, is LOST" {
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	machine
	record a
	record b
	for size in 0 1 90 $(($(wc -c <"$BATS_TEST_TMPDIR/a.results") - 2)); do
		head -c "$size" "$BATS_TEST_TMPDIR/a.results" >"$BATS_TEST_TMPDIR/cut"
		judge "$BATS_TEST_TMPDIR/a.console" "$BATS_TEST_TMPDIR/cut" "$BATS_TEST_TMPDIR/a.token"
		judged 1 "LOST 6.1/arm64/plain"
	done
	for size in 0 60 $(($(wc -c <"$BATS_TEST_TMPDIR/a.console") - 5)); do
		head -c "$size" "$BATS_TEST_TMPDIR/a.console" >"$BATS_TEST_TMPDIR/cut"
		judge "$BATS_TEST_TMPDIR/cut" "$BATS_TEST_TMPDIR/a.results" "$BATS_TEST_TMPDIR/a.token"
		judged 1 "LOST 6.1/arm64/plain"
	done
	judge "$BATS_TEST_TMPDIR/b.console" "$BATS_TEST_TMPDIR/a.results" "$BATS_TEST_TMPDIR/a.token"
	judged 1 "LOST 6.1/arm64/plain"
	judge "$BATS_TEST_TMPDIR/a.console" "$BATS_TEST_TMPDIR/b.results" "$BATS_TEST_TMPDIR/a.token"
	judged 1 "LOST 6.1/arm64/plain"
	judge "$BATS_TEST_TMPDIR/a.console" "" "$BATS_TEST_TMPDIR/a.token"
	judged 1 "LOST 6.1/arm64/plain"
}

@test "judge: a token that was made for another bundle is refused" {
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	machine
	record a
	echo x >>"$DIR/initramfs.cpio"
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	judge "$BATS_TEST_TMPDIR/a.console" "$BATS_TEST_TMPDIR/a.results" "$BATS_TEST_TMPDIR/a.token"
	[ "$status" -eq 2 ]
	[[ $output == *"was not made for a boot of this bundle"* ]]
	# The result of another boot is still there.
	BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=/bin/true run sh ci/bundles.sh boot
	judge "$BATS_TEST_TMPDIR/a.console" "$BATS_TEST_TMPDIR/a.results" "$BATS_TEST_TMPDIR/a.token"
	[ "$status" -eq 2 ]
	[ -e "$KIT_BUILD/bundles/6.1/arm64/plain/result.json" ]
	run make -s judge BUNDLE="$BATS_TEST_TMPDIR/b" CONSOLE="$BATS_TEST_TMPDIR/a.console"
	[ "$status" -eq 2 ]
	[[ $output == *"give TOKEN="* ]]
}

# hang: the machine says a little, and then nothing until a clock of the bundle runs out
hang() {
	printf '%s\n' 'boot-deadline 1' 'silence 1' 'total 60' >>arch/arm64/descriptor
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	cat >"$BATS_TEST_TMPDIR/machine" <<-'EOF'
	#!/bin/sh
	echo '[    0.000000] Linux version 6.1.1'
	echo "[    0.000001] Command line: $(cat "$1/cmdline") kit.token=$KIT_TOKEN"
	printf 'KTAP version 1\n1..1\n  KTAP version 1\n  1..2\n  ok 1 dc05_works\n' >&3
	exec sleep 60
	EOF
	chmod +x "$BATS_TEST_TMPDIR/machine"
	BUNDLE=$BATS_TEST_TMPDIR/b BACKEND=$BATS_TEST_TMPDIR/machine run sh ci/bundles.sh boot
	echo "$output"
	live=${lines[0]}
	to=$BATS_TEST_TMPDIR/a
	cp "$KIT_BUILD/bundles/6.1/arm64/plain/console.log" "$to.console"
	cp "$KIT_BUILD/bundles/6.1/arm64/plain/result.ktap" "$to.results"
	grep -o 'kit.token=.*' "$to.console" | cut -d = -f 2 >"$to.token"
}

@test "judge: a recorded boot that hung is HANG, if it is said how it ended" {
	hang
	[[ $live == "HANG 6.1/arm64/plain: silence: nothing on console and result channel for 1 s"* ]]
	[ "$(cat "$KIT_BUILD/bundles/6.1/arm64/plain/ended")" = "silence 1" ]
	export ENDED="silence 1"
	judge "$to.console" "$to.results" "$to.token"
	[ "$status" -eq 1 ]
	[ "${lines[0]}" = "$live" ]
	for clock in "boot-deadline 15" "total 900"; do
		ENDED=$clock judge "$to.console" "$to.results" "$to.token"
		judged 1 "HANG 6.1/arm64/plain: "
		[[ ${lines[0]} == *" ${clock#* } s; the last test was dc05_works;"* ]]
		[ "$(cat "$KIT_BUILD/bundles/6.1/arm64/plain/ended")" = "$clock" ]
	done
	# The command that is given to do it again does the same.
	ENDED="silence 1" judge "$to.console" "$to.results" "$to.token"
	rerun=$(jq -r .rerun "$KIT_BUILD/bundles/6.1/arm64/plain/result.json")
	echo "$rerun"
	run sh -c "$rerun"
	[ "${lines[0]}" = "$live" ]
	# These clocks run after the token, and before the kernel.
	ENDED="power-off 10" judge "$to.console" "$to.results" "$to.token"
	judged 1 "LOST 6.1/arm64/plain: the boot is said to have hung after the token, and the token did not come"
	ENDED="prepare 600" judge "$to.console" "$to.results" "$to.token"
	judged 1 "LOST 6.1/arm64/plain: the kernel did not begin within 600 s"
	echo '[    2.0] Kernel panic - not syncing: toy' >>"$to.console"
	judge "$to.console" "$to.results" "$to.token"
	judged 1 "CRASH 6.1/arm64/plain"
}

@test "judge: without the end of the boot a recording that stops is LOST, and it is said what to give" {
	hang
	judge "$to.console" "$to.results" "$to.token"
	judged 1 "LOST 6.1/arm64/plain: the recording ends and the token did not come; if the boot hung, give ENDED="
	[ "$(cat "$KIT_BUILD/bundles/6.1/arm64/plain/ended")" = unknown ]
	ENDED="exit 0" judge "$to.console" "$to.results" "$to.token"
	judged 1 "LOST 6.1/arm64/plain: the machine ended with exit status 0 and the token did not come"
	ENDED="signal 9" judge "$to.console" "$to.results" "$to.token"
	judged 1 "LOST 6.1/arm64/plain: the machine was killed by signal 9"
	# Nobody knows which boot hung.
	sed -i '/kit.token=/d' "$to.console"
	ENDED="silence 1" judge "$to.console" "$to.results" "$to.token"
	judged 1 "LOST 6.1/arm64/plain: the boot hung, but its console does not show that it is this one"
	for ended in silence "silence x" "silence 0" "silence 1 2" "exit" "exit 256" "signal 0" hang "silence -1" "silence 1e3"; do
		ENDED=$ended run make -s judge BUNDLE="$BATS_TEST_TMPDIR/b" CONSOLE="$to.console" TOKEN="$(cat "$to.token")"
		echo "$output"
		[ "$status" -eq 2 ]
		[[ $output == *"ENDED=$ended from the environment is not understood; it takes how the boot ended"* ]]
	done
}

@test "judge: no end of a boot makes a verdict better" {
	pack "$DIR" "$BATS_TEST_TMPDIR/b"
	machine
	record a
	ENDED="exit 0" judge "$BATS_TEST_TMPDIR/a.console" "$BATS_TEST_TMPDIR/a.results" "$BATS_TEST_TMPDIR/a.token"
	judged 0 "PASS 6.1/arm64/plain"
	for ended in "silence 15" "total 150" "boot-deadline 15" "power-off 10" "panic 2" "prepare 600" "exit 3" "signal 9"; do
		ENDED=$ended judge "$BATS_TEST_TMPDIR/a.console" "$BATS_TEST_TMPDIR/a.results" "$BATS_TEST_TMPDIR/a.token"
		[ "$status" -eq 1 ]
		[[ ${lines[0]} == [HL][AO]* ]]
	done
	: >"$BATS_TEST_TMPDIR/empty"
	ENDED="silence 15" judge "$BATS_TEST_TMPDIR/empty" "" "$BATS_TEST_TMPDIR/a.token"
	judged 1 "SILENT 6.1/arm64/plain"
}

@test "judge: the recording of a boot is not removed to judge it" {
	hang
	before=$(cat "$to.console")
	judge "$KIT_BUILD/bundles/6.1/arm64/plain/console.log" "$to.results" "$to.token"
	[ "$status" -eq 2 ]
	[[ $output == *"console.log is where the result is to be written; copy it to another directory"* ]]
	[ "$(cat "$KIT_BUILD/bundles/6.1/arm64/plain/console.log")" = "$before" ]
	judge "$to.console" "$KIT_BUILD/bundles/6.1/arm64/plain/result.ktap" "$to.token"
	[ "$status" -eq 2 ]
	judge "$BATS_TEST_TMPDIR/nowhere" "$to.results" "$to.token"
	[ "$status" -eq 2 ]
	[[ $output == *"nowhere cannot be read"* ]]
	[ "$(cat "$KIT_BUILD/bundles/6.1/arm64/plain/console.log")" = "$before" ]
}

@test "judge: make bundle needs a file to write, and a cell" {
	run make -s bundle CELL=6.1/arm64/plain
	[ "$status" -eq 2 ]
	[[ $output == *"give OUT="* ]]
	run make -s bundle CELL=6.1/arm64/plain OUT="$BATS_TEST_TMPDIR"
	[[ $output == *"OUT=$BATS_TEST_TMPDIR is not understood; it takes a file"* ]]
}
