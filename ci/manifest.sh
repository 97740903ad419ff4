#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Print the tests that the cell of the environment must have run and passed,
# "name [DC-nn]" a line. What is required follows from the port status and
# from what the tree has, never from what happened to be built.
#
#   manifest.sh			the whole manifest
#   manifest.sh samples		names of the tree's direct-call sample modules
#   manifest.sh ftracetest	its ftracetest cases for direct calls
set -eu
. "$(dirname -- "$0")/lib.sh"

direct() { [ "$STATUS" = native ] || [ "$STATUS" = ported ]; }

# An empty list would drop a suite in silence.
some() { # WHAT
	grep . || die "$CELL: the tree says it has direct calls, but there are no $1 for them in it"
}

# Where the kit has ported direct calls, the samples for several functions have
# no trampoline: see ci/configs/native.config.
samples() {
	several=
	[ "$STATUS" != native ] || several='[A-Z_]*'
	! direct || sed -n 's/^obj-\$(CONFIG_SAMPLE_FTRACE_DIRECT'"$several"')[[:space:]]*+=[[:space:]]*\(.*\)\.o$/\1/p' \
		"$TREE/samples/ftrace/Makefile" | some "samples in samples/ftrace/Makefile"
}

ftracetest() {
	! direct || (cd "$TREE/tools/testing/selftests/ftrace" && find test.d/direct -name '*.tc' | sort) |
		some "cases in ftrace/test.d/direct"
}

# Lines "status,status name [DC-nn]" that hold for this status.
from_table() {
	awk -v status="$STATUS" '
		/^#/ || NF == 0 { next }
		{ n = split($1, held, ","); $1 = ""; sub(/^ /, "")
		  for (i = 1; i <= n; i++) if (held[i] == status) print }' "$1"
}

case ${1:-all} in
samples | ftracetest) "$1" ;;
all)
	from_table "$KIT/ci/guest/manifest"
	for table in "$KIT/ci/flavors/$FLAVOR.manifest" "$KIT/ci/flavors/$FLAVOR-$LIKE.manifest"; do
		[ ! -e "$table" ] || from_table "$table"
	done
	samples=$(samples)
	cases=$(ftracetest)
	printf '%s\n' "$samples" | sed -n 's/^\(..*\)/samples.\1/p'
	printf '%s\n' "$cases" | sed -n 's|^test\.d/\(.*\)\.tc$|ftracetest.\1|p' | tr / _
	from_table "$KIT/tools/testing/selftests/ftrace_direct/manifest"
	own=$KIT/ci/flavors/$FLAVOR.manifest
	[ ! -e "$own" ] || from_table "$own"
	;;
*) die "manifest.sh: no command '$1'" ;;
esac
