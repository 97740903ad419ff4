#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The compiler cache on a store that machines share: an HTTP server on loopback. Two builds
# of a real cell, each with a cache of its own as two machines have. Only check-all runs this.
# shellcheck disable=SC2154 # status, output, lines are bats's

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	cache=${CCACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/direct-call-kit/ccache}
	host=${KIT_BUILD:-$PWD/build}/host
	/usr/bin/python3 ci/tests/store.py "$BATS_TEST_TMPDIR/port" 3>&- &
	store=$!
	for _ in $(seq 50); do
		[ ! -s "$BATS_TEST_TMPDIR/port" ] || break
		sleep 0.1
	done
	CCACHE_REMOTE_STORAGE=http://127.0.0.1:$(cat "$BATS_TEST_TMPDIR/port")/kit
	export CCACHE_REMOTE_STORAGE KIT_HOST=$host
}

teardown() { kill "$store"; }

# machine NAME CACHE: build the cell, and print what its facts say of the cache
machine() {
	mkdir -p "$BATS_TEST_TMPDIR/$1"
	KIT_BUILD=$BATS_TEST_TMPDIR/$1 CCACHE_DIR=$2 make -s bundle CELL=6.1/arm64/plain OUT="$BATS_TEST_TMPDIR/$1.bundle"
	sed -n 's/^compiler_cache //p' "$BATS_TEST_TMPDIR/$1/cells/6.1/arm64/plain/meta"
}

@test "ccache: the second machine has 95% of the same commit from the shared store" {
	# What the first machine has is shared, too.
	CCACHE_RESHARE=1 run machine one "$cache"
	echo "$output"
	[ "$status" -eq 0 ]
	run machine two "$BATS_TEST_TMPDIR/ccache"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} =~ ^([0-9]+)\ of\ ([0-9]+)\ compilations\ .*,\ ([0-9]+)\ from\ the\ shared\ store$ ]]
	[ "${BASH_REMATCH[2]}" -ge 300 ]
	[ $((BASH_REMATCH[3] * 100)) -ge $((BASH_REMATCH[2] * 95)) ]
	cmp "$BATS_TEST_TMPDIR/one.bundle" "$BATS_TEST_TMPDIR/two.bundle"
}
