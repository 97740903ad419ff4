# SPDX-License-Identifier: GPL-2.0
# Sourced: what the benches have in common, which is how the guest's words become
# costs, and these lines of a table.
# shellcheck shell=sh

# said WHAT: the rest of the guest's lines "# WHAT ..."
said() { sed -n "s/^ *# $1 //p" "$DIR/result.ktap"; }

# extra BASE CALL: instructions that one call takes beyond another, of lines
# "# cost CALL TIMES NS". The clock is read before and after the calls, which is
# less than a hundredth of an instruction for each.
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

# The verdict of a cell that has no costs.
why() { [ ! -e "$top/$1/result.json" ] || "$HOST/kit-result" get --or "" "$top/$1/result.json" verdict reason | paste -sd : | sed 's/:/: /'; }

# costs_of WHERE CELL...: lines "CELL SERIES version VERSION", and "CELL cost ..." of
# each line in its file costs, or "CELL why VERDICT: REASON"
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
