#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# manifest.sh DIR: print the tests that a cell must have run and passed, a name a
# line. The port status, the version and the tree's content decide what is required,
# never what happened to be built.
#
#   manifest.sh DIR samples	the requested direct-call sample modules
#   manifest.sh DIR ftracetest	the cases of ftracetest to run
set -eu
. "$(dirname -- "$0")/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/selector.sh"
cell_open "${1:-}"

direct() { [ "$STATUS" = native ] || [ "$STATUS" = ported ]; }

# An empty list would silently drop a suite.
some() { # WHAT
	grep . || die "$CELL: the tree says it has direct calls, but there are no $1 for them in it"
}

# modules OPTION: the modules that it builds, below samples/
modules() {
	for samples in ftrace ftrace_direct; do
		sed -n "s|^obj-\$($1)[[:space:]]*+=[[:space:]]*\(.*\)\.o\$|$samples/\1|p" \
			"$TREE/samples/$samples/Makefile" 2>/dev/null || :
	done
}

# Print the samples of the options that the fragments request.
samples() {
	direct && [ "$(flavor_field "$FLAVOR" samples "$ARCH")" != none ] || return 0
	asked=$(sh "$KIT/ci/config.sh" "$DIR" requested | sed -n 's/^\(CONFIG_SAMPLE_.*DIRECT.*\)=m$/\1/p' | some "samples")
	for option in $asked; do
		modules "$option" | some "modules of $option"
	done
}

# With FTRACETEST=all the guest runs all cases of the base. As always, only those for
# direct calls are required.
ftracetest() {
	[ "$(flavor_field "$FLAVOR" ftracetest "$ARCH")" != none ] || return 0
	[ "${1:-}" != run ] || [ "$FTRACETEST" != all ] || {
		(cd "$TREE/tools/testing/selftests/ftrace" && find test.d -name '*.tc' | sort) |
			some "cases in ftrace/test.d"
		return
	}
	! direct || (cd "$TREE/tools/testing/selftests/ftrace" && find test.d/direct -name '*.tc' | sort) |
		some "cases in ftrace/test.d/direct"
}

# Print what a table requires of this cell: the lines whose selector matches it.
from_table() { # FILE
	selected "$STATUS" "$VERSION" "$ARCH" "$FLAVOR" "$TREE_SERIES" "$1"
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
			die "$CELL: flavor $FLAVOR takes ci/flavors/$flavor.manifest, which is not there; correct the key manifest"
		from_table "$KIT/ci/flavors/$flavor.manifest"
	done
	[ ! -e "$own" ] || from_table "$own"
}

# A flavor lists what it does not support, "without name reason": a test, or all tests
# whose names begin with the name and a dot. These are not required then. They still
# run, and a test that does not skip itself must pass.
leave_out() {
	awk -v table="${own#"$KIT/"}" '
		function wrong(what) {
			print "kit: " table ": " what >"/dev/stderr"
			bad = 1
		}
		function left_out(required,  name, found) {
			for (name in out)
				if (required == name || index(required, name ".") == 1)
					found = met[name] = 1
			return found
		}
		$1 != "without" { test[++n] = $1; next }
		NF < 3 { wrong($2 " is left out without a reason") }
		{ out[$2] }
		END {
			for (i = 1; i <= n; i++)
				if (!left_out(test[i]))
					print test[i]
			for (name in out)
				if (!(name in met))
					wrong(name " is left out, which nothing asks for here")
			exit bad
		}'
}

case ${2:-all} in
samples) samples ;;
ftracetest) ftracetest run ;;
all)
	own=$KIT/ci/flavors/$FLAVOR.manifest
	all=$(required)
	printf '%s\n' "$all" | grep . | leave_out
	;;
*) die "manifest.sh: no command '$2'" ;;
esac
