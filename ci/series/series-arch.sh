#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# series-arch.sh BASE/ARCH: build each step of the series on one architecture, and look
# for new warnings. Called by ci/jobs.mk.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/seed.sh"
cd "$KIT"

BASE=${1%%/*}
ARCH=${1#*/}
CELL=$BASE/$ARCH/plain
top=$BUILD/series/$1
lists=$BUILD/series/$BASE
built=$top/build/cells/$CELL
TREE=$top/build/trees/$BASE
OBJ=$built/obj
CROSS=$(cross_prefix "$ARCH")
# Call kbuild as the cell's own steps do, or it would redo the configuration.
. "$KIT/ci/lib/tools.sh"
hidden=$(hidden_tools plain "$ARCH")
hide_tools plain "$ARCH"
export KIT_HOST="$HOST"

rm -rf "$top/findings" "$top/marks"
mkdir -p "$top/findings"
: >"$top/marks"

state() { state_set "$top" "$*"; }

# List the objects that are built from the files that the series touches.
candidates() {
	{
		xargs -r sed -n 's|^+++ b/\([^[:space:]]*\).*|\1|p' <"$lists/patches"
		grep -v '^tools/' "$lists/overlay"
		echo kernel/trace/ftrace.c
		echo "arch/$ARCH/kernel/ftrace.c"
	} | sed -n 's/\.[cS]$/.o/p' | sort -u
}

# build STEPS: build the tree with so many patches, its kernel and suite. The
# configuration starts from scratch, because a step may bring options.
build() {
	rm -f "$built/result.json" "$OBJ/requested"
	# The output of another step does not belong to this one.
	candidates | sed "s|^|$OBJ/|" | xargs rm -f
	STEPS=$1 LINKS=1 SERIES=kit KIT_BUILD=$top/build leashed bash ci/cell.sh "$CELL" build || exit $?
	[ ! -e "$built/result.json" ]
}

# watched: the objects of this build
watched() {
	candidates | while read -r object; do
		[ ! -e "$OBJ/$object" ] || echo "$object"
	done
}

# warnings WHERE: print what the compiler (W=1) and sparse report, without line numbers.
# Fails if one of them could not check all files.
warnings() {
	objects=$(watched)
	looked=0
	: >"$1.log"
	# shellcheck disable=SC2086 # a list
	[ -z "$objects" ] || leashed make -C "$TREE" O="$OBJ" ARCH="$ARCH" CROSS_COMPILE="$CROSS" \
		$hidden W=1 C=2 CHECK="sh $KIT/ci/series/sparse.sh" $objects >>"$1.log" 2>&1 || looked=1
	# A patch brings the suite's headers: before it there is nothing to check.
	# shellcheck disable=SC2086
	[ ! -d "$built/suite/module-build" ] || [ ! -e "$TREE/tools/testing/selftests/ftrace_direct/include/direct/probe.h" ] ||
		leashed make -C "$OBJ" M="$built/suite/module-build" DCT_ROOT="$TREE" ARCH="$ARCH" \
			CROSS_COMPILE="$CROSS" $hidden W=1 C=2 CHECK="sh $KIT/ci/series/sparse.sh" modules \
			>>"$1.log" 2>&1 || looked=1
	grep -hE ': (warning|error): ' "$1.log" |
		sed -E "s|$TREE/||; s/:[0-9]+(:[0-9]+)?:/:/; s|^(\.\./)+||" | sort >"$1"
	return "$looked"
}

# excused STEP < NEW LINES: print those that ci/allow/warnings does not explain
excused() {
	awk -v step="$1" -v arch="$ARCH" '
	FNR == NR {
		if ($0 ~ /^#/ || NF == 0) next
		if (NF < 5) { print FILENAME ": \"" $0 "\" has no reason"; next }
		if (index(step, $1) == 1 && $2 == arch) { n++; left[n] = $3; text[n] = $4 }
		next
	}
	{
		for (i = 1; i <= n; i++)
			if (left[i] > 0 && $0 ~ "^" text[i] "$") { left[i]--; next }
		print
	}' "$KIT/ci/allow/warnings" -
}

mark() { printf '%s %s %s\n' "$1" "$ARCH" "$2" >>"$top/marks"; }
finding() { echo "$top/findings/$(echo "$1" | tr / _).$ARCH"; }

# step NAME STEPS KEY
step() {
	state "step $1"
	kept_load "$3" "$1" && return
	start=$(now)
	if ! build "$2"; then
		"$HOST/kit-result" get "$built/result.json" reason >"$(finding "$1")"
		mark "$1" BUILD
		return
	fi
	if ! warnings "$top/warnings"; then
		grep -m 5 -E 'Error [0-9]|invalid argument|not found' "$top/warnings.log" >"$(finding "$1")" || :
		mark "$1" "NOT CHECKED"
		return
	fi
	comm -13 "$top/warnings.before" "$top/warnings" | excused "$1" >"$(finding "$1")"
	if [ -s "$(finding "$1")" ]; then
		mark "$1" "$(wc -l <"$(finding "$1")") new"
		mv "$top/warnings" "$top/warnings.before"
		return
	fi
	rm -f "$(finding "$1")"
	mv "$top/warnings" "$top/warnings.before"
	fine="ok $(printf '%.0f' "$(since "$start")") s"
	mark "$1" "$fine"
	kept_store "$3" "$fine"
}

# A patch only for other architectures leaves nothing to build here.
concerns() { # PATCH
	{
		sed -n 's|^[-+][-+][-+] [ab]/\([^[:space:]]*\).*|\1|p' "$1"
		awk -v patch="$1" '$1 == patch { print $2 }' "$lists/owners"
	} | sed "s|^arch/$ARCH/||" | grep -qv '^arch/'
}

base() { # KEY
	kept_load "$1" base && return
	build 0 || die "$CELL does not build without the series: $(tail -n 1 "$built/reason" 2>/dev/null)"
	warnings "$top/warnings.before" ||
		die "$CELL: compiler and sparse could not look at the base (all of it: $top/warnings.before.log)"
	kept_store "$1" base
}

state seed
seed "$CELL" "$top/build"
state base
. "$KIT/ci/series/series-kept.sh"
key=$(kept_base)
base "$key"
n=0
while read -r patch; do
	n=$((n + 1))
	if concerns "$patch"; then
		key=$(kept_next "$key" "$patch")
		step "$patch" "$n" "$key"
	else
		mark "$patch" same
	fi
done <"$lists/patches"
state "done $(grep -cv ' ok [0-9]* s$\| same$' "$top/marks" || :) bad"
