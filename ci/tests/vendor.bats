#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# A tree as a board vendor has it, made from the distribution's source: an older point
# release, half of the series applied by hand, a change of the vendor's in the way of a
# hunk, and a file that is not committed. It is ported, built and booted, and left as it
# was. ci/tests/kdir.bats has more kinds of trees, of a few files each.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	real=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	cd "$real" || return
	unset MAKEFLAGS MAKELEVEL KIT KIT_GIVEN KIT_CROSS
	source=${XDG_CACHE_HOME:-$HOME/.cache}/direct-call-kit/sources/6.1/current
	[ -e "$source/kernel/trace/ftrace.c" ] || { echo "the source of 6.1 is not in the cache" && return 1; }
	export KIT_HOST=${KIT_BUILD:-$real/build}/host
	export KIT_BUILD=$BATS_TEST_TMPDIR/build
	export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=toy GIT_AUTHOR_EMAIL=toy@toy
	export GIT_COMMITTER_NAME=toy GIT_COMMITTER_EMAIL=toy@toy
	KDIR="$BATS_TEST_TMPDIR/a vendor's tree"
	cell=$KIT_BUILD/cells/kdir/arm64/plain
}

# patched PATCH...: apply by hand
patched() {
	for patch; do patch -s -d "$KDIR" -p1 -F0 --no-backup-if-mismatch <"$patch"; done
}

# old_release: 6.1.159, as far as the files go that the series touches
old_release() {
	cp -r --reflink=auto "$source/." "$KDIR"
	rm "$KDIR/.complete"
	patched ci/series/undo/6.1.159/*.patch
	sed -i 's/^SUBLEVEL = .*/SUBLEVEL = 159/; s/^EXTRAVERSION =.*/EXTRAVERSION = -board/' "$KDIR/Makefile"
}

# by_hand N: apply the first N patches of the series
by_hand() {
	# shellcheck disable=SC2046 # a list
	patched $(sh ci/lib/series.sh patches 6.1.159 arm64 | sed "$1q")
}

# in_the_way: a line in the context of a hunk
in_the_way() {
	sed -i 's/^\tselect HAVE_DMA_CONTIGUOUS$/\t# The board has a DMA engine of its own.\n&/' "$KDIR/arch/arm64/Kconfig"
	grep -q 'DMA engine of its own' "$KDIR/arch/arm64/Kconfig"
}

# Without git's own housekeeping, which would go on in the background.
committed() {
	git -c init.defaultBranch=board init -q "$KDIR"
	git -C "$KDIR" config gc.auto 0
	git -C "$KDIR" add -f -A .
	git -C "$KDIR" commit -qm "our board"
}

# everything: what a write to the user's tree would change
everything() { find "$KDIR" -printf '%p %y %i %s %m %T@ %C@ %l\n' | sort; }

# applied WORD: how many patches the report has under this word
applied() { grep -c "^$1 " "$cell/applied" || :; }

@test "vendor: an older tree with half of the series, changed and dirty, is ported and passes" {
	old_release
	by_hand 6
	in_the_way
	committed
	echo '/* being worked on */' >>"$KDIR/kernel/trace/ftrace.c"
	everything >"$BATS_TEST_TMPDIR/before"

	run make matrix KDIR="$KDIR" SERIES=kit ARCHES=arm64
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *"PASS ported "* ]]
	everything | diff "$BATS_TEST_TMPDIR/before" -

	[ "$(applied already)" -eq 6 ]
	[ "$(applied merged)" -ge 1 ]
	[ "$(applied conflict)" -eq 0 ]
	grep -q '^already kernel/patches/ftrace-Ask-the-owner-whose-direct-call-is-switched.patch' "$cell/applied"
	grep -q '^merged arch/arm64/patches/arm64-ftrace-Add-direct-calls.patch .*arch/arm64/Kconfig' "$cell/applied"
	[ "$(jq -r .verdict "$cell/result.json")" = PASS ]
	[ "$(jq -r '"\(.branch) \(.dirty) \(.commit)"' "$cell/result.json")" = "board yes $(git -C "$KDIR" rev-parse HEAD)" ]
}
