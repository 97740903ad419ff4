#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Print the tests that the cell of the environment must have run and passed,
# a name a line. What is required follows from the port status and
# from what the tree has, never from what happened to be built.
#
#   manifest.sh			the whole manifest
#   manifest.sh samples		direct-call sample modules that are asked for
#   manifest.sh ftracetest	ftracetest's cases that are to run
set -eu
. "$(dirname -- "$0")/common.sh"

direct() { [ "$STATUS" = native ] || [ "$STATUS" = ported ]; }

# An empty list would drop a suite in silence.
some() { # WHAT
	grep . || die "$CELL: the tree says it has direct calls, but there are no $1 for them in it"
}

# modules OPTION: what it builds, below samples/
modules() {
	for room in ftrace ftrace_direct; do
		sed -n "s|^obj-\$($1)[[:space:]]*+=[[:space:]]*\(.*\)\.o\$|$room/\1|p" \
			"$TREE/samples/$room/Makefile" 2>/dev/null || :
	done
}

# The samples of the options that the fragments ask for.
samples() {
	direct && [ "$(flavor_field "$FLAVOR" samples "$ARCH")" != none ] || return 0
	asked=$(sh "$KIT/ci/config.sh" requested | sed -n 's/^\(CONFIG_SAMPLE_.*DIRECT.*\)=m$/\1/p' | some "samples")
	for option in $asked; do
		modules "$option" | some "modules of $option"
	done
}

# With FTRACETEST=all the guest runs all that the base has; required are those
# for direct calls, as ever.
ftracetest() {
	[ "$(flavor_field "$FLAVOR" ftracetest "$ARCH")" != none ] || return 0
	[ "${1:-}" != run ] || [ "${FTRACETEST:-}" != all ] || {
		(cd "$TREE/tools/testing/selftests/ftrace" && find test.d -name '*.tc' | sort) |
			some "cases in ftrace/test.d"
		return
	}
	! direct || (cd "$TREE/tools/testing/selftests/ftrace" && find test.d/direct -name '*.tc' | sort) |
		some "cases in ftrace/test.d/direct"
}

# Lines "status,status name [DC-nn]" that hold for this status. A status may be
# narrowed to a base, or to a base's architecture: native@6.1, native@6.1/x86.
from_table() { # FILE [WORD], for the status
	awk -v status="${2:-$STATUS}" -v base="$LIKE" -v arch="$ARCH" '
		function holds(what,  part) {
			if (split(what, part, "@") < 2)
				return what == status
			return part[1] == status &&
			       (part[2] == base || part[2] == base "/" arch)
		}
		/^#/ || NF == 0 { next }
		{ n = split($1, held, ","); $1 = ""; sub(/^ /, "")
		  for (i = 1; i <= n; i++) if (holds(held[i])) print }' "$1"
}

required() {
	from_table "$KIT/ci/guest/manifest"
	samples=$(samples)
	cases=$(ftracetest)
	printf '%s\n' "$samples" | sed -n 's|.*/|samples.|p'
	printf '%s\n' "$samples" | sed -n 's|.*/kit-direct-too$|samples.kit-direct-too-busy|p'
	printf '%s\n' "$cases" | sed -n 's|^test\.d/\(.*\)\.tc$|ftracetest.\1|p' | tr / _
	from_table "$KIT/tools/testing/selftests/ftrace_direct/manifest"
	for flavor in $(flavor_field "$FLAVOR" manifest "$ARCH"); do
		[ -e "$KIT/ci/flavors/$flavor.manifest" ] ||
			die "$CELL: flavor $FLAVOR is to have what ci/flavors/$flavor.manifest asks for, and there is none"
		from_table "$KIT/ci/flavors/$flavor.manifest"
	done
	[ ! -e "$own" ] || from_table "$own"
}

# A flavor says what it cannot have, "without name reason": a test, or all whose
# names begin with it and a dot. These are not required then. They still run, and
# one that does not skip itself has to pass.
leave_out() { # of lines, those that begin with "without" first
	awk -v table="${own#"$KIT/"}" '
		function wrong(what) {
			print "kit: " table ": " what >"/dev/stderr"
			bad = 1
		}
		function left_out(test,  name, found) {
			for (name in out)
				if (test == name || index(test, name ".") == 1)
					found = met[name] = 1
			return found
		}
		$1 != "without" { if (!left_out($1)) print $1; next }
		NF < 3 { wrong($2 " is left out without a reason") }
		{ out[$2] }
		END { for (name in out) if (!(name in met))
			wrong(name " is left out, which nothing asks for here")
		      exit bad }'
}

case ${1:-all} in
samples) samples ;;
ftracetest) ftracetest run ;;
all)
	own=$KIT/ci/flavors/$FLAVOR.manifest
	all=$(required)
	[ ! -e "$own" ] || all=$(from_table "$own" without | sed 's/^/without /')$(printf '\n%s' "$all")
	printf '%s\n' "$all" | grep . | leave_out
	;;
*) die "manifest.sh: no command '$1'" ;;
esac
