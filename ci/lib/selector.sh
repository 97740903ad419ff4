# SPDX-License-Identifier: GPL-2.0
# Sourced after the messages: find the lines of a table that are for a cell. The table's
# first column is a selector; see selector.awk for its grammar.
# shellcheck shell=sh

SELECTOR_AWK=$(cat "$KIT/ci/lib/versions.awk" "$KIT/ci/lib/selector.awk")

# selected STATUS VERSION ARCH FLAVOR SERIES FILE: print the lines of FILE that are for
# such a cell, without the selector, with one blank between the words. SERIES is what
# status.sh series prints. Status 2 and a sentence if any selector is malformed, even for
# another cell.
selected() {
	KIT_STATUS=$1 KIT_VERSION=$2 KIT_ARCH=$3 KIT_FLAVOR=$4 KIT_SERIES=$5 awk "$SELECTOR_AWK"'
		/^[ \t]*(#|$)/ { next }
		{
			is = selects($1, ENVIRON["KIT_STATUS"], ENVIRON["KIT_VERSION"],
				     ENVIRON["KIT_ARCH"], ENVIRON["KIT_FLAVOR"], ENVIRON["KIT_SERIES"])
			if (is < 0) {
				print "kit: " FILENAME ":" FNR ": " selector_error >"/dev/stderr"
				exit 2
			}
			if (!is)
				next
			$1 = ""
			sub(/^ /, "")
			print
		}' "$6"
}
