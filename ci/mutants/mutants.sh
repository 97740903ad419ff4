#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# mutants.sh CELL...: break the kernel of each cell on purpose, one mutant after another,
# and see which test notices. MUTANTS= selects some of them, by number or by a shell
# pattern of names.
#
# KIT_RANDOM=N (RANDOM= of make) takes N changes by chance instead, which SEED= decides (the
# commit's hash). Those that survive in a cell are booted in its debug flavor too, unless
# SURVIVORS=0.
#
# Exit status: 0 when each mutant was killed by the test that it names, 1 when one was
# not, 2 when one has no outcome. A cell without direct calls has no mutants.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/prepare.sh"
. "$KIT/ci/lib/versions.sh"
. "$KIT/ci/lib/shard.sh"
cd "$KIT"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES
chances=${KIT_RANDOM:-}

for cell; do
	case $cell in
	kdir/*) die "mutants are patches for a base with the kit's series; $cell is a tree of yours; make matrix KDIR= tests it" ;;
	esac
done
prepare "$@"

top=$BUILD/mutants
mkdir -p "$top"
exec 4>"$top/lock"
only_run 4 || die "another 'make mutants' is at work in this checkout; wait for it to end"

chosen() { # NUMBER NAME
	in_shard "$2" || return 1
	[ -n "${MUTANTS:-}" ] || return 0
	set -f
	for word in $MUTANTS; do
		# shellcheck disable=SC2254 # a pattern on purpose
		case $2 in $word) set +f && return 0 ;; esac
		[ "$word" != "$1" ] || { set +f && return 0; }
	done
	set +f
	return 1
}

# take CELL NUMBER NAME FILE: put a mutant on the cell's list, unless MUTANTS= leaves it out
take() {
	chosen "$2" "$3" || return 0
	rm -f "$top/$1/$3/mutant.json"
	echo "$3" >>"$top/$1/mutants"
	if grep -q '^First: ' "$4" && grep -qx 'Caught-by: nobody' "$4"; then
		mkdir -p "$top/$1/$3"
		"$HOST/kit-mutant" equal "$4" "$1" "$top/$1/$3/mutant.json" \
			"as ci/mutants/equivalent argues" >/dev/null
		return 0
	fi
	echo "$3 $4" >>"$top/$1/list"
	shown="$shown $1/$3"
}

# begin CELL: with empty lists
begin() {
	mkdir -p "$top/$1"
	: >"$top/$1/list"
	: >"$top/$1/mutants"
}

# take_all CELL: from stdin, a number, a name and a file a line
take_all() {
	while read -r number name file; do take "$1" "$number" "$name" "$file"; done
}

# written CELL: list the mutants that persons wrote
written() {
	begin "$1"
	files=$(find arch/*/mutants tools/testing/mutants -name '*.patch' 2>/dev/null | sort)
	of=$(tree_version "$(sh ci/get/source.sh "${1%%/*}")")
	# shellcheck disable=SC2086 # a list
	"$HOST/kit-mutant" pick "$1" "$of" $files | sed "s| \([^ ]*\)\$| $KIT/\1|" >"$top/$1/picked"
	[ -s "$top/$1/picked" ] || say "$1: there is no mutant for it"
	take_all "$1" <"$top/$1/picked"
}

# by_chance CELL: make mutants from what the series adds, and list them
by_chance() {
	begin "$1"
	base=${1%%/*}
	arch=${1#*/}
	tree=$(KIT_BUILD=$top/$1/build sh ci/port/assemble.sh --links "$base" kit)
	map=$BUILD/coverage/$1/map
	[ -e "$map" ] || map=
	python3 ci/mutants/random/generate.py "$tree" "$(sh ci/get/source.sh "$base")" "$arch" \
		"$chances" "$SEED" "$top/$1/random" ${map:+"$map"} >"$top/$1/picked"
	[ -s "$top/$1/picked" ] || die "$1: the series adds no line that can be changed there; choose another base or architecture"
	take_all "$1" <"$top/$1/picked"
}

# forget CELL: what an earlier run made, in the debug flavor too, under the same names
forget() {
	debug=${1%/*}/debug
	rm -rf "$top/$1/random" "$top/$1"/random-* "$top/$debug"/random-*
	rm -f "$top/$debug/list"
}

# with_debug CELL: what survived in the cell, in its debug flavor; sets cells. If that was
# asked for itself, it has all of them already.
with_debug() {
	debug=${1%/*}/debug
	case " $asked " in *" $debug "*) return 0 ;; esac
	# Another flavor may have listed survivors before.
	case " $cells " in *" $debug "*) ;; *) begin "$debug" ;; esac
	"$HOST/kit-mutant" survivors "$top" "$1" >"$top/$debug/picked"
	while read -r number name; do
		grep -qx "$name" "$top/$debug/mutants" ||
			take "$debug" "$number" "$name" "$top/$1/random/$name.patch"
	done <"$top/$debug/picked"
	[ ! -s "$top/$debug/list" ] || case " $cells " in *" $debug "*) ;; *) cells="$cells $debug" ;; esac
}

# run CELL...: build and boot what is on the lists; status 2 if a mutant came to no end
run() {
	rc=0
	for cell; do shown="$shown $cell/baseline"; done
	# shellcheck disable=SC2086 # a list
	leashed "$HOST/kit-progress" --cells-dir "$top" --log "$BUILD/mutants.log" $shown -- \
		make --no-print-directory -f ci/jobs.mk KIT_RUN="bash ci/mutants/mutants-cell.sh" -k -j"$(jobs_for 1)" KIT_JOBS="$*" 4>&- || rc=$?
	shown=
	[ "$rc" -ne 0 ] || return 0
	sed -n 's/^kit: /kit: /p' "$BUILD/mutants.log" | tail -n 5 >&2
	[ "$rc" -lt 128 ] || exit "$rc"
	return 2
}

shown=
cells=
asked=$*
if [ -n "$chances" ]; then
	for cell; do forget "$cell"; done
	SEED=${SEED:-$(git rev-parse --short=8 HEAD 2>/dev/null)} ||
		die "the seed of RANDOM= is the commit's hash, and $KIT is no git repository; give SEED="
fi
for cell; do
	if [ -n "$chances" ]; then by_chance "$cell"; else written "$cell"; fi
	[ ! -s "$top/$cell/list" ] || cells="$cells $cell"
	[ ! -s "$top/$cell/mutants" ] || some=yes
done
[ -n "${some:-}" ] || [ -z "${SHARD:-}" ] || { say "no mutant is in part $SHARD" && exit; }
[ -n "${some:-}" ] || die "there is no mutant to make${MUTANTS:+; MUTANTS='$MUTANTS' matches none}"

ended=0
# shellcheck disable=SC2086 # lists
[ -z "$cells" ] || run $cells || ended=$?
status=0
if [ -n "$chances" ]; then
	cells=
	[ "${SURVIVORS:-1}" = 0 ] || for cell; do with_debug "$cell"; done
	# shellcheck disable=SC2086
	[ -z "$cells" ] || { prepare $cells && BOOTS=first run $cells; } || ended=$?
	"$HOST/kit-mutant" score "$top" "$SEED" "$@" || status=$?
else
	# shellcheck disable=SC2086
	"$HOST/kit-mutant" table "$top" $cells || status=$?
fi
[ "$ended" -eq 0 ] || die "not every mutant has an outcome (all of it: $BUILD/mutants.log); run the same command again"
exit "$status"
