#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# cell.sh CELL: take one cell from source to verdict. Called by ci/jobs.mk,
# several at a time, under one jobserver.
#
# What it finds goes into build/cells/CELL (Documentation/formats.rst); a
# verdict, good or bad, is exit status 0. Anything else is an error of the
# kit's surroundings, and there is no verdict then. UNTIL=build or UNTIL=image
# stops after that step: then there is a verdict only if it did not come so far.
#
# bash, because it can take file descriptors above 9 for its locks: those below
# may be the jobserver's.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/versions.sh"

CELL=$1
BASE=${CELL%%/*}
rest=${CELL#*/}
ARCH=${rest%%/*}
FLAVOR=${rest#*/}
DIR=$BUILD/cells/$CELL
OBJ=$DIR/obj
mkdir -p "$OBJ"
export CELL BASE ARCH FLAVOR DIR OBJ

exec {lock}>"$DIR/lock"
flock -n "$lock" ||
	die -3 "cell $CELL is at work in another run; wait for it to end, or use a second checkout"

# Without a boot script nothing can be booted again until it fits what is built.
rm -f "$DIR/reason" "$DIR/boot.sh"
[ ! -e "$DIR/result.json" ] || mv "$DIR/result.json" "$DIR/result.last.json"
: >"$DIR/stages"
: >"$DIR/meta"

meta() { printf '%s %s\n' "$1" "$2" >>"$DIR/meta"; }

state() {
	printf '%s %s\n' "$(date +%s)" "$*" >"$DIR/state.new"
	mv "$DIR/state.new" "$DIR/state"
}

# The verdict of a cell that does not come to a boot.
give_up() { # VERDICT STAGE
	reason=$(cat "$DIR/reason" 2>/dev/null || :)
	"$HOST/kit-fail" --verdict "$1" --reason "${reason:-the $2 step failed}" \
		--log "$DIR/$2.log" "$DIR" || exit 2
	state "done $1"
	exit 0
}

# stage NAME VERDICT COMMAND...: status 1 of the command is the verdict, 4 is
# CONFIG whatever the step, any other an error that has been explained.
stage() {
	name=$1
	verdict=$2
	shift 2
	state "$name"
	start=$(now)
	rc=0
	"$@" >"$DIR/$name.log" 2>&1 || rc=$?
	echo "$name $(since "$start")" >>"$DIR/stages"
	[ "$rc" -eq 0 ] && return
	[ "$rc" -eq 1 ] && give_up "$verdict" "$name"
	[ "$rc" -eq 4 ] && give_up CONFIG "$name"
	[ "$rc" -ge 128 ] && exit "$rc"
	tail -n 3 "$DIR/$name.log" >&2
	die -2 "$CELL: the $name step ended with status $rc (all of it: $DIR/$name.log)"
}

assemble() {
	if [ "$BASE" = kdir ]; then
		sh "$KIT/ci/get/kdir.sh" "$KDIR"
		return
	fi
	# The reason is for a person: without the kit's prefix.
	sh "$KIT/ci/tree.sh" "$BASE" "${SERIES:-kit}" 2>"$DIR/reason.raw" || {
		rc=$?
		cat "$DIR/reason.raw" >&2
		sed -n '$s/^kit: //p' "$DIR/reason.raw" >"$DIR/reason"
		return "$rc"
	}
}

# Until the image is made the tree must be the one that was assembled: others
# may read it beside us, nobody may change it.
hold_tree() {
	[ -d "$TREE" ] || die "$CELL: no tree at '$TREE'"
	[ "$BASE" != kdir ] || return 0
	exec {held}<"$TREE.lock"
	flock -s "$held"
	[ "$(cat "$TREE/.kit/key")" = "$(sh "$KIT/ci/tree.sh" "$BASE" "${SERIES:-kit}" key)" ] ||
		die "$CELL: the series changed while the cell began, and another run assembled the tree $TREE anew; run the same command again"
}

release_tree() { [ "$BASE" = kdir ] || exec {held}<&-; }

facts() {
	CROSS=$(arch_field "$ARCH" cross)
	[ "$(arch_field "$ARCH" debian)" != "$(dpkg --print-architecture)" ] || CROSS=
	if [ "$BASE" = kdir ]; then
		VERSION=$(tree_version "$TREE")
	else
		VERSION=$(cat "$TREE/.kit/version")
	fi
	TREE_SERIES=$(sh "$KIT/ci/lib/status.sh" series "$TREE")
	STATUS=$(sh "$KIT/ci/lib/status.sh" status "$BASE" "$ARCH" "$TREE")
	# A mutant may be one of the suite's own trampolines.
	SUITE=$KIT/tools/testing/selftests/ftrace_direct
	[ -z "${MUTANT+set}" ] || [ ! -e "$TREE/${SUITE#"$KIT/"}/Makefile" ] || SUITE=$TREE/${SUITE#"$KIT/"}
	# The kernel and its modules; programs are the cross GCC's in any case.
	KERNEL_CC=$(flavor_field "$FLAVOR" cc "$ARCH")
	KERNEL_CC=${KERNEL_CC:-${CROSS}gcc}
	KERNEL_MAKE=$(flavor_field "$FLAVOR" make "$ARCH")
	# s390 generates a header that names the file it comes from, by __FILE__, and
	# nearly all objects include it: no checkout could use what another compiled.
	HOSTCFLAGS="${HOSTCFLAGS:+$HOSTCFLAGS }-fmacro-prefix-map=$TREE/="
	export CROSS TREE STATUS VERSION TREE_SERIES SUITE KERNEL_CC KERNEL_MAKE HOSTCFLAGS
	meta status "$STATUS"
	meta version "$VERSION"
	meta series "$TREE_SERIES"
	meta compiler "$("$KERNEL_CC" --version | head -n 1)"
	[ "$BASE" = kdir ] || [ "${SERIES:-kit}" = none ] || {
		meta patchset_hash "$(sh "$KIT/ci/lib/series.sh" hash "$BASE")"
		meta overlay_hash "$(sh "$KIT/ci/lib/series.sh" overlay-hash)"
	}
}

meta cell "$CELL"
meta base "$BASE"
meta arch "$ARCH"
meta flavor "$FLAVOR"
meta rerun "make rerun CELL=$CELL"
meta command "$DIR/boot.sh"

state tree waiting
stage tree APPLY assemble
TREE=$(tail -n 1 "$DIR/tree.log")
hold_tree
facts
if [ "$STATUS" = absent ]; then
	echo "$BASE has no architecture $ARCH" >"$DIR/reason"
	give_up SKIP tree
fi
sh "$KIT/ci/lib/manifest.sh" >"$DIR/required"
stage config CONFIG sh "$KIT/ci/config.sh"
stage build BUILD leashed sh "$KIT/ci/build.sh"
[ "${UNTIL:-}" != build ] || exit 0
stage image BUILD leashed sh "$KIT/ci/image.sh"
release_tree
[ "${UNTIL:-}" != image ] || exit 0

state boot
# The lock is ours, not QEMU's.
eval 'leashed sh "$KIT/ci/boot.sh" >"$DIR/boot.log" 2>&1' "$lock>&-" || {
	rc=$?
	if [ ! -e "$DIR/result.json" ]; then
		cat "$DIR/boot.log" >&2
		exit "$rc"
	fi
}
verdict=$(tail -n 1 "$DIR/boot.log" | cut -d ' ' -f 1)
state "done $verdict"
