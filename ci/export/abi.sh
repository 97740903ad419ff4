#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# abi.sh CELL...: what the series does to the versions of exported symbols. The kernel of
# each cell is built twice with the same configuration, from the tree without the series
# and with it, and the versions (genksyms) are compared: symbols added and removed,
# versions changed, the structures that changed, and the patches that change them. Status
# 1: a version changed, or a symbol is gone.
#
# The configuration is the cell's, with MODVERSIONS; with KCONFIG the user's own, with the
# options that direct calls need and without those of the kit's tests.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/toolchain.sh"
. "$KIT/ci/lib/kmake.sh"
. "$KIT/ci/lib/prepare.sh"
. "$KIT/ci/lib/versions.sh"
cd "$KIT"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES
[ -z "${SERIES:-}" ] || die "make abi builds the tree without the series and with it; leave out SERIES=$SERIES"

prepare "$@"

# step NAME: run a step of a cell, which explains its errors
step() {
	say "$CELL, SERIES=$SERIES: $1" >&2
	sh "$KIT/ci/$1.sh" "$DIR" >"$DIR/$1.log" 2>&1 || {
		[ ! -s "$DIR/reason" ] || die "$CELL, SERIES=$SERIES: $(cat "$DIR/reason")"
		tail -n 3 "$DIR/$1.log" >&2
		die "$CELL, SERIES=$SERIES: the $1 step failed (all of it: $DIR/$1.log)"
	}
}

# The types that each version was made from are in *.symtypes.
build_kernel() {
	say "$CELL, SERIES=$SERIES: building the kernel" >&2
	kmake -j"${JOBS:-$(nproc)}" KBUILD_SYMTYPES=1 vmlinux modules >"$DIR/build.log" 2>&1 ||
		die "$CELL, SERIES=$SERIES: the kernel does not build: $(sh ci/lib/first-error.sh "$DIR/build.log" "$TREE") (all of it: $DIR/build.log)"
	[ -s "$OBJ/Module.symvers" ] ||
		die "$CELL, SERIES=$SERIES: kbuild left no Module.symvers in $OBJ"
}

# build CELL SERIES: the two kernels are cells of their own
build() (
	export SERIES="$2" ABI=1
	dir=$BUILD/abi/$1/$2
	mkdir -p "$dir"
	exec 9>"$dir/lock"
	only_run 9 || die "$1 is compared in another run; wait for it to end"
	rm -f "$dir/reason"
	cell_new "$dir" "$1"
	step source
	step tree
	cell_open "$dir"
	[ "$STATUS" != absent ] || die "$1: the tree has no architecture $ARCH"
	[ ! -e "$TREE.lock" ] || { exec 8<"$TREE.lock" && flock -s 8; }
	step config
	toolchain
	same_bytes
	use_ccache
	build_kernel
)

# patches_of CELL: the patches that make the difference
patches_of() (
	cell_open "$BUILD/abi/$1/kit"
	sh ci/lib/series.sh patches "$(tree_version "$TREE")" "$ARCH"
)

# compare CELL: print the tables; status 1: the ABI is not the same
compare() {
	patches_of "$1" >"$BUILD/abi/$1/patches"
	rc=0
	python3 ci/export/abi.py "$1" "$BUILD/abi/$1/none" "$BUILD/abi/$1/kit" \
		"$HOST/kit-table" <"$BUILD/abi/$1/patches" || rc=$?
	[ "$rc" -le 1 ] || die "$1: the versions could not be compared (see above)"
	return "$rc"
}

worst=0
for cell; do
	build "$cell" none
	build "$cell" kit
done
for cell; do
	compare "$cell" || worst=1
done
exit "$worst"
