#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# mutant-boot.sh DIR PATCH BASELINE: boot the mutant of DIR, first with only the tests
# that it names. If they do not catch it, boot it with all tests, to see which one does.
# One that was made by chance names what is booted first; then all that is left is
# booted, unless BOOTS=first.
# Before that, wait for the end of BASELINE, the process that boots the baseline kernel.
# Without PATCH, boot the baseline kernel itself; the mutants are compared with it.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
cell_open "$1"

patch=$2
top=$DIR
baseline=${DIR%/*}/baseline
unset KIT_APPEND KIT_ACCEL KIT_INITRD

# Of 200 mutants the kernels take gigabytes; make mutants MUTANTS=N makes one again.
by_chance() { grep -q '^First: ' "$patch"; }
drop_kernel() { rm -rf "$top/obj" "$top/initramfs.cpio" "$top/named/initramfs.cpio" "$top/all/initramfs.cpio"; }

done_with() {
	state_set "$top" "done $1"
	[ -z "$patch" ] || ! by_chance || drop_kernel
	exit 0
}

slower=$(flavor_field "$FLAVOR" slower "$ARCH")
slower=${slower:-1}
# A task that sleeps this long under a lock is deadlocked: the kernel itself reports the
# task and panics, long before the program's time is over. The baseline kernel has the
# same limit, so that a task that is only slow is not taken for a deadlock.
asleep=$(awk -v a="$slower" -v b="${TIMEOUT_SCALE:-1}" 'BEGIN { printf "%d\n", 10 * a * b }')
option_set KERNEL_ARGS "sysctl.kernel.hung_task_timeout_secs=$asleep sysctl.kernel.hung_task_check_interval_secs=2 sysctl.kernel.hung_task_panic=1"

# Other hangs are found by a timeout, which is derived from the baseline kernel's run
# time. Of all cells together, only one boots for each two CPUs, alongside the builds.
cpus=$(nproc)
slots=$(((cpus + 1) / 2))
[ -z "$patch" ] || {
	leashed tail --pid="$3" -f /dev/null
	[ -e "$baseline/result.json" ] || die "the boot of the baseline kernel gave no result"
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

# The baseline kernel's boot has found out whether to use KVM.
option_set ACCEL "$(field "$baseline/meta" accel | tail -n 1)"

# boot_with WHERE [ONLY]: boot in a directory of its own, so that both boots can be read
boot_with() {
	mkdir -p "$top/$1"
	cp "$top/meta" "$top/stages" "$top/$1/"
	ln -f "$top/initramfs.cpio" "$top/$1/"
	parts=$(echo "${2:-.*}" | sed 's/,-[^,]*//g; s/,/|/g')
	without=$(echo "${2:-}" | tr , '\n' | sed -n 's/^-//p' | paste -sd '|')
	grep -E "^($parts)([.]|\$| )" "$top/required" | grep -vE "^(${without:-$})[.]" >"$top/$1/required"
	# A test that hangs uses up its whole timeout. The timeout follows from the time
	# that the same tests took on the baseline kernel.
	took=$("$HOST/kit-mutant" seconds "$baseline/result.json" "${2:-}")
	seconds=$(awk -v a="$took" -v b="${TIMEOUT_SCALE:-1}" 'BEGIN { printf "%d\n", (2 * a + 20) * b }')
	(
		cell_open "$top/$1"
		fact_set obj "$top/obj"
		fact_set command "$DIR/boot.sh"
		option_set PROGRAM_SECONDS "$seconds"
	)
	sh "$KIT/ci/command.sh" "$top/$1"
	# The first of these tests that fails decides, whatever else fails.
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

# A test that failed has noticed a change by chance. All else may have been the machine's
# doing, which was busy, or ended QEMU: a test whose time ran out, a hang, a splat about
# a stall, no boot.
doubtful() {
	by_chance || return 1
	case $fate in
	"killed "[A-Z]* | BOOT*) ;;
	*) return 1 ;;
	esac
}

# try named|all [ONLY]: boot, and judge; what is doubtful must happen in two boots. What
# the first boot said does not survive a second one that came to no end.
try() {
	boot_with "$1" "${2:-}"
	caught=yes
	judge "$1" "$1" || caught=
	doubtful || return 0
	rm -f "$top/mutant.json"
	boot_with "$1" "${2:-}"
	caught=yes
	judge "$1" "$1" || caught=
}

only=$("$HOST/kit-mutant" only "$patch" "$baseline/result.json")
if [ -n "$only" ]; then
	try named "$only"
	[ -z "$caught" ] || done_with "$fate"
	case $fate in BOOT*) done_with "$fate" ;; esac
fi
rest=
if by_chance; then
	rest=$("$HOST/kit-mutant" rest "$patch" "$baseline/result.json")
	[ -n "$rest" ] && [ "${BOOTS:-}" != first ] || {
		judge all named || :
		done_with "$fate"
	}
fi
try all "$rest"
done_with "$fate"
