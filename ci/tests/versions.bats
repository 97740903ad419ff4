#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Versions of a kernel and half-open ranges of them.
# shellcheck disable=SC2154 # status, output are bats's

setup() {
	KIT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	. "$KIT/ci/lib/versions.sh"
}

# expect STATUS < TABLE: each "VERSION RANGE" of it has this status
expect() {
	local version range
	while read -r version range; do
		run in_range "$version" "$range"
		[ "$status" -eq "$1" ] || {
			echo "in_range $version $range: status $status, not $1: $output"
			return 1
		}
		[ "$1" -eq 2 ] || [ -z "$output" ]
	done
}

@test "versions: what is in a range" {
	expect 0 <<-'END'
	6.1		[6.1,6.2)
	6.1.0		[6.1,6.2)
	6.1		[6.1.0,6.2)
	6.1.192		[6.1,6.2)
	6.1.192-3	[6.1.192,6.1.193)
	6.1.74		[6.1,6.1.75)
	6.1.9		[6.1,6.1.75)
	5.10		[5.10,6.4)
	6.3.13		[5.10,6.4)
	6.4		[6.4,)
	6.12.8		[6.4,)
	10.0		[6.4,)
	5.9.1		[,5.10)
	7.3.4-1~bpo13+1	[7.3,7.4)
	6.6.63-vendor	[6.6.63,6.6.64)
	6.6.63-rcu-test	[6.6.63,6.6.64)
	6.1.75+		[6.1.75,6.1.76)
	2.6.32.61	[2.6.32.60,2.6.32.62)
	END
}

@test "versions: what is not in a range" {
	expect 1 <<-'END'
	6.2		[6.1,6.2)
	6.2.0		[6.1,6.2)
	6.0.19		[6.1,6.2)
	5.10		[6.1,6.2)
	6.10		[6.1,6.2)
	6.12		[6.1,6.2)
	6.1.75		[6.1,6.1.75)
	6.1.100		[6.1,6.1.75)
	6.4		[5.10,6.4)
	5.9		[5.10,6.4)
	6.3.13		[6.4,)
	5.10		[,5.10)
	2.6.32.62	[2.6.32.60,2.6.32.62)
	END
}

@test "versions: a release candidate comes before its release" {
	expect 0 <<-'END'
	7.1.5-rc2	[7.1.4,7.1.5)
	7.3-rc4		[7.2,7.3)
	7.3.0-rc4	[7.3-rc1,7.3)
	7.3~rc4-1~exp1	[7.3-rc4,7.3-rc5)
	7.3-rc10	[7.3-rc9,7.3)
	END
	expect 1 <<-'END'
	7.1.5-rc2	[7.1.5,)
	7.3.0-rc4+	[7.3,)
	7.3-rc10	[7.3-rc1,7.3-rc9)
	7.3		[7.3-rc1,7.3)
	END
}

@test "versions: a malformed range or version is named and says what is right" {
	expect 2 <<-'END'
	6.1	6.1
	6.1	[6.1,6.2]
	6.1	(6.1,6.2)
	6.1	[6.1)
	6.1	[6.1,6.2,6.3)
	6.1	[6.1-3,6.2)
	6.1	[6.1,next)
	6.1	[6.1.,6.2)
	6.1	[6.2,6.1)
	6.1	[6.1,6.1)
	next	[6.1,6.2)
	v6.1	[6.1,6.2)
	6.1	[6.1\n,6.2)
	END
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
