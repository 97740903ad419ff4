# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Shared by the bats files about mutants: a kernel that is its first file, in a guest that
# a script plays.
# shellcheck disable=SC2154 # output is bats's

# The steps that need a real kernel, played: a cell that takes its tree for an
# image, and a boot script that reads there how the guest ends.
toy_steps() {
	printf 'prepare() { :; }\njobs_for() { echo 1; }\n' >ci/lib/prepare.sh
	cat >ci/cell.sh <<-'EOF'
	set -eu
	. "$(dirname -- "$0")/lib/common.sh"
	. "$KIT/ci/lib/cell.sh"
	cell_new "$BUILD/cells/$1" "$1"
	image=$DIR/obj/$(arch_field s390 image)
	mkdir -p "${image%/*}"
	fact_set status native
	fact_set version 6.1.1
	fact_set accel tcg
	echo "build 1.0" >"$DIR/stages"
	echo toy >"$DIR/initramfs.cpio"
	printf 'ftrace_direct.toy.dc01_a\nftrace_direct.toy.dc05_b\nftrace_direct.toy.dc20_c\n' >"$DIR/required"
	tree=$(sh ci/port/assemble.sh --links ${MUTANT:+--mutant "$MUTANT"} 6.1 kit 2>"$DIR/reason") || {
		"$HOST/kit-result" fail --verdict APPLY --reason "$(sed 's/^kit: //' "$DIR/reason")" "$DIR"
		exit 0
	}
	! grep -q BROKEN "$tree/kernel/a.c" || {
		"$HOST/kit-result" fail --verdict BUILD --reason "toy broke" "$DIR"
		exit 0
	}
	cp "$tree/kernel/a.c" "$image"
	EOF
	cat >ci/command.sh <<-'EOF'
	. "$(dirname -- "$0")/lib/common.sh"
	. "$KIT/ci/lib/cell.sh"
	cell_open "$1"
	cat >"$DIR/boot.sh" <<-END
	has() { grep -q "\$1" "$OBJ/$(arch_field s390 image)"; }
	t() { has "\$3" && echo "    not ok \$1 \$2" || echo "    ok \$1 \$2"; }
	{
	echo "\$KIT_APPEND" >>"$DIR/appended"
	exec 9>"$BUILD/booting"
	flock -n 9 || echo "$DIR" >>"$BUILD/overlaps"
	has SLOW && sleep 0.4
	printf 'KTAP version 1\n1..1\n  KTAP version 1\n  # Subtest: ftrace_direct\n  1..1\n    # Subtest: toy\n    TAP version 13\n    1..3\n'
	t 1 dc01_a BREAKS01
	has DIES && { echo "Kernel panic - not syncing: toy" >&2; exit 1; }
	has SLEEPS && { sleep 1.3; echo "Kernel panic - not syncing: hung_task: blocked tasks" >&2; exit 1; }
	t 2 dc05_b BREAKS05
	has HANGS && exec sleep 60
	t 3 dc20_c BREAKS20
	printf '  ok 1 toy\nok 1 ftrace_direct\nkit: done %s\n' "\$KIT_TOKEN"
	} >&3
	END
	EOF
}

mutants() {
	run make mutants CELL=6.1/s390/plain "$@"
	echo "$output"
	cat "$KIT_BUILD/mutants.log" 2>/dev/null || :
}

fate() { jq -r "$1" "$KIT_BUILD/mutants/6.1/s390/plain/$2/mutant.json"; }
