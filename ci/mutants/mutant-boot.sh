#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# mutant-boot.sh DIR PATCH BASELINE: boot the mutant of DIR, first with only the
# tests that it names; if they do not catch it, with all, to see what does. Before
# that, wait for the end of BASELINE, the process that boots the baseline kernel. Without
# PATCH it is that kernel, whose result is what theirs is compared with.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
cell_open "$1"

patch=$2
top=$DIR
baseline=${DIR%/*}/baseline
unset KIT_APPEND KIT_ACCEL KIT_INITRD

done_with() {
	state_set "$top" "done $1"
	exit 0
}

slower=$(flavor_field "$FLAVOR" slower "$ARCH")
slower=${slower:-1}
# Who sleeps so long under a lock does so for ever: the kernel itself says who,
# and ends, long before the program's time is over. The baseline one has the same
# to bear, now, so that what is only slow is not taken for a deadlock.
asleep=$(awk -v a="$slower" -v b="${TIMEOUT_SCALE:-1}" 'BEGIN { printf "%d\n", 10 * a * b }')
option_set KERNEL_ARGS "sysctl.kernel.hung_task_timeout_secs=$asleep sysctl.kernel.hung_task_check_interval_secs=2 sysctl.kernel.hung_task_panic=1"

# What hangs is told by time, and the baseline kernel's is the measure: of all cells
# together only one boots for each two CPUs, alongside the builds.
cpus=$(nproc)
slots=$(((cpus + 1) / 2))
[ -z "$patch" ] || {
	leashed tail --pid="$3" -f /dev/null
	[ -e "$baseline/result.json" ] || die "the baseline kernel's boot came to no end"
}
exec 5>"$BUILD/mutants/boots.$(($(printf %s "$DIR" | cksum | cut -d ' ' -f 1) % slots))"
flock 5

state_set "$top" boot
if [ -z "$patch" ]; then
	option_set FRESH 1
	option_set SPLIT 0
	{ sh "$KIT/ci/command.sh" "$DIR" && sh "$KIT/ci/verdict.sh" "$DIR"; } >"$DIR/boot.log" 2>&1 5>&- ||
		[ $? -eq 1 ]
	done_with "$(tail -n 1 "$DIR/boot.log" | cut -d ' ' -f 1)"
fi

# Whether to use KVM the baseline kernel has found out.
option_set ACCEL "$(field "$baseline/meta" accel | tail -n 1)"

# boot_with WHERE [ONLY]: into a directory of its own, so that both can be read
boot_with() {
	mkdir -p "$top/$1"
	cp "$top/meta" "$top/stages" "$top/$1/"
	ln -f "$top/initramfs.cpio" "$top/$1/"
	parts=$(echo "${2:-.*}" | sed 's/,/|/g')
	grep -E "^($parts)([.]|\$| )" "$top/required" >"$top/$1/required"
	# One that hangs costs all of its time: what the same tests took of the
	# baseline kernel says how much there is to be had.
	took=$("$HOST/kit-mutant" seconds "$baseline/result.json" "${2:-}")
	seconds=$(awk -v a="$took" -v b="${TIMEOUT_SCALE:-1}" 'BEGIN { printf "%d\n", (2 * a + 20) * b }')
	(
		cell_open "$top/$1"
		fact_set obj "$top/obj"
		fact_set command "$DIR/boot.sh"
		option_set PROGRAM_SECONDS "$seconds"
	)
	sh "$KIT/ci/command.sh" "$top/$1"
	# When one of these has failed it is decided, whatever else fails.
	deciding=$top/deciding
	"$HOST/kit-mutant" deciding "$patch" "$baseline/result.json" >"$deciding"
	[ -s "$deciding" ] || deciding=
	KIT_APPEND=${2:+kit.only=$2} "$HOST/kit-boot" --boot-deadline $((60 * slower)) \
		--silence $((20 * slower)) --total $((3 * took + 60 * slower)) --scale "${TIMEOUT_SCALE:-1}" \
		${deciding:+--until "$deciding"} \
		--allow "$KIT/ci/allow/splats" --expected "$KIT/ci/allow/expected-failures" \
		"$top/$1" >"$top/$1/boot.log" 2>&1 5>&- || [ $? -eq 1 ] || {
		cat "$top/$1/boot.log" >&2
		exit 2
	}
}

judge() { # named|all WHERE
	fate=$("$HOST/kit-mutant" "$1" "$patch" "$baseline/result.json" \
		"$top/$2/result.json" "$top/mutant.json" "$asleep") || {
		rc=$?
		[ "$rc" -eq 1 ] || exit "$rc"
		return 1
	}
}

only=$("$HOST/kit-mutant" only "$patch" "$baseline/result.json")
if [ -n "$only" ]; then
	boot_with named "$only"
	! judge named named || done_with "$fate"
fi
boot_with all
judge all all || :
done_with "$fate"
