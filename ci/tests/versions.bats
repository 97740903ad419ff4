#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Versions of a kernel and half-open ranges of them.
# shellcheck disable=SC2154 # status, output are bats's

setup() {
	KIT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	. "$KIT/ci/lib/versions.sh"
}

# agree VERDICT [PATTERN]: in_range() says the same as each line of golden/ranges
# that begins with this verdict (in, out, error) and matches the pattern
agree() {
	local verdict version range wanted
	case $1 in
	in) wanted=0 ;;
	out) wanted=1 ;;
	error) wanted=2 ;;
	esac
	grep -E "^$1	" "$BATS_TEST_DIRNAME/golden/ranges" | grep -E "${2:-.}" >"$BATS_TEST_TMPDIR/table"
	while read -r verdict version range; do
		run in_range "$version" "$range"
		[ "$status" -eq "$wanted" ] || {
			echo "in_range $version $range: status $status, not $wanted ($verdict): $output"
			return 1
		}
		[ "$wanted" -eq 2 ] || [ -z "$output" ]
	done <"$BATS_TEST_TMPDIR/table"
}

@test "versions: what is in a range" {
	agree in
}

@test "versions: what is not in a range" {
	agree out
}

@test "versions: a release candidate comes before its release" {
	agree in rc
	agree out rc
}

@test "versions: a malformed range or version is named and says what is right" {
	agree error
	run in_range 6.1 6.1
	[ "$output" = "kit: '6.1' is not a range of versions; write [6.1,6.2), [6.4,) or [,5.15)" ]
	run in_range 6.1 '[6.2,6.1)'
	[ "$output" = "kit: '[6.2,6.1)' is empty: no version is at least 6.2 and before 6.1" ]
	run in_range v6.1 '[6.1,6.2)'
	[ "$output" = "kit: 'v6.1' is not a version of a kernel; write it like 6.1.192" ]
	run in_range 6.1 ''
	[ "$status" -eq 2 ]
	run in_range '' '[6.1,)'
	[ "$status" -eq 2 ]
}

@test "versions: an awk program compares each line of a table" {
	run awk -v version=6.1.192 "$VERSIONS_AWK"'
		in_range(version, $1) < 0 { print range_error; next }
		in_range(version, $1) { print $2 }' <<-'END'
	[5.10,6.2)	old
	[6.2,)		new
	[6.1,6.1.200)	now
	6.1		wrong
	END
	[ "$status" -eq 0 ]
	[ "$output" = $'old\nnow\n'"'6.1' is not a range of versions; write [6.1,6.2), [6.4,) or [,5.15)" ]
}

@test "versions: that of a tree is in its Makefile" {
	tree=$BATS_TEST_TMPDIR
	printf '%s\n' '# SPDX' 'VERSION = 6' 'PATCHLEVEL = 1' 'SUBLEVEL = 192' 'EXTRAVERSION =' 'NAME = X' >"$tree/Makefile"
	[ "$(tree_version "$tree")" = 6.1.192 ]
	printf '%s\n' 'VERSION = 7' 'PATCHLEVEL = 3' 'SUBLEVEL = 0' 'EXTRAVERSION = -rc4' 'VERSION = 9' >"$tree/Makefile"
	[ "$(tree_version "$tree")" = 7.3.0-rc4 ]
	printf '%s\n' 'VERSION = 5' 'PATCHLEVEL = 10' >"$tree/Makefile"
	[ "$(tree_version "$tree")" = 5.10 ]
}
