#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# cc.sh COMPILER ARGUMENT...: compile through the compiler cache, where the cache can
# know everything that goes into the object.
#
# In its depend mode ccache does not run the preprocessor, and no dependency list
# names the file that an ".incbin" includes. x86 includes its whole kernel that way, in
# arch/x86/boot/compressed/piggy.S: ccache took one kernel for another of the same
# compressed size.
#
# ccache also does not notice that a header would now be found in another directory. A
# file of the suite's module is therefore cached together with the names of the
# architecture's headers, which are in the file $MADE_WITH (ci/build.sh).
set -eu

for argument; do
	case $argument in
	*samples/ftrace_direct/*.c | */module-build/*.[cS])
		[ -z "${MADE_WITH:-}" ] || export CCACHE_EXTRAFILES="$MADE_WITH" ;;
	esac
	case $argument in
	*.[cSs])
		[ ! -f "$argument" ] || ! grep -q '[.]incbin' "$argument" || exec "$@"
		;;
	esac
done
exec ccache "$@"
