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

# bench_boot BENCH...: boot the open cell for these benches, in a guest of one CPU whose clock
# advances by one nanosecond for each instruction. Status 1 is a bad verdict.
bench_boot() {
	option_set CPUS 1
	option_set ACCEL tcg
	option_set QEMU_ARGS '-icount shift=0'
	sh "$KIT/ci/command.sh" "$DIR" || return
	only=
	for bench; do
		program=$(sh "$KIT/ci/bench/bench-$bench.sh" "$DIR" program)
		only=$only${only:+,}$program
		sh "$KIT/ci/bench/bench-$bench.sh" "$DIR" required | sed "s/^/$program./; 1i$program"
	done >"$DIR/required"
	state_set "$DIR" boot
	unset KIT_ACCEL KIT_INITRD
	ended=0
	KIT_APPEND="kit.mode=bench kit.only=$only" "$HOST/kit-boot" --boot-deadline 60 --silence 30 \
		--total 150 --scale "$(awk -v a="${TIMEOUT_SCALE:-1}" 'BEGIN { print 4 * a }')" \
		--allow "$KIT/ci/allow/splats" --expected "$KIT/ci/allow/expected-failures" \
		"$DIR" >"$DIR/boot.log" 2>&1 || ended=$?
	[ "$ended" -le 1 ] || cat "$DIR/boot.log" >&2
	return "$ended"
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
