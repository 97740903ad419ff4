#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Files of a program have an order in which each uses only later ones; for the suite
# and its test module, check-circles.sh is run when it is built.
# shellcheck disable=SC2154 # status, output are bats's

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	check=tools/testing/selftests/ftrace_direct/check-circles.sh
	host=${KIT_HOST:-$PWD/build/host}
}

# check_sources DIRECTORY: by its sources; the object of one that is gone may be there
check_sources() {
	local source objects=()
	for source in "$1"/*.c; do objects+=("$host/${source#ci/}"); done
	objects=("${objects[@]/%.c/.o}")
	[ "${objects[0]%/\*.o}" = "${objects[0]}" ] || return 0 # a directory without sources
	[ -e "${objects[0]}" ] || skip "the kit's programs are not built"
	[ ${#objects[@]} -gt 1 ] || return 0
	sh "$check" --objects "$1" "${objects[@]}"
}

@test "circles: there is none in the host programs and their library" {
	for directory in ci/host/*/; do check_sources "${directory%/}"; done
}

@test "circles: there is none in the guest's init" {
	check_sources ci/guest
}

@test "circles: one is found, and its files are named" {
	cd "$BATS_TEST_TMPDIR"
	echo 'int b(int x); int a(int x) { return x ? b(x - 1) : 0; }' >one.c
	echo 'int a(int x); int b(int x) { return x ? a(x - 1) : 1; }' >two.c
	echo 'int a(int x); int main(int argc, char **argv) { return a(argc); }' >user.c
	for file in one two user; do cc -c "$file.c"; done
	run sh "$OLDPWD/$check" --objects toy user.o one.o two.o
	[ "$status" -eq 1 ]
	[ "$output" = "These files of toy refer to each other in a circle:
	one.o
	two.o" ]
	echo 'int b(int x) { return x; }' >two.c
	cc -c two.c
	run sh "$OLDPWD/$check" --objects toy user.o one.o two.o
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "circles: without objects there is no answer" {
	run sh "$check" --objects toy nowhere.o
	[ "$status" -eq 2 ]
	run sh "$check" --objects toy nowhere.o no.o
	[ "$status" -eq 2 ]
	[[ $output == *"build it first"* ]]
}
