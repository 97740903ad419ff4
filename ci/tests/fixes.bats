#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The fixes of the real series on the real 6.1 and 5.10: the probe of each finds the
# defect, and finds it fixed by the patch, and by upstream's own commit.
# shellcheck disable=SC2154 # status, output, lines are bats's

setup() {
	kit=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	export KIT=$kit
	cd "$kit" || return
	stage=$BATS_TEST_TMPDIR/stage
	stage_of 6.1
}

# stage_of BASE: the files that its series touches, and the series
stage_of() {
	[ -e "${XDG_CACHE_HOME:-$HOME/.cache}/direct-call-kit/sources/$1/current/.complete" ] ||
		skip "the source of $1 is not in the cache"
	source=$(sh ci/get/source.sh "$1")
	version=$(basename "$source")
	mapfile -t patches < <(sh ci/lib/series.sh patches "$version")
	rm -rf "$stage"
	mkdir "$stage"
	sed -n 's|^[-+][-+][-+] [ab]/\([^[:space:]]*\).*|\1|p' "${patches[@]}" | sort -u |
		(cd "$source" && xargs cp -p --parents -t "$stage")
}

# the functions of apply.sh that the probes need
probes() {
	. ci/port/probe.sh
	patched_files() { sed -n 's|^+++ b/\([^[:space:]]*\).*|\1|p' "$1"; }
	die() { echo "$*" >&2 && exit 2; }
}

# port [TREE-CHANGE]: the series on the stage; report has the outcomes
port() {
	run sh ci/port/apply.sh --report "$BATS_TEST_TMPDIR/report" "$stage" "$version" "${patches[@]}"
	echo "$output"
}
outcome() { sed -n "s|^\([a-z]*\) [^ ]*/$1\.patch.*|\1|p" "$BATS_TEST_TMPDIR/report"; }

each_has_a_probe() {
	for patch in "${patches[@]}"; do
		grep -q '^X-Kit-Stage: fix' "$patch" || continue
		sed '/^---/q' "$patch" | grep -E '^X-Kit-Probe: (none: .{10}|[a-z]+\(")' || {
			echo "$patch has no X-Kit-Probe"
			false
		}
	done
}

@test "fixes: each has a probe, or says why it needs none" {
	each_has_a_probe
	stage_of 5.10
	each_has_a_probe
}

# Not in $lines, which bats overwrites.
a_probe_tells() {
	for patch in "${patches[@]}"; do
		if asked=$(probe_lines "$patch"); then
			run probe "$patch" "$stage"
			[ "$status" -eq 1 ] || { echo "$patch: $asked: found fixed before the patch" && false; }
		fi
		grep -q '^--- ' "$patch" || continue
		patch -d "$stage" -p1 -s -F0 <"$patch"
		[ -n "$asked" ] || continue
		probe "$patch" "$stage" || { echo "$patch: $asked: not found fixed after the patch" && false; }
	done
}

@test "fixes: a probe tells the defect from the fix" {
	probes
	a_probe_tells
	stage_of 5.10
	a_probe_tells
}

# with_upstream COMMIT: the stage gets upstream's own commit first
with_upstream() { patch -d "$stage" -p1 -s -F0 <"ci/tests/golden/upstream/$1.patch"; }

# again: a second run finds everything there, and changes nothing
again() {
	find "$stage" -type f -exec sha256sum {} + | sort >"$BATS_TEST_TMPDIR/sums"
	port
	[ "$status" -eq 0 ]
	! grep -vE "^already |^applied [^ ]*/selftests-" "$BATS_TEST_TMPDIR/report" || false
	find "$stage" -type f -exec sha256sum {} + | sort | cmp - "$BATS_TEST_TMPDIR/sums"
}

@test "fixes: upstream's 56b3c85e153b is recognised, and the series fits around it" {
	with_upstream 56b3c85e153b
	port
	[ "$status" -eq 0 ]
	[ "$(outcome ftrace-Allow-direct-ops-to-be-registered-after-a-refusal)" = already ]
	[ "$(outcome bpf-Do-not-clear-the-callback-of-registered-direct-ops)" = already ]
	[[ $output == *"Allow-direct-ops-to-be-registered-after-a-refusal.patch: already: the defect is fixed in another text"* ]]
	[ "$(grep -c 'in its text for a tree with 56b3c85e153b$' "$BATS_TEST_TMPDIR/report")" -eq 3 ]
	again
}

@test "fixes: upstream's d05cb470663a is recognised, and the series fits around it" {
	with_upstream d05cb470663a
	port
	[ "$status" -eq 0 ]
	[ "$(outcome ftrace-Grow-the-hash-of-direct-functions-in-a-copy)" = already ]
	[ "$(grep -c 'in its text for a tree with d05cb470663a$' "$BATS_TEST_TMPDIR/report")" -eq 8 ]
	! grep -q ftrace_direct_grow_hash "$stage/kernel/trace/ftrace.c" || false
	again
}

@test "fixes: upstream's fee86a4ed536 is recognised" {
	with_upstream fee86a4ed536
	port
	[ "$(outcome tracing-Attach-a-trampoline-in-the-selftest-not-a-C-function)" = already ]
}

# old VERSION: the stage becomes the text of an old release, and patches its series
old() {
	version=$1
	mapfile -t patches < <(sh ci/lib/series.sh patches "$version")
	rm -r "$stage"
	mkdir "$stage"
	sed -n 's|^[-+][-+][-+] [ab]/\([^[:space:]]*\).*|\1|p' "${patches[@]}" | sort -u |
		(cd "$source" && xargs cp -p --parents -t "$stage")
	for release in $(ls ci/series/undo | sort -rV); do
		cat ci/series/undo/"$release"/*.patch | patch -d "$stage" -p1 -s -F0
		[ "$release" != "$version" ] || return 0
	done
	false
}

@test "fixes: every patch applies exactly to 6.1.15, and to 6.1.80" {
	for release in 6.1.15 6.1.80; do
		old "$release"
		port
		[ "$status" -eq 0 ]
		! grep -v '^applied [^ ]*$' "$BATS_TEST_TMPDIR/report" || false
	done
}

@test "fixes: a vendor's lines next to the hunks are kept in a merge, and told" {
	old 6.1.80
	sed -i 's/^static unsigned long my_tramp = .*/&\n\/* board *\//' "$stage"/samples/ftrace/ftrace-direct-modify.c
	sed -i 's|^obj-$(CONFIG_CPU_PM).*|&\nobj-y += board.o|' "$stage/arch/riscv/kernel/Makefile"
	port
	[ "$status" -eq 0 ]
	[ "$(grep -c '^merged ' "$BATS_TEST_TMPDIR/report")" -ge 2 ]
	grep -q '^merged [^ ]*/riscv-[^ ]* with 6.1.*arch/riscv/kernel/Makefile:' "$BATS_TEST_TMPDIR/report"
	grep -qx 'obj-y += board.o' "$stage/arch/riscv/kernel/Makefile"
	grep -q 'mcount-dyn.o ftrace_site.o' "$stage/arch/riscv/kernel/Makefile"
	grep -qx '/\* board \*/' "$stage/samples/ftrace/ftrace-direct-modify.c"
}

@test "fixes: the series on a tree that has all of it changes nothing" {
	port
	[ "$status" -eq 0 ]
	again
}
