#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The same tests on two kernels: what counts as worse.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit
	compare=$real/build/host/kit-result
	[ -x "$compare" ] || skip "the kit's programs are not built"
	cd "$BATS_TEST_TMPDIR" || return
	results a.PASS b.FAIL c.SKIP d.PASS >before
}

# results NAME.OUTCOME...: a result file of these tests of the suite "toy"
results() {
	jq -n --args '{format: "kit-result 1", cell: "6.1/arm64/plain", base: "6.1", arch: "arm64", flavor: "plain",
		started: 1, verdict: "PASS", kept: false, cpus: 2, stages: [],
		tests: ($ARGS.positional | map(split(".") | {name: "toy.\(.[0])", outcome: .[1],
			required: false, seconds: 1}))}' "$@"
}

@test "compare: the same results are fine, and counted" {
	run "$compare" compare toy before before
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$output" = "6.1/arm64/plain: 4 tests compared, 2 passed before, 0 are worse" ]
}

@test "compare: what passed and does not any more is worse" {
	for outcome in FAIL SKIP MISSING XFAIL; do
		results a.PASS b.FAIL c.SKIP d.$outcome >after
		run "$compare" compare toy before after
		[ "$status" -eq 1 ]
		[[ ${lines[0]} == "worse   toy.d "*" PASS -> $outcome" ]]
	done
	results a.PASS b.FAIL c.SKIP >after
	run "$compare" compare toy before after
	[ "$status" -eq 1 ]
	[[ ${lines[0]} == "worse   toy.d "*" not there" ]]
}

@test "compare: a skip that fails is worse, a failure that passes is told" {
	results a.PASS b.PASS c.FAIL d.PASS >after
	run "$compare" compare toy before after
	[ "$status" -eq 1 ]
	[[ $output == *"better  toy.b "* ]]
	[[ $output == *"worse   toy.c "* ]]
	[[ $output == *", 1 are worse" ]]
}

@test "compare: nothing that passed, or a boot that died, is no comparison" {
	run "$compare" compare other before before
	[ "$status" -eq 2 ]
	[[ $output == *"nothing was compared"* ]]
	jq '.verdict = "CRASH" | .reason = "it died"' before >after
	run "$compare" compare toy before after
	[ "$status" -eq 2 ]
	[[ $output == *"CRASH: it died"* ]]
}
