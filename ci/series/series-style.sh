# SPDX-License-Identifier: GPL-2.0
# Sourced by series-check.sh: run the base's checkpatch.pl.
# shellcheck shell=sh disable=SC2154 # what series-check.sh has set

# checkpatch FILE [OPTION]: print its findings, "file:line: TYPE: words", without the
# tolerated ones. The base's own script runs in its directory, where it reads lists.
checkpatch() {
	(cd "$pristine" && perl scripts/checkpatch.pl --strict --quiet --terse --no-summary \
		--no-tree --show-types ${2:+"$2"} "$KIT/$1" 2>&1 || :) | sed "s|^$KIT/||" |
		while IFS= read -r line; do
			type=$(echo "$line" | sed 's/^[^ ]* \([A-Z]*:[A-Z_]*\):.*/\1/')
			allowed "$1" "$type" || printf '%s\n' "$line"
		done
}

allowed() { # FILE TYPE
	while read -r pattern which reason; do
		case $pattern in '' | '#'*) continue ;; esac
		[ -n "$reason" ] || die "ci/allow/checkpatch: '$pattern $which' has no reason"
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

# new_sources PATCH: the patch's new files that checkpatch can judge
new_sources() {
	awk -v patch="$1" '$1 == patch && $2 ~ /[.][chS]$/ { print $2 }' "$top/owners"
}

# checkpatch sees new files without a patch, so it does not ask for MAINTAINERS.
check_style() {
	while read -r patch; do
		{
			checkpatch "$patch"
			new_sources "$patch" | while read -r file; do checkpatch "$file" --file; done
		} >"$(finding "$patch" style)"
		mark_style "$patch"
	done <"$top/patches"
}
