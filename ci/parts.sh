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

programs() { # SUITE: those of the manifest
	sed -nE "s/^($1\.[^. ]*)([. ].*)?$/\1/p" "$DIR/required" | sort -u
}

# Every second program of the kit's suite in a guest, each case of ftracetest in
# one of its own, all else together; what every guest has to show is in each.
list() {
	rest=$(sed 's/[. ].*//' "$DIR/required" | sort -u | grep -vx ftracetest)
	half=$(programs ftrace_direct | sed -n 'n;p')
	# shellcheck disable=SC2086 # lists
	printf '%s\n' $rest ${half:+$(printf -- '-%s\n' $half)} | paste -sd ,
	# shellcheck disable=SC2086
	[ -z "$half" ] || printf '%s\n' guest $half health | paste -sd ,
	programs ftracetest | sed 's/.*/guest,&,health/'
}

# lines_of WORDS: those of the manifest that these name, "-" before a word or not
lines_of() {
	grep -E "^($(echo "$1" | tr ' ' '\n' | sed 's/^-//; s/[.]/[.]/g' | paste -sd '|'))([. ]|\$)" "$DIR/required"
}

# What of the manifest a guest that runs only these has to show.
required() { # ONLY
	words=" $(echo "$1" | tr ',' ' ')"
	but=$(echo "$words" | grep -o " -[^ ]*" | paste -sd "" || :)
	lines_of "$(echo "$words" | sed 's/ -[^ ]*//g; s/^ //')" |
		if [ -n "$but" ]; then grep -vxFf <(lines_of "${but# }"); else cat; fi
}

# ftracetest is one program after the other, and most of its time is spent in
# patching every function of the kernel: with a thread for each CPU QEMU has to
# stop them all at each, which takes half as long again as one thread for all.
accel() { # ONLY
	case $1 in
	*ftracetest.*) field "$DIR/meta" accel | tail -n 1 | sed 's/^tcg$/tcg,thread=single/' ;;
	esac
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
		KIT_APPEND=kit.only=$only KIT_ACCEL=$(accel "$only") setpriv --pdeathsig TERM "$@" "$room" >"$room/boot.log" 2>&1 &
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
