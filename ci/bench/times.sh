#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# times.sh [BASE]: measure the times that README states, in a build directory and a
# compiler cache that start empty. For comparison, measure kunit.py on the same source.
# Only the sources are taken from the cache.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
cd "$KIT"

base=${1:-6.1}
mkdir -p "$KIT/build"
work=$(mktemp -d "$KIT/build/times.XXXXXX")
done=
trap '[ -z "$done" ] || rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export CCACHE_DIR="$work/ccache" KIT_BUILD="$work/build"
sh ci/get/source.sh "$base" >/dev/null

timed() { # LABEL COMMAND...
	label=$1
	shift
	start=$(now)
	rc=0
	"$@" >"$work/log" 2>&1 || rc=$?
	seconds=$(since "$start")
	[ "$rc" -eq 0 ] || {
		tail -n 15 "$work/log" >&2
		die "'$label' ended with status $rc (see above); all it left is in $work"
	}
	printf '%-52s %8.1f s\n' "$label" "$seconds"
}

echo "$(nproc) CPUs ($(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)), $(free -g | awk '/^Mem/ { print $2 }') GiB, $base"
timed "matrix, all arches, cold" make -s matrix BASES="$base"
timed "matrix, nothing changed" make -s matrix BASES="$base"
entry=$KIT_BUILD/trees/$base/arch/arm64/kernel/entry-ftrace.S
echo '/* edited */' >>"$entry"
timed "arm64, one assembly file edited" make -s matrix BASES="$base" ARCHES=arm64 FRESH=1

rm -rf "$KIT_BUILD/cells" "$CCACHE_DIR"
timed "arm64 cell alone, cold (tree there)" make -s matrix BASES="$base" ARCHES=arm64
timed "arm64 cell alone, booted again" make -s matrix BASES="$base" ARCHES=arm64 FRESH=1
kunit() {
	(cd "$KIT_BUILD/trees/$base" && python3 tools/testing/kunit/kunit.py run --arch=arm64 \
		--cross_compile=aarch64-linux-gnu- --build_dir="$work/kunit" --jobs="$(nproc)")
}
timed "kunit.py run --arch=arm64, cold" kunit
timed "kunit.py run --arch=arm64, again" kunit
done=yes
