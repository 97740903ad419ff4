#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# check.sh check|check-host|check-all: every test of the kit. Each group of
# tests writes TAP to build/check/; kit-tally reads it all and has the last
# word: "N passed, N failed, N skipped".
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
cd "$KIT"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

what=$1
out=$BUILD/check
mkdir -p "$out"
exec 5>"$out/lock"
flock -n 5 || die "another 'make check' is at work in this checkout; wait for it to end"
rm -f "$out"/*.tap "$out"/*.log
taps=
begun=$(date +%s)

# group NAME COMMAND...: its standard output is TAP. A group that breaks off
# leaves an incomplete plan, and that is a failure for kit-tally.
group() {
	name=$1
	shift
	taps="$taps $out/$name.tap"
	start=$(date +%s)
	printf 'check: %-12s ' "$name"
	rc=0
	"$@" >"$out/$name.tap" 2>"$out/$name.log" 5>&- || rc=$?
	bad=$(grep -c '^ *not ok' "$out/$name.tap" || :)
	echo "$(grep -c '^ok' "$out/$name.tap" || :) ok, $bad not ok, $(($(date +%s) - start)) s"
	if [ "$rc" -ne 0 ] && [ "$bad" -eq 0 ]; then
		echo "not ok - $name ended with status $rc: $(tail -n 1 "$out/$name.log")" >>"$out/$name.tap"
	fi
}

# A cmocka program is one TAP stream; several in a row are nested by name.
programs() {
	n=0
	echo "TAP version 13"
	for program in "$@"; do
		n=$((n + 1))
		rc=0
		CMOCKA_MESSAGE_OUTPUT=TAP KIT_TESTS=$KIT/ci/tests "$program" >"$out/one" 2>>"$out/one.log" || rc=$?
		grep -v '^TAP version' "$out/one" | sed 's/^/# /'
		if [ "$rc" -eq 0 ] && grep -q '^ok' "$out/one"; then
			echo "ok $n ${program##*/}"
		else
			echo "not ok $n ${program##*/}"
		fi
	done
	rm -f "$out/one" "$out/one.log"
	echo "1..$n"
}

# files COMMAND... -- FILE...: one test a file
files() {
	command=
	while [ "$1" != -- ]; do
		command="$command $1"
		shift
	done
	shift
	echo "1..$#"
	n=0
	for file; do
		n=$((n + 1))
		if $command "$file" >"$out/one" 2>&1; then
			echo "ok $n $file"
		else
			sed 's/^/# /' "$out/one"
			echo "not ok $n $file"
		fi
	done
	rm -f "$out/one"
}

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

# applies MUTANT: as it does when it is made, and without making it
applies() {
	patch -d "$BUILD/trees/6.1" -p1 -F0 -s --dry-run <"$1"
}

case $what in
check-host) arches= ;;
*) arches=$(list_arches | sed 's/^/arch:/') ;;
esac
# shellcheck disable=SC2086 # a list
sh ci/get/deps.sh host check $arches
flock "$BUILD/host.lock" make -s -f ci/host/Makefile OUT="$HOST" -j"$(nproc)" tests >"$BUILD/host.log" 2>&1 || {
	tail -n 20 "$BUILD/host.log" >&2
	die "the host tests do not build (see above)"
}

# By their sources: the program of a test that is gone may still be there.
built() { printf '%s\n' "$@" | sed "s|.*/\(.*\)\.c|$HOST/\1|"; }

# shellcheck disable=SC2046 # lists
group units programs $(built ci/tests/units/test_*.c)
# shellcheck disable=SC2046
group fuzz-corpus programs $(built ci/tests/fuzz/fuzz_*.c)
# shellcheck disable=SC2046
group shellcheck files shellcheck -x -- $(find ci -name '*.sh' ! -path '*/guests/*' | sort) $(grep -rl '^#!/bin/sh' tools)
# boots.bats boots the matrix's cells, and tools.bats needs its sources: below.
for file in ci/tests/*.bats; do
	name=${file##*/}
	case $name in boots.bats | tools.bats) continue ;; esac
	group "${name%.bats}" bats --tap "$file"
done
group browser env PYTHONDONTWRITEBYTECODE=1 \
	/usr/bin/python3 ci/tests/browser/report.py "$HOST/kit-report" "$out/browser"

if [ "$what" != check-host ]; then
	echo "check: matrix 6.1"
	rc=0
	# shellcheck disable=SC2046 # a list
	setpriv --pdeathsig TERM sh ci/matrix.sh $(sh ci/lib/names.sh cells 6.1 "" plain) 5>&- || rc=$?
	# 1 is a verdict, and the report has it; anything else is no run.
	group matrix sh -c 'cat "$1" && [ "$2" -le 1 ]' - "$BUILD/report/report.tap" "$rc"
	group boots bats --tap ci/tests/boots.bats
	group tools bats --tap ci/tests/tools.bats
	# shellcheck disable=SC2046 # a list
	group mutants-apply files applies -- $(find arch/*/mutants tools/testing/mutants -name '*.patch' | sort)
	# A sample of what the suite has to notice: in the trampoline, in the
	# list function, in the switch.
	group mutant-boots mutants_of 6.1/s390/plain argument-dropped-in-trampoline \
		direct-dropped-by-guard shutdown-then-startup
fi

# What takes hours.
if [ "$what" = check-all ]; then
	cells=$(sh ci/lib/names.sh cells 6.1 "" plain)
	ported=$(for cell in $cells; do
		! grep -qx 'status ported' "$BUILD/cells/$cell/meta" || echo "$cell"
	done)
	# shellcheck disable=SC2086,SC2046 # lists
	{
		group all-bench files sh ci/bench/bench.sh -- $(echo "$ported" | cut -d / -f 2)
		group all-mutants files sh ci/mutants/mutants.sh -- $cells
		group all-compare files sh ci/compare.sh -- $ported
		group all-series files sh ci/series/series-check.sh -- 6.1
	}
fi

echo "check: $(($(date +%s) - begun)) s"
# shellcheck disable=SC2086 # a list
"$HOST/kit-tally" $taps
