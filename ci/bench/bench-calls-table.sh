#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench-calls-table.sh WHERE CELL...: print the table of the cells' files "costs". Below
# the table, name each count that is missing or contradicts the other count. Exit status
# 1 if there is one.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/bench/bench-lib.sh"

costs_of "$@" | awk -v table="'$HOST/kit-table' 7 1:8 1:5 2:18" '
	$3 == "version" {
		split($1, part, "/")
		if (!(part[1] in column)) { base[++bases] = part[1]; column[part[1]] = 1 }
		if (!(part[2] in row)) { arch[++arches] = part[2]; row[part[2]] = 1 }
		name[part[1]] = part[1] ($2 == "kit" ? " with the kit" : " as it is")
		if ($4 != "") version[part[1]] = $4
		next
	}
	$2 == "why" { cell = $1; $1 = $2 = ""; sub(/^ +/, ""); why[cell] = $0; next }
	{ told[$1, $3, $4] = 1; run[$1, $3, $4] = $5; code[$1, $3, $4] = $6 }

	function whole(number) { return number ~ /^[0-9]+$/ }

	# One cell of the table. A fault goes to the list.
	function both(cell, site, call,  a, b, what) {
		a = run[cell, site, call]
		b = code[cell, site, call]
		if (a == "none") return "none"
		what = cell ", " site ", " call ": "
		if (a == "") a = "?"
		if (b == "") b = "?"
		if (!told[cell, site, call])
			bad[++wrong] = what "not measured" (why[cell] == "" ? "" : ", the cell says " why[cell])
		else if (!whole(a))
			bad[++wrong] = what a " in the run is no number of instructions"
		else if (!whole(b))
			bad[++wrong] = what "not counted in the disassembly"
		else if (a != b)
			bad[++wrong] = what a " in the run, " b " in the disassembly"
		return sprintf("%-3s %s", a, b)
	}
	function line(arch, site, tramp,  i, text) {
		text = arch "\t" site "\t" tramp
		for (i = 1; i <= bases; i++) text = text "\t" field[i]
		print text | table
	}
	END {
		for (i = 1; i <= bases; i++) field[i] = name[base[i]]
		line("", "", "")
		for (i = 1; i <= bases; i++) field[i] = version[base[i]]
		line("", "", "")
		for (i = 1; i <= bases; i++) field[i] = "run code"
		line("arch", "site", "tramp")
		nsites = split("vmlinux module", sites, " ")
		ncalls = split("near far", calls, " ")
		for (a = 1; a <= arches; a++)
			for (s = 1; s <= nsites; s++)
				for (c = 1; c <= ncalls; c++) {
					for (i = 1; i <= bases; i++)
						field[i] = both(base[i] "/" arch[a] "/plain", sites[s], calls[c])
					line(arch[a], sites[s], calls[c])
				}
		if (close(table)) exit 2
		print ""
		for (i = 1; i <= wrong; i++) print bad[i]
		if (!wrong) print "Both counts agree everywhere."
		else print wrong " of " arches * bases * nsites * ncalls " measurements cannot be used."
		exit wrong > 0
	}'
