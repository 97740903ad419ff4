#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Boot a cell again, without building anything.
#
#   again.sh rerun CELL		judge it again
#   again.sh shell CELL		a shell in its guest, on this terminal
#   again.sh gdb CELL		its QEMU, stopped at the first instruction
set -eu
. "$(dirname -- "$0")/lib/common.sh"

CELL=$2
DIR=$BUILD/cells/$CELL
rest=${CELL#*/}
ARCH=${rest%%/*}
FLAVOR=${rest#*/}
export CELL DIR ARCH FLAVOR

[ -x "$DIR/boot.sh" ] && [ -e "$DIR/initramfs.cpio" ] ||
	die "$CELL has not been built; do that first: make matrix BASES=${CELL%%/*} ARCHES=$ARCH FLAVORS=$FLAVOR"
exec 7>"$DIR/lock"
flock -n 7 || die "cell $CELL is at work in another run; wait for it to end"

port=${GDB_PORT:-1234}

case $1 in
rerun)
	FRESH=1 SPLIT="${SPLIT:-1}" exec sh "$KIT/ci/verdict.sh"
	;;
shell)
	say "leave the guest with 'exit', or kill QEMU with Ctrl-A x"
	KIT_APPEND="kit.mode=shell ${KIT_APPEND:-}" exec "$DIR/boot.sh" 3>/dev/null
	;;
gdb)
	say "QEMU waits on 127.0.0.1:$port. In another terminal (Debian: gdb-multiarch):"
	echo "  gdb-multiarch $DIR/obj/vmlinux -ex 'target remote 127.0.0.1:$port'"
	say "symbols of a module: add-symbol-file $DIR/obj/samples/ftrace/<module>.ko <address>,"
	say "the address is in the guest's /sys/module/<module>/sections/.text; end QEMU with Ctrl-A x"
	KIT_APPEND="nokaslr ${KIT_APPEND:-}" exec "$DIR/boot.sh" -S -gdb "tcp:127.0.0.1:$port" 3>/dev/null
	;;
*) die "again.sh: no command '$1'" ;;
esac
