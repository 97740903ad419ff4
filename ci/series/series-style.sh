# SPDX-License-Identifier: GPL-2.0
# Sourced by series-check.sh: what checkpatch.pl of the base says.
# shellcheck shell=sh disable=SC2154 # what series-check.sh has set

# checkpatch FILE [OPTION]: what it has to say, "file:line: TYPE: words", what
# is put up with left out. The base's own, in its directory: it reads lists there.
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

# new_sources PATCH: those of its new files that checkpatch can judge
new_sources() {
	awk -v patch="$1" '$1 == patch && $2 ~ /[.][chS]$/ { print $2 }' "$top/owners"
}

# New files come without a patch, so there is no MAINTAINERS to update.
check_style() {
	while read -r patch; do
		{
			checkpatch "$patch"
			new_sources "$patch" | while read -r file; do checkpatch "$file" --file; done
		} >"$(finding "$patch" style)"
		mark_style "$patch"
	done <"$top/patches"
}
