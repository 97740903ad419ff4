#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Bundles of a cell that the matrix has built, booted for real by backends.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	real=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	cd "$real" || return
	built=${KIT_BUILD:-$real/build}
	cell=$built/cells/6.1/arm64/plain
	[ -e "$cell/result.json" ] || { echo "the matrix has not finished 6.1/arm64/plain" && return 1; }
	export KIT_HOST=$built/host KIT_BUILD=$BATS_TEST_TMPDIR/build KIT_MARK=$BATS_TEST_TMPDIR
	unset KIT_APPEND BUNDLE BACKEND
}

teardown() {
	for pid in $(pgrep qemu-system || :); do
		! tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep -qxF "KIT_MARK=$BATS_TEST_TMPDIR" ||
			{ echo "QEMU $pid is left" && return 1; }
	done
}

# A bundle of the same kernel and guest that requires a few tests only.
few() {
	local dir=$BATS_TEST_TMPDIR/cell
	mkdir -p "$dir"
	sed "s|^obj .*||; \$a obj $cell/obj" "$cell/meta" >"$dir/meta"
	cp "$cell/stages" "$dir/"
	cp "$cell/initramfs.cpio" "$dir/"
	grep -E '^(guest|health|samples)[.]' "$cell/required" >"$dir/required"
	export BUNDLE=$BATS_TEST_TMPDIR/b KIT_APPEND=kit.only=guest,samples,health
	sh ci/bundle.sh "$dir"
	. ci/lib/bundle-file.sh
	bundle_pack "$dir/bundle" "$BUNDLE"
	dir=$KIT_BUILD/bundles/6.1/arm64/plain
	console=$dir/console.log
	results=$dir/result.ktap
}

boot() { # BACKEND
	BACKEND=$1 run sh ci/bundles.sh boot
	echo "$output"
}

judged() { # STATUS TEXT
	[ "$status" -eq "$1" ]
	[[ ${lines[0]} == $2* ]]
}

@test "backends: QEMU boots a bundle, with the results over its virtio port" {
	few
	boot qemu
	judged 0 "PASS 6.1/arm64/plain"
	! grep -q 'kit-frame' "$console"
	[ "$(jq '[.tests[] | select(.required and .outcome == "PASS")] | length' "$KIT_BUILD/bundles/6.1/arm64/plain/result.json")" \
		-eq "$(wc -l <"$BATS_TEST_TMPDIR/cell/required")" ]
}

@test "backends: the template lets only a console out, and a frame that is lost is LOST" {
	few
	export PATH=$BATS_TEST_TMPDIR/bin:$PATH
	boot template
	judged 0 "PASS 6.1/arm64/plain"
	frames=$(grep -c 'kit-frame' "$console")
	[ "$frames" -ge 10 ]
	# The same machine behind a line that loses one.
	lost=$((RANDOM % (frames - 1)))
	echo "frame $lost is lost"
	printf '#!/bin/sh\n"%s" "$1" | sed "/kit-frame %d /d"\n' "$real/ci/backends/template" "$lost" >"$BATS_TEST_TMPDIR/lossy"
	chmod +x "$BATS_TEST_TMPDIR/lossy"
	boot "$BATS_TEST_TMPDIR/lossy"
	judged 1 "LOST 6.1/arm64/plain: frame $((lost + 1)) comes where frame $lost is due"
}

@test "backends: results come framed over a second line" {
	few
	# A terminal, as a serial line is.
	cat >"$BATS_TEST_TMPDIR/two-lines" <<-EOF
	#!/bin/sh
	KIT_APPEND="\$KIT_APPEND kit.channel=hvc0"
	export KIT_APPEND
	sed -i 's/-device virtserialport,chardev=result,name=kit.result/-device virtconsole,chardev=result/' "\$1/boot.sh"
	exec "$real/ci/backends/qemu" "\$1"
	EOF
	chmod +x "$BATS_TEST_TMPDIR/two-lines"
	boot "$BATS_TEST_TMPDIR/two-lines"
	judged 0 "PASS 6.1/arm64/plain"
	! grep -q 'kit-frame' "$console"
	grep -q '^kit: done ' "$results"
}

@test "backends: what boot.sh of a bundle says is judged offline, once" {
	few
	mkdir "$BATS_TEST_TMPDIR/open"
	tar -xJf "$BUNDLE" -C "$BATS_TEST_TMPDIR/open"
	for n in 1 2; do
		"$BATS_TEST_TMPDIR/open/boot.sh" >"$BATS_TEST_TMPDIR/console.$n" 2>"$BATS_TEST_TMPDIR/token.$n" \
			3>"$BATS_TEST_TMPDIR/results.$n" </dev/null
	done
	for pair in "1 1 1 0 PASS" "2 2 2 0 PASS" "1 2 1 1 LOST" "2 1 1 1 LOST" "1 1 2 1 LOST"; do
		read -r c r t rc verdict <<<"$pair"
		export CONSOLE=$BATS_TEST_TMPDIR/console.$c RESULTS=$BATS_TEST_TMPDIR/results.$r
		TOKEN=$(sed -n 's/^TOKEN=//p' "$BATS_TEST_TMPDIR/token.$t") run sh ci/bundles.sh judge
		echo "$pair: $output"
		judged "$rc" "$verdict 6.1/arm64/plain"
	done
}

@test "backends: a clock that runs out ends the machine" {
	few
	KIT_APPEND="rdinit=/broken kit.break=hang" TIMEOUT_SCALE=0.3 boot template
	judged 1 HANG
}

@test "backends: make bundle writes the same bytes each time, and they fit in a mail" {
	before=$(cat "$cell/result.json" "$cell/boot.sh")
	for n in 1 2; do
		KIT_BUILD=$built run make -s bundle CELL=6.1/arm64/plain OUT="$BATS_TEST_TMPDIR/$n"
		echo "$output"
		[ "$status" -eq 0 ]
	done
	cmp "$BATS_TEST_TMPDIR/1" "$BATS_TEST_TMPDIR/2"
	[ "$(cat "$cell/result.json" "$cell/boot.sh")" = "$before" ]
	[ "$(wc -c <"$BATS_TEST_TMPDIR/1")" -lt 10000000 ]
}
