#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# schemas.sh [DIR]: report cells whose results are as bad as they can be, and have others
# read the report: xmllint junit.xml, jq results.json. With DIR both are validated as well,
# by DIR/junit-10.xsd, of Jenkins's xUnit plugin, and DIR/kcidb-5.3.json, which is
# kcidb_io.schema.v05_03.Version.json of KCIDB as JSON. The kit has neither.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"

schemas=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# cell NAME: begin a cell and print its directory
cell() {
	mkdir -p "$work/6.1/s390/$1"
	printf '%s\n' "cell 6.1/s390/$1" "base 6.1" "arch s390" "flavor $1" "status ported" "version 6.1.1" \
		"series kit" >"$work/6.1/s390/$1/meta"
	echo "$work/6.1/s390/$1"
}

# guest CELL: judge a boot whose guest is the script on stdin
guest() {
	: >"$1/stages"
	cat >"$1/boot.sh"
	"$HOST/kit-boot" "$1" >/dev/null || [ $? -eq 1 ]
}

all_verdicts() {
	for verdict in PASS XFAIL FAIL SPLAT HANG CRASH SILENT LOST CONFIG BUILD APPLY SKIP; do
		name=$(echo "$verdict" | tr '[:upper:]' '[:lower:]')
		jq -n --arg v "$verdict" --arg name "$name" '{
			format: "kit-result 1", cell: "6.1/s390/\($name)", base: "6.1", arch: "s390", flavor: $name,
			status: "ported", version: "6.1.1", started: 1, verdict: $v, reason: "because", kept: false, cpus: 2,
			stages: [], tests: [ "PASS", "FAIL", "SKIP", "XFAIL", "MISSING" | {
				name: "ftrace_direct.toy.\(.)", outcome: ., required: false, seconds: 0.5,
				contract: "DC-01", detail: "said" } ] }' >"$(cell "$name")/result.json"
	done
}

hostile_names() {
	dir=$(cell hostile)
	printf 'ftrace_direct.required\n' >"$dir/required"
	guest "$dir" <<-'END'
	printf 'BUG: KASAN: \001\033[31m ]]> <b> " & \377\303 \n'
	{
		printf 'KTAP version 1\n1..2\n  KTAP version 1\n  1..4\n'
		printf '  # \001\002 ]]> <script> " \377\n'
		printf '  not ok 1 a\001]]>"<b>&\377\303\n'
		printf '  not ok 2 a\001]]>"<b>&\377\303\n'
		printf '  ok 3 skips # SKIP ]]> \001 \377 "why"\n'
		printf '  not ok 4 \360\237\222\251\357\277\276 # TODO \033[0m\n'
		printf 'not ok 1 ftrace_direct\nok 2 verdict\nkit: done %s\n' "$KIT_TOKEN"
	} >&3
	END
}

no_tests() {
	dir=$(cell none)
	echo toy.required >"$dir/required"
	guest "$dir" <<-'END'
	printf 'KTAP version 1\n1..0 # SKIP nothing\nkit: done %s\n' "$KIT_TOKEN" >&3
	END
}

many_tests() {
	dir=$(cell many)
	echo toy.required >"$dir/required"
	guest "$dir" <<-'END'
	awk -v token="$KIT_TOKEN" 'BEGIN {
		print "KTAP version 1\n1..60000"
		for (i = 1; i <= 60000; i++) print (i % 7 ? "ok " : "not ok ") i " t" i
		print "kit: done " token }' >&3
	END
}

all_verdicts
hostile_names
no_tests
many_tests
# shellcheck disable=SC2046 # a list
"$HOST/kit-report" --out "$work/report" --title 'all ]]> "of them"' $(find "$work/6.1" -mindepth 2 -maxdepth 2) >/dev/null ||
	[ $? -eq 1 ]
xmllint --noout ${schemas:+--schema "$schemas/junit-10.xsd"} "$work/report/junit.xml"
jq -e '.version.major == 5 and (.tests | length) > 60000' "$work/report/results.json" >/dev/null
[ -z "$schemas" ] || python3 - "$schemas/kcidb-5.3.json" "$work/report/results.json" <<'END'
import json, sys
import jsonschema

schema, results = (json.load(open(name)) for name in sys.argv[1:])
jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(results)
END
echo "junit.xml and results.json of $(find "$work/6.1" -name result.json | wc -l) cells are $([ -n "$schemas" ] && echo valid || echo well-formed)"
