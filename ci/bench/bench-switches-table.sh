#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench-switches-table.sh WHERE CELL...: print the table of switches from the cells'
# files "costs". A kernel that switches in place must switch one function in a twentieth
# of what it takes with stub ops, and 1024 functions in half of that. A number that is
# missing or above the limit is named below the table and is exit status 1.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/bench/bench-lib.sh"

costs_of "$@" | awk -v table="'$HOST/kit-table' 7 1:32 1:5 1:12r" '
	$3 == "version" {
		cell[++cells] = $1
		name[$1] = ($4 == "" ? $1 : $4) ($2 == "kit" ? " with the kit" : " as it is")
		next
	}
	$2 == "why" { c = $1; $1 = $2 = ""; sub(/^ +/, ""); why[c] = $0; next }
	{ cost[$1, $3, $4] = $5; told[$1] = 1 }

	# With a comma between thousands.
	function number(n,  text) {
		for (text = ""; length(n) > 3; n = substr(n, 1, length(n) - 3))
			text = "," substr(n, length(n) - 2) text
		return n text
	}
	function whole(n) { return n ~ /^[0-9]+$/ }
	function line(arch, kernel, way, f,  i, text) {
		text = arch "\t" kernel "\t" way
		for (i = 1; i <= counts; i++) text = text "\t" f[i]
		print text | table
	}
	function missing(c, way, i) {
		bad[++wrong] = c ", " way ", " count[i] ": not measured" \
			(why[c] == "" ? "" : ", the cell says " why[c])
	}
	# Relative to the cost with stub ops. Name what is above the limit.
	function check(c, way, i,  limit, part) {
		limit = count[i] == 1 ? 0.05 : count[i] == 1024 ? 0.5 : 1
		if (!whole(got[c, way, i]) || !whole(got[c, "stub", i])) return
		part = got[c, way, i] / got[c, "stub", i]
		if (part > limit)
			bad[++wrong] = sprintf("%s, %s, %d: %.1f%% of what it takes with stub ops, more than %d%%",
					       c, way, count[i], 100 * part, 100 * limit)
	}
	END {
		counts = split("1 64 256 1024", count, " ")
		ways = split("near far stub", way, " ")
		for (i = 1; i <= counts; i++) f[i] = count[i]
		line("arch", "kernel", "way", f)
		for (k = 1; k <= cells; k++) {
			c = cell[k]
			split(c, part, "/")
			for (w = 1; w <= ways; w++) {
				if (cost[c, way[w], 1] == "none") continue
				if (!told[c] && w > 1) continue
				for (i = 1; i <= counts; i++) {
					n = got[c, way[w], i] = cost[c, way[w], count[i]]
					f[i] = whole(n) ? number(n) : "?"
					if (!whole(n)) missing(c, way[w], i)
				}
				line(w == 1 ? part[2] : "", w == 1 ? name[c] : "", way[w], f)
			}
			for (i = 1; i <= counts; i++) {
				check(c, "near", i)
				check(c, "far", i)
			}
		}
		if (close(table)) exit 2
		print ""
		for (i = 1; i <= wrong; i++) print bad[i]
		if (!wrong) print "All was measured; in place it takes 5% at most for one function, half for 1024."
		exit wrong > 0
	}'
