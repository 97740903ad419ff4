# SPDX-License-Identifier: GPL-2.0
# Sourced by series-check.sh: print the table of steps and checks, and the findings.
# shellcheck shell=sh disable=SC2154 # what series-check.sh has set

# show_table: exits with 1 when a field is not "ok", or "same" where the previous step
# was checked and this step changes nothing
show_table() {
	echo "$base: $(cd "$top/releases" && echo *)"
	awk -v arches="$(echo "$arches" | paste -sd " ")" -v marks="$top/marks" '
	BEGIN {
		while ((getline line < marks) > 0) {
			split(line, f, " ")
			word = line
			sub(/^[^ ]+ [^ ]+ /, "", word)
			field[f[1], f[2]] = word
		}
		n = split("applies style " arches, column, " ")
	}
	{
		step[NR] = $1
		for (i = 1; i <= n; i++) {
			word = (($1, column[i]) in field) ? field[$1, column[i]] : "?"
			field[$1, column[i]] = word
		}
	}
	function row(name, words,    i, line) {
		line = name
		for (i = 1; i <= n; i++) line = line "\t" words[i]
		print line
	}
	END {
		row("", column)
		for (s = 1; s <= NR; s++) {
			for (i = 1; i <= n; i++) words[i] = field[step[s], column[i]]
			row(step[s], words)
		}
	}' "$top/patches" | "$HOST/kit-table"
	[ ! -s "$top/old-marks" ] || echo "old releases: $(paste -sd , "$top/old-marks" | sed 's/,/, /g')"
	bad=$(cat "$top/marks" "$top/old-marks" | grep -cv ' ok\( [0-9]* s\)\{0,1\}$\| same$' || :)
	found=$(find "$top/findings" "$BUILD/series/$base"/*/findings -type f 2>/dev/null | sort)
	for file in $found; do
		echo
		echo "${file##*/}:"
		sed 's/^/  /' "$file" | head -n 5
		[ "$(wc -l <"$file")" -le 5 ] || echo "  ... ($(wc -l <"$file") lines: $file)"
	done
	steps=$(wc -l <"$top/patches")
	told=$(wc -l <"$top/marks")
	wanted=$((steps * (2 + $(echo "$arches" | wc -w))))
	echo
	if [ "$bad" -eq 0 ] && [ "$told" -eq "$wanted" ]; then
		echo "The series of $base is fit to be sent: $steps steps, $told checks."
		return 0
	fi
	echo "The series of $base is not fit to be sent: $bad of $told checks failed, $((wanted - told)) were not made."
	exit 1
}
