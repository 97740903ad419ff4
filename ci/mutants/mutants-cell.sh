#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# mutants-cell.sh CELL: the sound kernel of a cell, then each mutant of its
# list. Called by ci/jobs.mk, several at a time, under one jobserver.
#
# All are built in one place (a build directory of the cell's own), so that a
# mutant costs the files that it changes and a link; each boots from a copy of
# what it needs while the next ones are built.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/seed.sh"
cd "$KIT"

CELL=$1
cell_split "$CELL"
room=$BUILD/mutants/$CELL
built=$room/build/cells/$CELL
image=$(arch_field "$ARCH" image)
export KIT_HOST="$HOST"

state() { # NAME STAGE...
	mkdir -p "$room/$1"
	state_set "$room/$1" "${*:2}"
}

# build NAME PATCH: fails when there is no kernel to boot
build() {
	state "$1" build
	rm -f "$built/result.json"
	LINKS=1 MUTANT=$2 KIT_BUILD=$room/build leashed bash ci/cell.sh "$CELL" image || exit $?
	mkdir -p "$room/$1"
	[ ! -e "$built/result.json" ]
}

# Copy what a boot needs, away from the next build.
take() { # NAME
	dir=$room/$1
	mkdir -p "$dir/obj/${image%/*}"
	cp "$built/meta" "$built/stages" "$built/required" "$built/initramfs.cpio" "$dir/"
	cp "$built/obj/$image" "$dir/obj/$image"
	build=$BUILD
	(
		cell_open "$dir"
		fact_set build "$build"
		fact_set command "$dir/boot.sh"
		fact_set rerun "make mutants CELL=$CELL MUTANTS=$1"
	)
}

give_up() { # NAME PATCH
	cp "$built/result.json" "$room/$1/result.json"
	fate=$("$HOST/kit-mutant" unbooted "$2" "$room/$1/result.json" "$room/$1/mutant.json") || [ $? -eq 1 ]
	state "$1" "done $fate"
}

# boot NAME PATCH [SOUND]: beside the builds; a mutant when the sound kernel's boot,
# process SOUND, has ended. Those that are built wait, however many, for their
# turn: to build is not to stand still while one hangs.
boot() {
	state "$1" boot waiting
	leashed sh "$KIT/ci/mutants/mutant-boot.sh" "$room/$1" "$2" "${3:-}" &
	boots="$boots $!"
}

boots=
failed=
# That of another run says nothing about this one, whatever becomes of the boot.
[ ! -e "$room/sound/result.json" ] || mv "$room/sound/result.json" "$room/sound/result.last.json"
state sound seed
seed "$CELL" "$room/build"
build sound "" || {
	cp "$built/result.json" "$room/sound/result.json"
	state sound "done $("$HOST/kit-result" get "$built/result.json" verdict)"
	die "$CELL: there is no kernel to break: $(tail -n 1 "$built/reason" 2>/dev/null)"
}
take sound
boot sound ""
sound=$!
# Without a sound kernel's result there is nothing to compare with.
bootless() {
	! kill -0 "$sound" 2>/dev/null && [ ! -e "$room/sound/result.json" ]
}
while read -r name patch; do
	! bootless || die "$CELL: the sound kernel's boot came to no end: $(tail -n 1 "$room/sound/boot.log")"
	if build "$name" "$patch"; then
		take "$name"
		boot "$name" "$patch" "$sound"
	else
		give_up "$name" "$patch"
	fi
done <"$room/list"
for process in $boots; do
	wait "$process" || failed=1
done
[ -z "$failed" ] || exit 2
