# SPDX-License-Identifier: GPL-2.0
# Sourced: what the benches share. It turns the guest's output into costs, and costs into
# lines of a table.
# shellcheck shell=sh

# said WHAT: print the rest of the guest's lines "# WHAT ..."
said() { sed -n "s/^ *# $1 //p" "$DIR/result.ktap"; }

# extra BASE CALL: the instructions that one call takes beyond another, from the lines
# "# cost CALL TIMES NS". The clock is read before and after the calls. That adds less
# than a hundredth of an instruction to each.
extra() {
	printf 'base %s\ncall %s\n' "$(said "cost $1")" "$(said "cost $2")" | awk '
		$1 == "base" { times = $2; base = $3 }
		$1 == "call" && $2 == "none" { print $2; exit }
		$1 == "call" {
			if (!times || $2 != times) exit
			extra = ($3 - base) / times
			whole = int(extra + 0.5)
			off = extra - whole
			print (off < 0.01 && off > -0.01) ? whole : extra
		}'
}

# The verdict of a cell without costs.
why() { [ ! -e "$top/$1/result.json" ] || "$HOST/kit-result" get --or "" "$top/$1/result.json" verdict reason | paste -sd : | sed 's/:/: /'; }

# costs_of WHERE CELL...: print lines "CELL SERIES version VERSION", and "CELL cost ..."
# for each line in the cell's file costs, or "CELL why VERDICT: REASON"
costs_of() {
	top=$1
	shift
	for cell; do
		echo "$cell $(field "$KIT/ci/bench/compared" "${cell%%/*}") version $(field "$top/$cell/meta" version 2>/dev/null | tail -n 1)"
		if [ -e "$top/$cell/costs" ]; then
			sed "s|^|$cell cost |" "$top/$cell/costs"
		else
			echo "$cell why $(why "$cell")"
		fi
	done
}
