#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench-clients.sh: what a BPF program that does nothing costs in the cell of the
# environment, out of what its guest has said in $DIR/result.ktap: lines
#
#	WAY RUN CODE
#
# instructions a call beyond those with nothing attached, in the run; those of
# them between the site and the trampoline, in the disassembly, "-" for a kprobe.
#
#   bench-clients.sh program	the program of the suite that measures
#   bench-clients.sh required	what of it must have passed
set -eu
. "$(dirname -- "$0")/lib.sh"
cd "$KIT"

ways='fentry fexit fentry_fexit kprobe kretprobe'
case ${1:-} in
program)
	echo ftrace_direct_bpf.bench
	exit
	;;
required)
	for way in nothing $ways; do echo "$way"; done
	exit
	;;
esac

CROSS=$(arch_field "$ARCH" cross)
[ "$(arch_field "$ARCH" debian)" != "$(dpkg --print-architecture)" ] || CROSS=
export CROSS
said() { sed -n "s/^ *# $1 //p" "$DIR/result.ktap"; }

code() { # WAY
	case $1 in *probe) echo - && return ;; esac
	said path | while read -r way tramp target bytes symbol; do
		[ "$way" = "$1" ] || continue
		sh ci/bench-path.sh "$OBJ/vmlinux" "$tramp" "$target" "$bytes" "$symbol"
	done
}

# What is read of the clock beside the calls is less than a hundredth of an
# instruction for each.
run() { # WAY
	said cost | awk -v way="$1" '
		$1 == "nothing" { times = $2; nothing = $3 }
		$1 == way { n = $2; ns = $3 }
		END {
			if (!times || n != times) exit
			extra = (ns - nothing) / times
			whole = int(extra + 0.5)
			off = extra - whole
			print (off < 0.01 && off > -0.01) ? whole : extra
		}'
}

for way in $ways; do
	echo "$way $(run "$way" | grep . || echo '?') $(code "$way" | grep . || echo '?')"
done
