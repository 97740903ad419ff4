#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# check.sh check|check-host|check-all: run the kit's tests. Each group of tests writes
# TAP to build/check/. kit-result tally adds up all groups and prints the final line: "N
# passed, N failed, N skipped".
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
cd "$KIT"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

what=$1
. "$KIT/ci/lib/versions.sh"
. "$KIT/ci/tests/groups.sh"
groups_begin "$what"

# mutants_of CELL NAME...: one test a mutant
mutants_of() {
	cell=$1
	shift
	echo "1..$#"
	n=0
	rm -f "$BUILD/mutants/$cell"/*/mutant.json
	MUTANTS="$*" sh ci/mutants/mutants.sh "$cell" >"$out/one" 2>&1 || :
	sed 's/^/# /' "$out/one"
	for mutant; do
		n=$((n + 1))
		fate=$(jq -r .fate "$BUILD/mutants/$cell/$mutant/mutant.json" || :)
		if [ "$fate" = killed ]; then
			echo "ok $n $mutant"
		else
			echo "not ok $n $mutant"
		fi
	done
	rm -f "$out/one"
}

# applies_to BASE MUTANT: check that it applies as in a mutant's tree, without making the
# tree, if it is for that base
applies_to() {
	range=$(sed -n '/^$/q; s/^Range:[[:space:]]*//p' "$2")
	ended=0
	in_range "$(tree_version "$BUILD/trees/$1")" "$range" || ended=$?
	case $ended in
	0) patch -d "$BUILD/trees/$1" -p1 -F0 -s --dry-run <"$2" ;;
	1) ;;
	*) return 1 ;;
	esac
}

# matrix_of CELL...: the cells' tests. Status 1 is a verdict, which the report has.
matrix_of() {
	ended=0
	sh ci/matrix.sh "$@" >&2 || ended=$?
	cat "$BUILD/report/report.tap"
	[ "$ended" -le 1 ]
}

applies() { applies_to 6.1 "$1"; }
applies_to_5_10() { applies_to 5.10 "$1"; }

case $what in
check-host) arches= ;;
*) arches=$(list_arches | sed 's/^/arch:/') ;;
esac
# shellcheck disable=SC2086,SC2046 # lists
sh ci/get/deps.sh host check $arches $(command -v npm >/dev/null || echo npm)
flock "$BUILD/host.lock" make -s -f ci/host/Makefile OUT="$HOST" -j"$(nproc)" tests >"$BUILD/host.log" 2>&1 || {
	tail -n 20 "$BUILD/host.log" >&2
	die "the host tests do not build (see above)"
}

# List the tests by their sources: the program of a removed test may still exist.
built() { printf '%s\n' "$@" | sed "s|.*/\(.*\)\.c|$HOST/\1|"; }

# shellcheck disable=SC2046 # lists
group units programs $(built ci/tests/units/test_*.c)
# shellcheck disable=SC2046
group fuzz-corpus programs $(built ci/tests/fuzz/fuzz_*.c)
# shellcheck disable=SC2046
group shellcheck files shellcheck -x -- $(find ci -name '*.sh' ! -path '*/guests/*' | sort) $(grep -rl '^#!/bin/sh' tools ci/backends)
# Tests that need what the matrix has fetched and built run after it, below.
after_matrix="backends boots flow kconfig tools vendor"
# Those that only check-all has time for.
only_all="ccache labgrid lava nix slurm ssh"
for file in ci/tests/*.bats; do
	name=$(basename "$file" .bats)
	case " $after_matrix $only_all " in
	*" $name "*) ;;
	*) group "$name" bats --tap "$file" ;;
	esac
done
group browser env PYTHONDONTWRITEBYTECODE=1 \
	/usr/bin/python3 ci/tests/browser/report.py "$HOST/kit-report" "$out/browser"

if [ "$what" != check-host ]; then
	echo "check: matrix 6.1"
	rc=0
	# shellcheck disable=SC2046 # a list
	leashed sh ci/matrix.sh $(sh ci/lib/names.sh cells 6.1 "" plain) 5>&- || rc=$?
	# Status 1 is a verdict, which the report has. Any other status means no run.
	group matrix sh -c 'cat "$1" && [ "$2" -le 1 ]' - "$BUILD/report/report.tap" "$rc"
	for name in $after_matrix; do group "$name" bats --tap "ci/tests/$name.bats"; done
	# shellcheck disable=SC2046 # a list
	group figures sh ci/bench/figures.sh $(sh ci/lib/names.sh cells 6.1 "" plain)
	# shellcheck disable=SC2046 # a list
	group mutants-apply files applies -- $(find arch/*/mutants tools/testing/mutants -name '*.patch' | sort)
	group equivalent files python3 ci/mutants/random/equivalent.py "$BUILD/trees/6.1" -- ci/mutants/equivalent
	group round-trip files sh ci/export/round-trip.sh -- 6.1
	# A sample of the faults that the suite must notice: in the trampoline, in the
	# list function, in the switch.
	group mutant-boots mutants_of 6.1/s390/plain argument-dropped-in-trampoline \
		direct-dropped-by-guard shutdown-then-startup
	group mutant-chance sh ci/tests/chance.sh 6.1/arm64/plain 10 10
	cat "$out/mutant-chance.log"
fi

# The tests that take hours.
if [ "$what" = check-all ]; then
	cells=$(sh ci/lib/names.sh cells 6.1 "" plain)
	ported=$(for cell in $cells; do
		! grep -qx 'status ported' "$BUILD/cells/$cell/meta" || echo "$cell"
	done)
	# shellcheck disable=SC2086,SC2046 # lists
	{
		group all-kills env KILLS=100 bats --tap ci/tests/kills.bats
		group all-5.10 matrix_of 5.10/arm64/plain 5.10/x86/plain 5.10/s390/plain 5.10/riscv/plain
		group all-mutants-apply-5.10 files applies_to_5_10 -- $(find arch/*/mutants tools/testing/mutants -name '*.patch' | sort)
		for name in $only_all; do group "all-$name" bats --tap "ci/tests/$name.bats"; done
		group all-bench files sh ci/bench/bench.sh -- $(echo "$ported" | cut -d / -f 2)
		group all-mutants files sh ci/mutants/mutants.sh -- $cells
		group all-compare files sh ci/compare.sh -- $ported
		group all-series files sh ci/series/series-check.sh -- 6.1
		group all-round-trip files sh ci/export/round-trip.sh whole -- 6.1
		group all-package files sh ci/export/debian-package.sh 6.1 -- x86
	}
fi

groups_end
