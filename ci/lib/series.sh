#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Print what the kit adds to a tree of a version, in the order in which it is added.
#
#   series.sh patches VERSION [ARCH...]	the patches: by stage (fix, feature,
#				switch), then by directory (kernel, samples,
#				arch/*, tools), then as the series file says
#   series.sh overlay VERSION [ARCH...]	the new files that these patches bring
#   series.sh owners VERSION [ARCH...]	the same, each after its patch
#   series.sh hash VERSION [ARCH...]	the KCIDB patchset_hash, empty without a patch
#   series.sh overlay-hash VERSION [ARCH...]	the same for the overlay's names and contents
#   series.sh ranges [ARCH...]	the ranges of versions with patches for the kernel itself
#
# STEPS=n selects a point within the series: the first n patches and their files.
# Documentation/formats.rst describes the header of a patch.
set -eu
. "$(dirname -- "$0")/common.sh"
. "$KIT/ci/lib/versions.sh"
cd "$KIT"

# directories [ARCH...]: the directories that may have patches, in their order
directories() {
	printf '%s\n' kernel samples
	if [ $# -gt 0 ]; then
		printf 'arch/%s\n' "$@"
	else
		printf '%s\n' arch/*
	fi
	echo tools
}

# listed DIRECTORY: the patches that its series file names
listed() {
	series=$1/patches/series
	[ -e "$series" ] || die "$1/patches has no series file, which gives the order of its patches"
	names=$(sed 's/#.*//; s/[[:space:]].*//; /^$/d' "$series")
	for name in $names; do
		[ -e "$1/patches/$name" ] ||
			die "$series names $name, which is not there; remove the line, or add the patch"
		echo "$1/patches/$name"
	done
	for patch in "$1"/patches/*.patch "$1"/patches/[0-9]*/*.patch; do
		[ ! -e "$patch" ] || printf '%s\n' "$names" | grep -qxF -- "${patch#"$1"/patches/}" ||
			die "$series does not name $patch; add it where it belongs in the order, or remove the patch"
	done
}

# all_patches [ARCH...]: the patches for every version
all_patches() {
	directories "$@" | while read -r directory; do
		[ ! -d "$directory/patches" ] || listed "$directory"
	done
}

# A file in these directories belongs to the kernel, unless the kit's own flow reads it.
# What an architecture adds to the suite is in the kit's directory of the architecture.
# In the tree it is in the suite's directory, as a link there shows.
new_files() {
	{
		find arch/*/ include kernel samples tools -type f 2>/dev/null |
			grep -vE '/(patches|mutants)/|^arch/[^/]*/((flavors|direct)/|(descriptor|quirks|[^/]*\.config)$)'
		find tools/testing/selftests/ftrace_direct/arch/*/direct/ -type f 2>/dev/null
	} | sort
}

# scan WHAT VERSION [ARCH...]
scan() {
	what=$1
	version=$2
	shift 2
	# A pipeline would lose the status.
	patches=$(all_patches "$@")
	new_files=$(new_files)
	export new_files
	# shellcheck disable=SC2086 # a list
	awk -v version="$version" -v what="$what" -v steps="${STEPS:-}" -v arches="$*" \
		"$VERSIONS_AWK$(cat ci/lib/series.awk)" /dev/null $patches
}

sum() { sha256sum | sed 's/ .*//'; }

# The samples and the suite are for every version, so they do not make a series.
# The union: patches for a part of another patch's range are no news to a reader.
ranges() {
	patches=$(all_patches "$@")
	printf '%s\n' "$patches" | grep -E '^(kernel|arch/)' | xargs -r sed -n 's/^X-Kit-Range: //p' |
		tr '|' '\n' | sort -uV | awk "$VERSIONS_AWK"'
	function flush() { if (NR > 1) print "[" from "," to ")" }
	{
		split(substr($0, 2, length($0) - 2), bound, ",")
		begin = version_key(bound[1])
		end = bound[2] == "" ? "~" : version_key(bound[2])
		if (NR == 1 || begin > last) {
			flush()
			from = bound[1]
			last = ""
		}
		if (end > last) {
			last = end
			to = bound[2]
		}
	}
	END { NR++; flush() }'
}

# with_other_texts PATCHES: and the texts of them for trees with a certain commit
with_other_texts() {
	printf '%s\n' "$1" | while read -r patch; do
		echo "$patch"
		find "${patch%/*}"/with-* -name "${patch##*/}" 2>/dev/null | sort
	done
}

case $1 in
ranges) ;;
patches | overlay | owners | hash | overlay-hash)
	[ -n "${2:-}" ] || die "series.sh $1: give a version, for example 6.1.192"
	;;
*) die "series.sh: no command '$1'" ;;
esac
case $1 in
patches) scan "$@" ;;
owners)
	shift
	scan overlay "$@"
	;;
overlay)
	owners=$(scan "$@")
	printf '%s\n' "$owners" | sed 's/^[^ ]* //; /^$/d' | sort
	;;
ranges)
	shift
	ranges "$@"
	;;
hash)
	shift
	patches=$(scan patches "$@")
	# shellcheck disable=SC2046 # a list
	[ -z "$patches" ] || sha256sum $(with_other_texts "$patches") | sed 's/ .*//' | sum
	;;
overlay-hash)
	shift
	owners=$(scan overlay "$@")
	[ -z "$owners" ] || printf '%s\n' "$owners" | sed 's/^[^ ]* //' | sort | xargs sha256sum | sum
	;;
esac
