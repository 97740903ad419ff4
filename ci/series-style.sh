# SPDX-License-Identifier: GPL-2.0
# Sourced by series-check.sh: what checkpatch.pl of the base says.
# shellcheck shell=sh disable=SC2154 # what series-check.sh has set

# checkpatch ARGUMENT...: in the base's own directory, whose lists it reads
checkpatch() { (cd "$pristine" && perl scripts/checkpatch.pl --strict --quiet --terse --show-types "$@"); }

# New files come without a patch, so there is no MAINTAINERS to update.
check_style() {
	while read -r patch; do
		out=$(finding "$patch" style)
		if checkpatch --no-tree "$KIT/$patch" >"$out" 2>&1; then
			rm -f "$out"
			mark "$patch" style ok
		else
			mark "$patch" style "$(grep -c . "$out")"
		fi
	done <"$room/patches"
	out=$(finding overlay style)
	grep '\.[chS]$' "$room/overlay" |
		while read -r file; do checkpatch --no-tree --file "$KIT/$file" || :; done |
		sed "s|^$KIT/||" >"$out" 2>&1
	if [ -s "$out" ]; then
		mark overlay style "$(grep -c . "$out")"
	else
		rm -f "$out"
		mark overlay style ok
	fi
}
