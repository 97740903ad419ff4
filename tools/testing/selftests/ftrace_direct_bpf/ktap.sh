# SPDX-License-Identifier: GPL-2.0
# Sourced: print the results of a script as KTAP. A script defines functions and ends with
# "run_tests NAME...". Each function is a test, which passes if it returns 0. What it
# prints becomes a diagnostic; "skip REASON" ends it.
# shellcheck shell=sh

skip() {
	echo "$*" >"$work/skip"
	exit 4
}

# expect WHAT WANTED SEEN
expect() {
	[ "$2" = "$3" ] && return
	echo "$1: expected '$2', saw '$3'"
	return 1
}

run_tests() {
	work=$(mktemp -d)
	echo "TAP version 13"
	echo "1..$#"
	nr=0
	bad=0
	for name; do
		nr=$((nr + 1))
		rc=0
		# In a subshell: a test may exit and set variables. Not followed by
		# "||", which would disable set -e in it.
		(set -eu; "$name") >"$work/said" 2>&1 &
		wait $! || rc=$?
		sed 's/^/# /' "$work/said"
		if [ "$rc" -eq 0 ]; then
			echo "ok $nr $name"
		elif [ "$rc" -eq 4 ] && [ -s "$work/skip" ]; then
			echo "ok $nr $name # SKIP $(cat "$work/skip")"
		else
			echo "not ok $nr $name"
			bad=1
		fi
		rm -f "$work/skip"
	done
	rm -rf "$work"
	exit "$bad"
}
