#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench-clients-table.sh WHERE CELL...: print the table of BPF programs from the cells'
# files "costs". Missing numbers are named below the table and are exit status 1.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/bench/bench-lib.sh"

costs_of "$@" | awk -v table="'$HOST/kit-table' 7 1:32 1:12r" '
	$3 == "version" {
		cell[++cells] = $1
		name[$1] = ($4 == "" ? $1 : $4) ($2 == "kit" ? " with the kit" : " as it is")
		next
	}
	$2 == "why" { c = $1; $1 = $2 = ""; sub(/^ +/, ""); why[c] = $0; next }
	{ run[$1, $3] = $4; code[$1, $3] = $5 }

	function whole(n) { return n ~ /^[0-9]+$/ }
	# A number of the table. Anything else goes to the list.
	function number(c, way, n, what) {
		if (whole(n) || n == "-") return n
		bad[++wrong] = c ", " way ": " what (n == "" || n == "?" ? " not measured" : " is " n ", no number of instructions") \
			(why[c] == "" ? "" : ", the cell says " why[c])
		return "?"
	}
	function line(arch, kernel, f,  i, text) {
		text = arch "\t" kernel
		for (i = 0; i <= ways; i++) text = text "\t" f[i]
		print text | table
	}
	END {
		ways = split("fentry fexit fentry_fexit kprobe kretprobe", way, " ")
		f[0] = "way there"
		for (i = 1; i <= ways; i++) f[i] = way[i]
		line("arch", "kernel", f)
		for (k = 1; k <= cells; k++) {
			c = cell[k]
			split(c, part, "/")
			f[0] = number(c, "fentry", code[c, "fentry"], "the way from site to trampoline")
			for (i = 1; i <= ways; i++) f[i] = number(c, way[i], run[c, way[i]], "in the run")
			line(part[2], name[c], f)
		}
		if (close(table)) exit 2
		print ""
		for (i = 1; i <= wrong; i++) print bad[i]
		if (!wrong) print "Instructions a call for a program that does nothing; \"way there\" is between site and trampoline."
		exit wrong > 0
	}'
