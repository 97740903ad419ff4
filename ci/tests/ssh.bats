#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The backend ssh, with a machine that is a guest of the distribution. Only check-all runs
# this.
# shellcheck disable=SC2154 # status, output, lines are bats's

load few
load board

setup() {
	cache=${XDG_CACHE_HOME:-$HOME/.cache}
	built_cell
	few
	board_make "$BATS_FILE_TMPDIR" "$cache"
	board_start "$BATS_FILE_TMPDIR"
	export MACHINE=board SSH="ssh -F $BATS_FILE_TMPDIR/ssh" SERIAL="tail -n 0 -F $BATS_FILE_TMPDIR/serial" ACCEL=tcg
}

teardown() {
	kill "$board"
	wait "$board" || :
	none_left
}

@test "ssh: the machine boots the bundle, restarts, and boots the next" {
	for n in 1 2; do
		boot ssh
		judged 0 "PASS 6.1/arm64/plain"
		[ "$(grep -c 'Linux version' "$console")" -eq 1 ]
		grep -q 'kit-frame' "$console"
		! grep -q 'board: ready' "$console"
	done
}

@test "ssh: a backend that is killed leaves nothing, and a machine that hangs is reset" {
	killed ssh 25
	! pgrep -f "tail.*$BATS_FILE_TMPDIR/seria[l]"
	# It is in any state now.
	export RESET
	KIT_APPEND="rdinit=/broken kit.break=hang" TIMEOUT_SCALE=0.3 boot ssh
	judged 1 HANG
	boot ssh
	judged 0 "PASS 6.1/arm64/plain"
}
