#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Run a cell whose tests are split over several guests in parallel: first those of the
# kit's suite, then all others, such as the base's ftracetest. This is for a cell that
# has the machine to itself: a single guest would spend most of the time in ftracetest,
# on one CPU.
#
#   parts.sh DIR list		what each guest must run, in the syntax of kit.only=
#   parts.sh DIR boot COMMAND...	boot each guest in a directory of its own
#				(COMMAND DIR/part-N), and merge their results
#
# This is a bash script because bash can wait for whichever child ends first.
set -eu
. "$(dirname -- "$0")/common.sh"
. "$KIT/ci/lib/cell.sh"
cell_open "${1:-}"
shift

programs() { # SUITE: those of the manifest
	sed -nE "s/^($1\.[^. ]*)([. ].*)?$/\1/p" "$DIR/required" | sort -u
}

# Split the kit's suite over two guests, with every second program in the second, from
# the first on: switch and switch_stub, which take longest, are then in different ones,
# and both guests take about as long. Each case of ftracetest has a guest of its own, and
# all other tests share one. The tests that every guest must pass are in each.
list() {
	second=$(programs ftrace_direct | awk '
		{ name[NR] = $0 }
		END { if (NR > 2) for (i = 1; i <= NR; i += 2) print name[i] }')
	others=$(sed 's/[. ].*//' "$DIR/required" | sort -u |
		grep -vxE 'guest|health|ftrace_direct|ftracetest' || :)
	suite=$(programs ftrace_direct | sed 's/[.].*//' | sort -u)
	# shellcheck disable=SC2086 # lists
	{
		words $suite ${second:+$(printf -- '-%s\n' $second)}
		words $second
		words $others
	}
	programs ftracetest | sed 's/.*/guest,&,health/'
}

words() { # of one guest
	[ $# -eq 0 ] || printf '%s\n' guest "$@" health | paste -sd ,
}

# lines_of WORDS: the manifest's lines that the words name, with or without a leading "-"
lines_of() {
	grep -E "^($(echo "$1" | tr ' ' '\n' | sed 's/^-//; s/[.]/[.]/g' | paste -sd '|'))([. ]|\$)" "$DIR/required"
}

# required ONLY: the manifest's lines for a guest that runs only these tests
required() { # ONLY
	local words
	words=" $(echo "$1" | tr ',' ' ')"
	but=$(echo "$words" | grep -o " -[^ ]*" | paste -sd "" || :)
	lines_of "$(echo "$words" | sed 's/ -[^ ]*//g; s/^ //')" |
		if [ -n "$but" ]; then grep -vxFf <(lines_of "${but# }"); else cat; fi
}

# ftracetest runs one program at a time and spends most of its time patching every
# function of the kernel. With a thread for each CPU, QEMU must stop all of them for
# each patch, which takes half as long again as one thread for all CPUs.
accel() { # ONLY
	case $1 in
	*ftracetest.*) field "$DIR/meta" accel | tail -n 1 | sed 's/^tcg$/tcg,thread=single/' ;;
	esac
}

# Run the second guest of the suite at a lower priority than the first. At the same
# priority, both take longer than one after the other: a kernel stops all of its CPUs
# to patch a site. A CPU that waits for another, which the host does not run at that
# moment, burns the time that the other CPU needs.
priority() { # ONLY
	case $1 in
	guest,ftrace_direct.*) echo nice -n 10 ;;
	esac
}

# Start a guest, in a directory of its own.
guest() { # ONLY COMMAND...
	only=$1
	shift
	part=$DIR/part-$((${#parts[@]} + 1))
	parts+=("$part")
	mkdir "$part"
	cp "$DIR/meta" "$DIR/stages" "$DIR/boot.sh" "$part/"
	required "$only" >"$part/required"
	# Not leashed(): a function would put a shell between this script and the command.
	# shellcheck disable=SC2046 # words
	KIT_APPEND=kit.only=$only KIT_ACCEL=$(accel "$only") \
		$(priority "$only") setpriv --pdeathsig TERM "$@" "$part" >"$part/boot.log" 2>&1 &
}

# Run guests in parallel until all have ended. A guest that comes to no verdict ends
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

# The suite's guests have the machine to themselves, because their tests have timeouts.
boot() { # COMMAND...
	rm -rf "$DIR"/part-* "$DIR/events"
	parts=()
	together "$(list | grep '^guest,ftrace_direct[,.]')" "$@"
	[ "${#parts[@]}" -eq 0 ] || "$HOST/kit-result" merge --suite ftrace_direct "$DIR" "${parts[@]}"
	together "$(list | grep -v '^guest,ftrace_direct[,.]')" "$@"
	exec "$HOST/kit-result" merge "$DIR" "${parts[@]}"
}

"$@"
