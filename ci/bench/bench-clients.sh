#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench-clients.sh DIR: compute what a BPF program that does nothing costs in a cell,
# from the guest's output in $DIR/result.ktap. It prints lines
#
#	WAY RUN CODE
#
# RUN is the instructions a call, in the run, beyond those with nothing attached. CODE is
# those of them between the site and the trampoline, in the disassembly, "-" for a kprobe.
#
#   bench-clients.sh DIR program	print the program of the suite that measures
#   bench-clients.sh DIR required	print the tests of it that must have passed
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/bench/bench-lib.sh"
cell_open "${1:-}"
cd "$KIT"

ways='fentry fexit fentry_fexit kprobe kretprobe'
case ${2:-} in
program)
	echo ftrace_direct_bpf.bench
	exit
	;;
required)
	for way in nothing $ways; do echo "$way"; done
	exit
	;;
esac

code() { # WAY
	case $1 in *probe) echo - && return ;; esac
	said path | while read -r way tramp target bytes symbol; do
		[ "$way" = "$1" ] || continue
		sh ci/bench/bench-path.sh "$ARCH" "$OBJ/vmlinux" "$tramp" "$target" "$bytes" "$symbol"
	done
}

for way in $ways; do
	run=$(extra nothing "$way")
	code=$(code "$way")
	echo "$way ${run:-?} ${code:-?}"
done
