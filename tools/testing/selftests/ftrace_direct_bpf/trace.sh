# SPDX-License-Identifier: GPL-2.0
# Sourced after ktap.sh: bpftrace over calls whose number is known.
# shellcheck shell=sh disable=SC2154 # work and here are the script's

CALLS=1000

has_direct() { grep -q ' T register_ftrace_direct' /proc/kallsyms; }

needs_direct() { has_direct || skip "this kernel has no direct calls"; }

# trace PROGRAM [CALLS [DEVICE]]: run it while caller runs; caller's PID is cpid.
# The maps that bpftrace prints at its end go to $seen.
trace() {
	seen=$work/seen
	bpftrace -e "$1" -c "$here/caller ${2:-$CALLS}${3:+ $3}" >"$seen" 2>&1 &&
		grep -q "^called ${2:-$CALLS}\$" "$seen" || {
		cat "$seen"
		return 1
	}
}

map() { sed -n "s/^@$1: //p" "$seen"; }
