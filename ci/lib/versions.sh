# SPDX-License-Identifier: GPL-2.0
# Sourced after the messages: versions of a kernel and ranges of them. See
# versions.awk for the rules.
# shellcheck shell=sh

# For an awk program that compares many versions: awk "$VERSIONS_AWK"'...'
VERSIONS_AWK=$(cat "$KIT/ci/lib/versions.awk")

# in_range VERSION RANGE: status 0 if the version is in the range, 1 if not, 2 and a
# sentence if one of the two is malformed
in_range() {
	# Not passed by -v, which would take a backslash for an escape.
	KIT_VERSION=$1 KIT_RANGE=$2 awk "$VERSIONS_AWK"'
		BEGIN {
			is = in_range(ENVIRON["KIT_VERSION"], ENVIRON["KIT_RANGE"])
			if (is < 0)
				print "kit: " range_error >"/dev/stderr"
			exit is < 0 ? 2 : !is
		}'
}

# tree_version TREE: the version in the Makefile of a kernel source: 6.1.192, 7.3.0-rc2
tree_version() {
	awk -F '[ \t]*=[ \t]*' '
		$1 ~ /^(VERSION|PATCHLEVEL|SUBLEVEL)$/ { version = version dot $2; dot = "." }
		$1 == "EXTRAVERSION" { version = version $2; exit }
		END { print version }' "$1/Makefile"
}
