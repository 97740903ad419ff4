#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# coverage.sh CELL: find out which lines of the series the parts of the suites run. The cell
# is built with the kernel's own gcov in the files that the series touches, and booted once;
# the counters are reset before each program and read after it.
#
# build/coverage/CELL/map has a line for each line that can run, "file programs text" with
# tabs; make mutants RANDOM= boots first what runs a line. The report has a page.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/prepare.sh"
. "$KIT/ci/lib/seed.sh"
cd "$KIT"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

cell=$1
case $cell in
kdir/*) die "make coverage is for a base with the kit's series; $cell is a tree of yours; give the cell of a base, for example 6.1/arm64/plain" ;;
esac
base=${cell%%/*}
arch=${cell#*/}
arch=${arch%/*}
prepare "$cell"

top=$BUILD/coverage
mkdir -p "$top/$cell"
exec 4>"$top/lock"
only_run 4 || die "another 'make coverage' is at work in this checkout; wait for it to end"

# kbuild builds only what the counters change, on top of what the matrix has built.
seed "$cell" "$top/build"
export KIT_HOST="$HOST" KIT_BUILD="$top/build"
dir=$KIT_BUILD/cells/$cell
source=$(sh ci/get/source.sh "$base")
tree=$(sh ci/port/assemble.sh --links "$base" kit)
# The objects of C files; what an architecture has in assembly is not counted. No object is
# made of asm-offsets.c.
objects=$(grep -E "^(kernel|arch/$arch)/.*\.c\$" "$tree/.kit/touched" |
	sed 's|.*/||; s|\.c$|.o|; /^asm-offsets/d' | sort -u)
[ -n "$objects" ] || die "$cell: the series touches no file whose lines could be counted"

say "$cell: building and booting with counters in $(echo "$objects" | paste -sd ' ')"
KIT_COVERAGE=$(echo "$objects" | paste -sd ' ') FRAGMENT=ci/coverage/gcov.config LINKS=1 SPLIT=0 FRESH=1 \
	leashed bash ci/cell.sh "$cell" 4>&-
verdict=$("$HOST/kit-result" get "$dir/result.json" verdict)
[ -s "$dir/coverage.raw" ] ||
	die "$cell: $verdict, and the guest sent no counters: $("$HOST/kit-result" get "$dir/result.json" reason)"
say "$cell: $verdict with counters"

rm -rf "$top/$cell/parts"
gcov=$(KIT_CROSS="${KIT_CROSS:-}" cross_prefix "$arch")gcov
python3 ci/coverage/lines.py "$dir" "$tree" "$source" "$arch" "$gcov" "$top/$cell"
mkdir -p "$BUILD/report"
page=coverage-$(echo "$cell" | tr / -).html
python3 ci/coverage/page.py "$cell" "$top/$cell/lines.json" "$BUILD/mutants/$cell" >"$BUILD/report/$page.new"
mv "$BUILD/report/$page.new" "$BUILD/report/$page"
say "report: $BUILD/report/$page"
[ "$verdict" = PASS ] || [ "$verdict" = XFAIL ]
