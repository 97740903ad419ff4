#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# patched.sh READS STEP...: what ./livepatch runs under bpftrace. "in" and "out" load and
# unload the tree's sample of a livepatch, which gives /proc/cmdline another text. "read"
# reads that file READS times and prints "read READS PATCHED", with the number of texts
# that were those of the patch.
set -eu

SAMPLE=livepatch_sample
STATE=/sys/kernel/livepatch/$SAMPLE
SECONDS_LIMIT=60

# Wait until every task has switched to the other function.
settled() {
	waited=0
	while [ -e "$STATE" ] && [ "$(cat "$STATE/transition")" != 0 ]; do
		[ "$waited" -lt "$SECONDS_LIMIT" ] || {
			echo "the livepatch is still in transition after $waited s"
			exit 1
		}
		sleep 1
		waited=$((waited + 1))
	done
}

# Not by modprobe, which reads /proc/cmdline too.
patch_in() {
	insmod "$(find "/lib/modules/$(uname -r)" -name livepatch-sample.ko)"
	settled
}

patch_out() {
	echo 0 >"$STATE/enabled"
	while [ -e "$STATE" ]; do settled; done
	rmmod livepatch_sample
}

read_often() {
	i=0
	while [ "$i" -lt "$1" ]; do
		cat /proc/cmdline
		i=$((i + 1))
	done | awk '/has been live patched/ { patched++ } END { print "read", NR, patched + 0 }'
}

reads=$1
shift
for step; do
	case $step in
	in) patch_in ;;
	out) patch_out ;;
	read) read_often "$reads" ;;
	esac
done
