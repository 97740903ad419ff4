#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench-switches.sh DIR: compute what a switch costs in a cell, from the guest's output
# in $DIR/result.ktap. It prints lines
#
#	WAY FUNCTIONS INSTRUCTIONS
#
# WAY is near, far or stub. A cost is "none" where the kernel has no such way.
#
#   bench-switches.sh DIR program	print the program of the suite that measures
#   bench-switches.sh DIR required	print the tests of it that must have passed
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/bench/bench-lib.sh"
cell_open "${1:-}"

counts='1 64 256 1024'
case ${2:-} in
program)
	echo ftrace_direct.bench_switch
	exit
	;;
required)
	for count in $counts; do echo "near_$count"; done
	exit
	;;
esac

for way in near far stub; do
	for count in $counts; do
		# Use the last line about it.
		ns=$(said "switch $way $count" | tail -n 1)
		[ -z "$ns" ] || echo "$way $count $ns"
	done
done
