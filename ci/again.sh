#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Boot a cell again, without building anything.
#
#   again.sh rerun CELL		judge the cell again
#   again.sh shell CELL		open a shell in its guest, on this terminal
#   again.sh gdb CELL		start its QEMU stopped at the first instruction
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"

cell_split "$2"
dir=$BUILD/cells/$2
[ -x "$dir/boot.sh" ] && [ -e "$dir/initramfs.cpio" ] ||
	die "$2 has not been built; do that first: make matrix BASES=$BASE ARCHES=$ARCH FLAVORS=$FLAVOR"
exec 7>"$dir/lock"
only_run 7 || die "cell $2 is at work in another run; wait for it to end"
split=${SPLIT:-1}
cell_open "$dir"

port=${GDB_PORT:-1234}

case $1 in
rerun)
	option_set FRESH 1
	option_set SPLIT "$split"
	exec sh "$KIT/ci/verdict.sh" "$DIR"
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
