# SPDX-License-Identifier: GPL-2.0
# Sourced by series-check.sh: run the base's checkpatch.pl on what leaves the kit, the
# patches of FORMAT=mbox with their new files.
# shellcheck shell=sh disable=SC2154 # what series-check.sh has set

# export_series: the nth step is the nth file in $top/export
export_series() {
	rm -rf "$top/export"
	FORMAT=mbox OUT=$top/export SIGNOFF='Series Check <check@example.org>' BASE='' BASES='' KDIR='' \
		sh ci/export/series.sh "$base" >"$top/export.log" 2>&1 4>&- &&
		[ "$(find "$top/export" -name '*.patch' | wc -l)" -eq "$(wc -l <"$top/patches")" ]
}

# checkpatch FILE STEP: print its findings, "file:line: TYPE: words", without the
# tolerated ones. A finding in the message has no file; it belongs to the step. The
# base's own script runs in its directory, where it reads lists.
checkpatch() {
	(cd "$pristine" && perl scripts/checkpatch.pl --strict --quiet --terse --no-summary \
		--no-tree --show-types --showfile "$1" 2>&1 || :) | sed "s|^:|$2:|" |
		while IFS= read -r line; do
			type=$(echo "$line" | sed 's/^[^ ]* \([A-Z]*:[A-Z_]*\):.*/\1/')
			allowed "${line%%:*}" "$type" || printf '%s\n' "$line"
		done
}

allowed() { # FILE TYPE
	while read -r pattern which reason; do
		case $pattern in '' | '#'*) continue ;; esac
		[ -n "$reason" ] || die "ci/allow/checkpatch: '$pattern $which' has no reason; add one as the third column"
		# shellcheck disable=SC2254 # patterns on purpose
		case $1 in $pattern) ;; *) continue ;; esac
		# shellcheck disable=SC2254
		case $2 in $which) return 0 ;; esac
	done <ci/allow/checkpatch
	return 1
}

mark_style() { # STEP
	out=$(finding "$1" style)
	if [ -s "$out" ]; then
		mark "$1" style "$(grep -c . "$out")"
	else
		rm -f "$out"
		mark "$1" style ok
	fi
}

not_checked() {
	while read -r patch; do
		mark "$patch" style "NOT CHECKED"
	done <"$top/patches"
	sed 's/^kit: //' "$top/export.log" >"$(finding "export" style)"
}

check_style() {
	export_series || { not_checked && return; }
	n=0
	while read -r patch; do
		n=$((n + 1))
		checkpatch "$(find "$top/export" -name "$(printf '%04d-*' "$n")")" "$patch" >"$(finding "$patch" style)"
		mark_style "$patch"
	done <"$top/patches"
}
