# SPDX-License-Identifier: GPL-2.0
# Sourced after common.sh: a build that was killed says nothing about the kernel.
# shellcheck shell=sh

# What gcc, collect2 and make say of a program that a signal ended. SIGKILL is the OOM
# killer's as well.
killed='(Killed|Terminated) signal terminated program|terminated with signal (9|15) |\*\*\* \[.*\] (Killed|Terminated|Error (137|143))$'

# not_killed STATUS LOG: end this step without a verdict if make, which ended with STATUS,
# or one of its programs was killed
not_killed() {
	line=$(grep -m 1 -E -- "$killed" "$2") || line=
	[ "$1" -lt 128 ] || line=${line:-make ended with status $1}
	[ -z "$line" ] ||
		die "the build was killed, which is no verdict: $line; run the same command again, if memory was short with JOBS=1"
}

# drop_since MARK DIRECTORY...: remove what a build that was killed has left. It may be half
# written, and newer than its sources.
drop_since() {
	mark=$1
	shift
	[ ! -e "$mark" ] || find "$@" -newer "$mark" -type f -delete 2>/dev/null || :
}

# build_begins: mark in the open cell that a build is at work
build_begins() {
	drop_since "$DIR/building" "$OBJ" "$DIR/suite" "$DIR/suite_bpf"
	: >"$DIR/building"
}

# build_ended: it has ended by itself, well or not
build_ended() { rm -f "$DIR/building"; }

# made_whole DIRECTORY COMMAND...: run a build that fills a directory of the kit's
made_whole() {
	building=$1.building
	drop_since "$building" "$1"
	: >"$building"
	shift
	"$@" || return
	rm -f "$building"
}
