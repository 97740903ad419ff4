#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Bundles of a cell that the matrix has built, booted for real by backends.
# shellcheck disable=SC2154 # status, output, lines are bats's

load few

setup() { built_cell; }
teardown() { none_left; }

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
	live=${lines[0]}
	# The same, offline.
	cp "$console" "$BATS_TEST_TMPDIR/console"
	export CONSOLE=$BATS_TEST_TMPDIR/console ENDED TOKEN
	ENDED=$(cat "${console%/*}/ended")
	TOKEN=$(grep -o 'kit[.]token=[^ ]*' "$CONSOLE" | head -n 1 | cut -d = -f 2)
	run sh ci/bundles.sh judge
	echo "$output"
	[ "$status" -eq 1 ]
	[ "${lines[0]}" = "$live" ]
}

@test "backends: one that is killed leaves no QEMU, and no result" {
	few
	for backend in qemu template; do killed "$backend" 8; done
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
