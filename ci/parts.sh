#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A cell whose tests run in several guests side by side. That is for one that
# has the machine to itself: its one guest would spend most of the time in
# ftracetest, on one CPU.
#
#   parts.sh list		what each guest is to run, as kit.only= has it
#   parts.sh boot COMMAND...	boot each in a room of its own (COMMAND ROOM),
#				and make one result of theirs
#
# bash, because it can wait for whichever child ends first.
set -eu
. "$(dirname -- "$0")/lib.sh"

# Each case of ftracetest alone, all else together; what every guest has to
# show is in each.
list() {
	sed 's/[. ].*//' "$DIR/required" | sort -u | grep -vx ftracetest | paste -sd ,
	sed -n 's/^\(ftracetest\.[^ ]*\).*/guest,\1,health/p' "$DIR/required"
}

# What of the manifest a guest that runs only these has to show.
required() { # ONLY
	grep -E "^($(echo "$1" | sed 's/[.]/[.]/g; s/,/|/g'))([. ]|\$)" "$DIR/required"
}

boot() { # COMMAND...
	rm -rf "$DIR"/part-*
	rooms=()
	for only in $(list); do
		room=$DIR/part-$((${#rooms[@]} + 1))
		rooms+=("$room")
		mkdir "$room"
		cp "$DIR/meta" "$DIR/stages" "$DIR/boot.sh" "$room/"
		required "$only" >"$room/required"
		# Not leashed(): a function would have a shell between us and it.
		KIT_APPEND=kit.only=$only setpriv --pdeathsig TERM "$@" "$room" >"$room/boot.log" 2>&1 &
	done
	# One that comes to no verdict ends the others.
	for _ in "${rooms[@]}"; do
		rc=0
		wait -n || rc=$?
		[ "$rc" -gt 1 ] || continue
		# shellcheck disable=SC2046 # a list
		kill $(jobs -p) 2>/dev/null || :
		wait || :
		cat "$DIR"/part-*/boot.log >&2
		exit "$rc"
	done
	exec "$HOST/kit-merge" "$DIR" "${rooms[@]}"
}

"$@"
