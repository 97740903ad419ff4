#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Which lines of the series run: counters that a guest would send, here those of a program
# of this machine, as a map for make mutants RANDOM= and as a page.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit
	mkdir -p source/kernel tree/kernel tree/.kit cell/obj/kernel out
	printf 'int old(void)\n{\n\treturn 1;\n}\n' >source/kernel/a.c
	cat source/kernel/a.c - >tree/kernel/a.c <<-'EOC'

	int main(int argc, char **argv)
	{
		/* a comment */
		if (argc > 1)
			return argv[1][0] == 'a';
		return old();
	}
	EOC
	echo kernel/a.c >tree/.kit/touched
	cell=$PWD/cell
	(cd cell/obj && gcc --coverage -c -o kernel/a.o "$kit/tree/kernel/a.c" && gcc --coverage -o a kernel/a.o)
	: >cell/coverage.raw
}

# part NAME ARGUMENT...: the program's counters, as those of a part of the suites
part() {
	rm -f cell/obj/kernel/a.gcda
	cell/obj/a "${@:2}" || :
	printf '%s %s %s\n' "$1" "$(stat -c %s cell/obj/kernel/a.gcda)" "$cell/obj/kernel/a.gcda" >>cell/coverage.raw
	cat cell/obj/kernel/a.gcda >>cell/coverage.raw
}

lines_py() {
	run python3 ci/coverage/lines.py cell tree source arm64 gcov out
	echo "$output"
}

@test "coverage: the map says which programs run a line, and only lines of the series" {
	part suite.one
	part suite.two a
	part other a
	lines_py
	[ "$status" -eq 0 ]
	cat out/map
	grep -qxP 'kernel/a.c\tsuite.one\treturn old\(\);' out/map
	grep -qxP "kernel/a.c\tsuite.two,other\treturn argv\[1\]\[0\] == 'a';" out/map
	grep -qxP 'kernel/a.c\tsuite.one,suite.two,other\tif \(argc > 1\)' out/map
	! grep -q 'return 1\|comment' out/map
	[[ $output == *"4 lines of the series have code, 4 of them run"* ]]
}

@test "coverage: a line that nothing runs is told" {
	part suite.one
	lines_py
	[[ $output == *"4 lines of the series have code, 3 of them run"* ]]
	[[ $output == *"never run: kernel/a.c:10: return argv[1][0] == 'a';"* ]]
}

@test "coverage: what runs between the programs of a suite is no part" {
	part suite.one
	part suite a
	lines_py
	[[ $output == *"never run: kernel/a.c:10"* ]]
}

@test "coverage: counters that end too early are an error" {
	part suite.one
	truncate -s -10 cell/coverage.raw
	lines_py
	[ "$status" -ne 0 ]
	[[ $output == *"the counters of suite.one end too early"* ]]
}

@test "coverage: the page shows what never runs, and what no test notices" {
	part suite.one
	lines_py
	fate() {
		mkdir -p "mutants/$1/random-toy-$2"
		printf '{"title": "kernel/a.c:%s main: %s", "fate": "%s", "by": "nobody <knows>"}\n' "$3" "$4" "$5" \
			>"mutants/$1/random-toy-$2/mutant.json"
		mkdir -p "mutants/$1/random"
		printf '%s\n' '--- a/kernel/a.c' "-$(sed -n "$3p" tree/kernel/a.c)" >"mutants/$1/random/random-toy-$2.patch"
	}
	page() { python3 ci/coverage/page.py 6.1/arm64/plain out/lines.json mutants/plain >page.html; }
	row() { grep -o "<tr class=\"[a-z]*\"><td class=\"number\">$1<" page.html; }
	fate plain 001 9 'condition negated' killed
	fate plain 002 11 'return value changed' SURVIVED
	page
	[[ $(row 9) == *'"killed"'* ]]
	[[ $(row 10) == *'"never"'* ]]
	[[ $(row 11) == *'"survived"'* ]]
	[[ $(row 8) == *'"code"'* ]]
	[[ $(row 7) == *'"code"'* ]]
	grep -q 'nobody &lt;knows&gt;' page.html
	# What the debug flavor has noticed is noticed.
	fate debug 002 11 'return value changed' killed
	page
	[[ $(row 11) == *'"killed"'* ]]
	# The series has changed since: this was another line.
	echo '-	return 2;' >mutants/plain/random/random-toy-001.patch
	page
	[[ $(row 9) == *'"run"'* ]]
}
