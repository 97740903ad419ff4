#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# mutants-cell.sh CELL: boot the baseline kernel of a cell, then each mutant of its
# list. ci/jobs.mk runs several of these at a time, under one jobserver.
#
# All mutants are built in one place (a build directory of the cell's own), so that a
# mutant costs only the files that it changes and a link. Each mutant boots from a copy
# of what its boot needs, while the next ones are built.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/seed.sh"
cd "$KIT"

CELL=$1
cell_split "$CELL"
top=$BUILD/mutants/$CELL
built=$top/build/cells/$CELL
image=$(arch_field "$ARCH" image)
export KIT_HOST="$HOST"

state() { # NAME STAGE...
	mkdir -p "$top/$1"
	state_set "$top/$1" "${*:2}"
}

# build NAME PATCH: build a mutant; fails if there is no kernel to boot
build() {
	state "$1" build
	rm -f "$built/result.json"
	LINKS=1 MUTANT=$2 KIT_BUILD=$top/build leashed bash ci/cell.sh "$CELL" image || exit $?
	mkdir -p "$top/$1"
	[ ! -e "$built/result.json" ]
}

# Copy what a boot needs, so that the next build does not change it.
take() { # NAME
	dir=$top/$1
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

# same NAME PATCH: a change by chance of which the compiler made the baseline kernel
same() {
	grep -q '^First: ' "$2" && cmp -s "$top/baseline/obj/$image" "$top/$1/obj/$image" &&
		cmp -s "$top/baseline/initramfs.cpio" "$top/$1/initramfs.cpio" || return 1
	fate=$("$HOST/kit-mutant" equal "$2" "$CELL" "$top/$1/mutant.json" \
		"the kernel is the same, bit for bit")
	state "$1" "done $fate"
	rm -rf "$top/$1/obj" "$top/$1/initramfs.cpio"
}

give_up() { # NAME PATCH
	cp "$built/result.json" "$top/$1/result.json"
	fate=$("$HOST/kit-mutant" unbooted "$2" "$top/$1/result.json" "$top/$1/mutant.json") || [ $? -eq 1 ]
	state "$1" "done $fate"
}

# boot NAME PATCH [BASELINE]: boot alongside the builds. A mutant boots when process
# BASELINE, the baseline kernel's boot, has ended. Built mutants wait for their turn,
# however many they are: builds do not stop while a mutant hangs.
boot() {
	state "$1" boot waiting
	leashed sh "$KIT/ci/mutants/mutant-boot.sh" "$top/$1" "$2" "${3:-}" &
	boots="$boots $!"
}

boots=
failed=
# A result of another run says nothing about this run, whatever this boot does.
[ ! -e "$top/baseline/result.json" ] || mv "$top/baseline/result.json" "$top/baseline/result.last.json"
state baseline seed
seed "$CELL" "$top/build"
build baseline "" || {
	cp "$built/result.json" "$top/baseline/result.json"
	state baseline "done $("$HOST/kit-result" get "$built/result.json" verdict)"
	die "$CELL: the baseline kernel does not build: $(tail -n 1 "$built/reason" 2>/dev/null)"
}
take baseline
boot baseline ""
baseline=$!
# Without the baseline kernel's result there is nothing to compare with.
bootless() {
	! kill -0 "$baseline" 2>/dev/null && [ ! -e "$top/baseline/result.json" ]
}
while read -r name patch; do
	! bootless || die "$CELL: the boot of the baseline kernel gave no result: $(tail -n 1 "$top/baseline/boot.log")"
	if build "$name" "$patch"; then
		take "$name"
		same "$name" "$patch" || boot "$name" "$patch" "$baseline"
	else
		give_up "$name" "$patch"
	fi
done <"$top/list"
for process in $boots; do
	wait "$process" || failed=1
done
[ -z "$failed" ] || exit 2
