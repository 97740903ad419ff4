#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A cell whose tests run in several guests side by side: those of the kit's suite,
# then all others, as the base's ftracetest. That is for one that has the machine to
# itself: its one guest would spend most of the time in ftracetest, on one CPU.
#
#   parts.sh DIR list		what each guest is to run, as kit.only= has it
#   parts.sh DIR boot COMMAND...	boot each in a directory of its own
#				(COMMAND DIR/part-N), and make one result of theirs
#
# bash, because it can wait for whichever child ends first.
set -eu
. "$(dirname -- "$0")/common.sh"
. "$KIT/ci/lib/cell.sh"
cell_open "${1:-}"
shift

programs() { # SUITE: those of the manifest
	sed -nE "s/^($1\.[^. ]*)([. ].*)?$/\1/p" "$DIR/required" | sort -u
}

# The kit's suite in two guests, every third program in the second; each case of
# ftracetest in one of its own, and all else in one. What every guest has to show
# is in each.
list() {
	third=$(programs ftrace_direct | sed -n 'n;n;p')
	others=$(sed 's/[. ].*//' "$DIR/required" | sort -u |
		grep -vxE 'guest|health|ftrace_direct|ftracetest' || :)
	suite=$(programs ftrace_direct | sed 's/[.].*//' | sort -u)
	# shellcheck disable=SC2086 # lists
	{
		words $suite ${third:+$(printf -- '-%s\n' $third)}
		words $third
		words $others
	}
	programs ftracetest | sed 's/.*/guest,&,health/'
}

words() { # of one guest
	[ $# -eq 0 ] || printf '%s\n' guest "$@" health | paste -sd ,
}

# lines_of WORDS: those of the manifest that these name, "-" before a word or not
lines_of() {
	grep -E "^($(echo "$1" | tr ' ' '\n' | sed 's/^-//; s/[.]/[.]/g' | paste -sd '|'))([. ]|\$)" "$DIR/required"
}

# What of the manifest a guest that runs only these has to show.
required() { # ONLY
	local words
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

# Beside the first guest of the suite its other one goes second. As equals both
# take longer than one after the other: a kernel stops all of its CPUs to patch a
# site, and a CPU that waits for one that QEMU's host does not run just now burns
# the time that this one needs.
priority() { # ONLY
	case $1 in
	guest,ftrace_direct.*) echo nice -n 10 ;;
	esac
}

# Start a guest, with a directory of its own.
guest() { # ONLY COMMAND...
	only=$1
	shift
	part=$DIR/part-$((${#parts[@]} + 1))
	parts+=("$part")
	mkdir "$part"
	cp "$DIR/meta" "$DIR/stages" "$DIR/boot.sh" "$part/"
	required "$only" >"$part/required"
	# Not leashed(): a function would have a shell between us and it.
	# shellcheck disable=SC2046 # words
	KIT_APPEND=kit.only=$only KIT_ACCEL=$(accel "$only") \
		$(priority "$only") setpriv --pdeathsig TERM "$@" "$part" >"$part/boot.log" 2>&1 &
}

# Guests side by side, until all have ended. One that comes to no verdict ends
# the others.
together() { # "ONLY..." COMMAND...
	local words=$1
	shift
	for only in $words; do guest "$only" "$@"; done
	for _ in $words; do
		rc=0
		wait -n || rc=$?
		[ "$rc" -gt 1 ] || continue
		# shellcheck disable=SC2046 # a list
		kill $(jobs -p) 2>/dev/null || :
		wait || :
		cat "$DIR"/part-*/boot.log >&2
		exit "$rc"
	done
}

# The suite's guests have the machine to themselves: their tests have clocks.
boot() { # COMMAND...
	rm -rf "$DIR"/part-* "$DIR/events"
	parts=()
	together "$(list | grep '^guest,ftrace_direct[,.]')" "$@"
	[ "${#parts[@]}" -eq 0 ] || "$HOST/kit-result" merge --suite ftrace_direct "$DIR" "${parts[@]}"
	together "$(list | grep -v '^guest,ftrace_direct[,.]')" "$@"
	exec "$HOST/kit-result" merge "$DIR" "${parts[@]}"
}

"$@"
