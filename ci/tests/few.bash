# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Shared by the bats files that boot bundles of a cell that the matrix has built.

# built_cell: $cell is the directory of 6.1/arm64/plain; what is made is kept apart
built_cell() {
	real=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	cd "$real" || return
	built=${KIT_BUILD:-$real/build}
	cell=$built/cells/6.1/arm64/plain
	[ -e "$cell/result.json" ] || { echo "the matrix has not finished 6.1/arm64/plain" && return 1; }
	export KIT_HOST=$built/host KIT_BUILD=$BATS_TEST_TMPDIR/build KIT_MARK=$BATS_TEST_TMPDIR
	unset KIT_APPEND BUNDLE BACKEND ACCEL
}

# none_left: no QEMU of this test is left
none_left() {
	local pid
	for pid in $(pgrep qemu-system || :); do
		! cat "/proc/$pid/environ" 2>/dev/null | tr '\0' '\n' | grep -qxF "KIT_MARK=$BATS_TEST_TMPDIR" ||
			{ echo "QEMU $pid is left" && return 1; }
	done
}

# few: a bundle of the same kernel and guest that requires a few tests only
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

# killed BACKEND SECONDS: boot with it, and kill kit-boot at a moment up to these, from a seed.
# Nothing is left then. A boot that was faster has its whole result.
killed() {
	local seed=${KIT_SEED:-$RANDOM} moment rc=0
	echo "KIT_SEED=$seed"
	RANDOM=$seed
	moment=$((RANDOM % $2)).$((RANDOM % 10))
	echo "$1 is killed after $moment s"
	rm -rf "$KIT_BUILD/bundles"
	BACKEND=$1 sh ci/bundles.sh boot >"$BATS_TEST_TMPDIR/killed" 2>&1 3>&- &
	sleep "$moment"
	kill -KILL $! 2>/dev/null || :
	wait $! || rc=$?
	sleep 3
	none_left
	if [ "$rc" -eq 137 ]; then
		[ -z "$(find "$KIT_BUILD/bundles" -name 'result.json*')" ]
	else
		grep -q "^PASS" "$BATS_TEST_TMPDIR/killed"
	fi
}
