#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Turn the user's input into the kit's names, one a line. Report a name that is
# unknown, and the known name nearest to it. KIT_VARIABLE is the variable that the
# names come from, if any.
#
#   names.sh arch|base|flavor NAME...
#   names.sh cell CELL			base/arch/flavor
#   names.sh cells BASES ARCHES FLAVORS	the product; empty means the default
#   names.sh nearest NAME		of the lines on standard input
set -eu
. "$(dirname -- "$0")/common.sh"
. "$KIT/ci/lib/flavors.sh"

# nearest NAME < CANDIDATES: print the candidate with the fewest edits. The same first
# letter counts as half an edit.
nearest() {
	awk -v want="$1" '
	function min(a, b) { return a < b ? a : b }
	function edits(a, b,    i, j, d) {
		for (i = 0; i <= length(a); i++) d[i, 0] = i
		for (j = 0; j <= length(b); j++) d[0, j] = j
		for (i = 1; i <= length(a); i++)
			for (j = 1; j <= length(b); j++)
				d[i, j] = min(min(d[i - 1, j], d[i, j - 1]) + 1,
					      d[i - 1, j - 1] + (substr(a, i, 1) != substr(b, j, 1)))
		return d[length(a), length(b)]
	}
	{
		e = edits(tolower(want), tolower($1)) + (substr(want, 1, 1) != substr($1, 1, 1)) / 2
		if (NR == 1 || e < best) { best = e; name = $1 }
	}
	END { print name }'
}

unknown() { # KIND NAME CANDIDATES
	die "${KIT_VARIABLE:+$KIT_VARIABLE: }unknown $1 '$2'; did you mean '$(printf '%s\n' "$3" | nearest "$2")'? known: $(printf '%s\n' "$3" | tr '\n' ' ' | sed 's/ $//')"
}

arch() {
	for dir in $(list_arches); do
		for name in "$dir" $(arch_field "$dir" alias); do
			[ "$name" = "$1" ] && echo "$dir" && return
		done
	done
	all=$(for dir in $(list_arches); do
		echo "$dir"
		arch_field "$dir" alias | tr ' ' '\n'
	done)
	unknown arch "$1" "$all"
}

base() {
	if [ "$1" = kdir ]; then
		[ -n "${KDIR:-}" ] || die "base 'kdir' is the tree that KDIR= names, and KDIR is not set"
		echo kdir && return
	fi
	list_bases | grep -qxF -- "$1" || unknown base "$1" "$(list_bases)"
	echo "$1"
}

flavor() {
	list_flavors | grep -qxF -- "$1" || unknown flavor "$1" "$(list_flavors)"
	echo "$1"
}

# version_of BASE: the version of its source, or the base's name without a source
version_of() {
	version=
	if [ "$1" = kdir ]; then
		version=$(sh "$KIT/ci/get/kdir.sh" version)
	elif [ -e "$CACHE/sources/$1/current/Makefile" ]; then
		version=$(tree_version "$CACHE/sources/$1/current")
	fi
	echo "${version:-$1}"
}

cell() {
	case $1 in
	*/*/*/* | /* | */ | *//*) bad=1 ;;
	*/*/*) bad= ;;
	*) bad=1 ;;
	esac
	[ -z "$bad" ] || die "${KIT_VARIABLE:+$KIT_VARIABLE: }'$1' is no cell; a cell is base/arch/flavor, for example 6.1/arm64/plain"
	b=$(base "${1%%/*}")
	rest=${1#*/}
	a=$(arch "${rest%%/*}")
	f=$(flavor "${rest#*/}")
	v=$(version_of "$b")
	flavor_arches "$f" "$v" | grep -qxF -- "$a" ||
		die "there is no flavor '$f' of $a on $b; it is for $(flavor_field "$f" arches)"
	echo "$b/$a/$f"
}

cells() {
	for one in $1; do base "$one" >/dev/null; done
	for one in $2; do arch "$one" >/dev/null; done
	for one in $3; do flavor "$one" >/dev/null; done
	all=$(for b in ${1:-${KDIR:+kdir}}; do
		v=$(version_of "$b")
		for f in ${3:-plain}; do
			for a in ${2:-$(flavor_arches "$f" "$v")}; do
				cell "$b/$a/$f"
			done
		done
	done)
	[ -n "$all" ] || die "flavors '$3' are for nothing of '$1': $(for f in $3; do flavor_field "$f" arches; done)"
	printf '%s\n' "$all" | awk '!seen[$0]++'
}

kind=$1
shift
case $kind in
cells) cells "${1:-}" "${2:-}" "${3:-}" ;;
arch | base | flavor | cell) for name; do "$kind" "$name"; done ;;
nearest) nearest "$1" ;;
*) die "names.sh: no kind '$kind'" ;;
esac
