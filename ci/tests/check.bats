#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The groups of make check: what breaks off is a failure, and make check-all goes
# on where it was interrupted.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit
	export KIT_HOST=$real/build/host KIT=$kit
	[ -x "$KIT_HOST/kit-result" ] || skip "the kit's programs are not built"
	cat >groups <<-'EOF'
	set -eu
	. ci/lib/common.sh
	. ci/tests/groups.sh
	groups_begin "$1"
	shift
	for name; do group "$name" sh "../$name"; done
	groups_end
	EOF
	for name in one two; do toy_group "$name" 'echo "ok 1 works"'; done
}

# toy_group NAME COMMAND: outside the kit, which a group must not change
toy_group() { printf 'echo %s >>../ran\necho 1..1\n%s\n' "$1" "$2" >"../$1"; }

groups() { # WHAT NAME...
	rm -f ../ran
	run sh groups "$@"
	echo "$output"
}

ran() { paste -sd ' ' ../ran 2>/dev/null || :; }

@test "check: a group that breaks off, or says nothing, is a failure" {
	groups check one two
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "2 passed, 0 failed, 0 skipped" ]
	toy_group two 'echo "ok 1 works"; exit 3'
	groups check one two
	[ "$status" -eq 1 ]
	[[ $output == *"two_ended_with_status_3"* ]]
	toy_group two ''
	groups check one two
	[ "$status" -eq 1 ]
}

@test "check: check-all goes on where it was interrupted, if the kit is the same" {
	toy_group two 'kill -KILL $PPID'
	groups check-all one two
	[ "$status" -ne 0 ]
	toy_group two 'echo "ok 1 works"'
	groups check-all one two
	[ "$status" -eq 0 ]
	[ "$(ran)" = two ]
	[ "${lines[-1]}" = "2 passed, 0 failed, 0 skipped" ]
	echo '# edited' >>ci/help.txt
	groups check-all one two
	[ "$(ran)" = "one two" ]
	groups check one two
	[ "$(ran)" = "one two" ]
}

@test "check: a group that failed is run again by the next check-all" {
	toy_group two 'echo "not ok 1 works"'
	groups check-all one two
	[ "$status" -eq 1 ]
	groups check-all one two
	[ "$status" -eq 1 ]
	[ "$(ran)" = two ]
}

@test "check: a group without a test is run again, and make check keeps none" {
	printf 'echo two >>../ran\necho 1..0\n' >../two
	groups check-all one two
	[ "$status" -eq 1 ]
	groups check-all one two
	[ "$(ran)" = two ]
	toy_group two 'echo "ok 1 works"'
	touch "$KIT_BUILD/check/one.done"
	groups check one two
	[ "$(ran)" = "one two" ]
}
