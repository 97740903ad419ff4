# SPDX-License-Identifier: GPL-2.0
# Sourced after ktap.sh: bpftrace over calls whose number is known.
# shellcheck shell=sh disable=SC2154 # work and here are the script's

CALLS=1000
SECONDS_LIMIT=60

has_direct() { grep -q ' T register_ftrace_direct' /proc/kallsyms; }

needs_direct() { has_direct || skip "this kernel has no direct calls"; }

# trace PROGRAM [CALLS [DEVICE]]: run PROGRAM while caller runs, whose PID is cpid in it.
# The maps that bpftrace prints in the end are in the file $seen.
trace() {
	seen=$work/seen
	bpftrace -e "$1" -c "$here/caller ${2:-$CALLS}${3:+ $3}" >"$seen" 2>&1 &&
		grep -q "^called ${2:-$CALLS}\$" "$seen" || {
		cat "$seen"
		return 1
	}
}

# attach PROGRAM: have another bpftrace run it until detach; its maps are in the file
# $watched. bpftrace attaches it before it reads what BEGIN has sent.
attach() {
	watched=$work/watched
	# Another test may have left "ready" in it.
	: >"$watched"
	bpftrace -e "BEGIN { printf(\"ready\\n\"); } $1" >"$watched" 2>&1 &
	watch=$!
	# Also if the test fails meanwhile.
	trap 'kill -INT "$watch" 2>/dev/null || :' EXIT
	waited=0
	until grep -q ready "$watched"; do
		[ "$waited" -lt "$SECONDS_LIMIT" ] && kill -0 "$watch" || {
			cat "$watched"
			return 1
		}
		sleep 1
		waited=$((waited + 1))
	done
}

detach() {
	kill -INT "$watch"
	wait "$watch"
}

# map NAME [FILE]
map() { sed -n "s/^@$1: //p" "${2:-$seen}"; }
