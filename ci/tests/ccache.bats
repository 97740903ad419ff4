#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The compiler cache on a store that machines share, on loopback: an HTTP server, and the
# distribution's redis, which runs from a directory: nothing is installed. Each machine has
# a cache of its own. Only check-all runs this.
# shellcheck disable=SC2154 # status, output, lines are bats's

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	cache=${CCACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/direct-call-kit/ccache}
	export KIT_HOST=${KIT_BUILD:-$PWD/build}/host
}

teardown() { [ -z "${store:-}" ] || kill "$store"; }

# answers PORT: wait until somebody listens there
answers() {
	for _ in $(seq 50); do
		! (exec 9<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || return 0
		kill -0 "$store" || return
		sleep 0.1
	done
	return 1
}

http_store() {
	/usr/bin/python3 ci/tests/store.py "$BATS_TEST_TMPDIR/port" 3>&- &
	store=$!
	for _ in $(seq 50); do
		[ ! -s "$BATS_TEST_TMPDIR/port" ] || break
		sleep 0.1
	done
	CCACHE_REMOTE_STORAGE=http://127.0.0.1:$(cat "$BATS_TEST_TMPDIR/port")/kit
	export CCACHE_REMOTE_STORAGE
}

redis_store() {
	local root=$BATS_TEST_TMPDIR/redis port=$((20000 + RANDOM % 20000)) package
	mkdir "$root"
	(cd "$root" && apt-get download redis-server redis-tools liblua5.1-0 liblzf1 libjemalloc2) \
		>"$BATS_TEST_TMPDIR/apt.log" 2>&1 || { cat "$BATS_TEST_TMPDIR/apt.log" && return 1; }
	for package in "$root"/*.deb; do dpkg -x "$package" "$root"; done
	LD_LIBRARY_PATH=$(cd "$root"/usr/lib/*-linux-gnu && pwd) "$root/usr/bin/redis-server" --bind 127.0.0.1 \
		--port "$port" --save '' --dir "$root" >"$BATS_TEST_TMPDIR/redis.log" 2>&1 3>&- &
	store=$!
	answers "$port" || { cat "$BATS_TEST_TMPDIR/redis.log" && return 1; }
	export CCACHE_REMOTE_STORAGE=redis://127.0.0.1:$port
}

# machine NAME CACHE: build the cell, and print what its facts say of the cache
machine() {
	mkdir -p "$BATS_TEST_TMPDIR/$1"
	KIT_BUILD=$BATS_TEST_TMPDIR/$1 CCACHE_DIR=$2 make -s bundle CELL=6.1/arm64/plain OUT="$BATS_TEST_TMPDIR/$1.bundle"
	sed -n 's/^compiler_cache //p' "$BATS_TEST_TMPDIR/$1/cells/6.1/arm64/plain/meta"
}

# small_machine NAME: compile a few files as a cell's build does, and print the same
small_machine() {
	KIT_BUILD=$BATS_TEST_TMPDIR/$1 CCACHE_DIR=$BATS_TEST_TMPDIR/$1.ccache sh -eu -c '
		. ci/lib/common.sh
		. ci/lib/cell.sh
		. ci/lib/built.sh
		. ci/lib/kmake.sh
		DIR=$BUILD/cell
		mkdir -p "$DIR"
		rm -f "$DIR/compiler-cache"
		: >"$DIR/meta"
		export CCACHE_STATSLOG="$DIR/compiler-cache"
		use_ccache
		cd "$DIR"
		echo "int f(void);" >kit.h
		for i in $(seq 20); do
			# ccache takes the manifest of a file without a header for its result.
			printf "#include \"kit.h\"\nint f$i(void) { return $i; }\n" >"$DIR/$i.c"
			${ccache}gcc -O2 -Wp,-MMD,"$DIR/.$i.o.d" -c -o "$DIR/$i.o" "$DIR/$i.c"
		done
		cache_fact
		field "$DIR/meta" compiler_cache'
}

# shared: the second small machine has everything from the store, and the same objects
shared() {
	run small_machine one
	echo "$output"
	[ "$output" = "0 of 20 compilations (0.0%)" ]
	run small_machine two
	echo "$output"
	[ "$output" = "20 of 20 compilations (100.0%), 20 from the shared store" ]
	for i in $(seq 20); do cmp "$BATS_TEST_TMPDIR/one/cell/$i.o" "$BATS_TEST_TMPDIR/two/cell/$i.o"; done
	# What it has now is its own.
	run small_machine two
	[ "$output" = "20 of 20 compilations (100.0%)" ]
}

@test "ccache: a machine has the compilations of another from an HTTP server" {
	http_store
	shared
}

@test "ccache: a machine has the compilations of another from redis" {
	redis_store
	shared
}

@test "ccache: a store that does not answer costs the hits and no build" {
	http_store
	kill "$store"
	wait "$store" || :
	store=
	run small_machine one
	[ "$output" = "0 of 20 compilations (0.0%)" ]
	run small_machine two
	[ "$output" = "0 of 20 compilations (0.0%)" ]
}

@test "ccache: the second machine has 95% of the same commit from the shared store" {
	http_store
	# What the first machine has is shared, too.
	CCACHE_RESHARE=1 run machine one "$cache"
	echo "$output"
	[ "$status" -eq 0 ]
	run machine two "$BATS_TEST_TMPDIR/ccache"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} =~ ^([0-9]+)\ of\ ([0-9]+)\ compilations\ .*,\ ([0-9]+)\ from\ the\ shared\ store$ ]]
	[ "${BASH_REMATCH[2]}" -ge 300 ]
	[ $((BASH_REMATCH[1] * 100)) -ge $((BASH_REMATCH[2] * 95)) ]
	[ $((BASH_REMATCH[3] * 100)) -ge $((BASH_REMATCH[2] * 95)) ]
	cmp "$BATS_TEST_TMPDIR/one.bundle" "$BATS_TEST_TMPDIR/two.bundle"
}
