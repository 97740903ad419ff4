# SPDX-License-Identifier: GPL-2.0
# Sourced by apply.sh: ask the tree whether it has a fix, in whatever text.
# shellcheck shell=sh

# probe_lines PATCH: the expressions of its probe, none if it states why it has none
probe_lines() {
	sed -n '/^---/q; s/^X-Kit-Probe: //p' "$1" | grep -v '^none: '
}

# probe PATCH TREE: print what was found, with status 0, if all lines "X-Kit-Probe:" of
# the patch hold in the files that it touches; status 1 if not, or without a probe
probe() {
	lines=$(probe_lines "$1") || return
	program="$(cat ci/port/probe.awk)
BEGIN { exit !((1)$(printf '%s\n' "$lines" | sed 's/.*/ \&\& (&)/' | tr -d '\n')) }"
	rc=0
	# shellcheck disable=SC2046 # a list
	(cd "$2" && awk "$program" $(patched_files "$KIT/$1")) </dev/null || rc=$?
	[ "$rc" -le 1 ] || die "$1: its X-Kit-Probe is no expression that awk takes"
	[ "$rc" -eq 0 ] && printf '%s\n' "$lines" | sed '2,$s/^/and /' | paste -sd ' '
}
