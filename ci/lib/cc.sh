#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# cc.sh COMPILER ARGUMENT...: compile, out of the compiler cache where that can
# know all that goes into the object.
#
# In its depend mode ccache does not run the preprocessor, and what an ".incbin"
# brings in is in no list of dependencies. x86 has its whole kernel in that way,
# arch/x86/boot/compressed/piggy.S: one of the same compressed size as another was
# taken for it.
#
# Nor does it know that a header would now be found in another directory. What
# includes <kit/...> is cached together with the names of the architecture's
# headers, which are in the file $MADE_WITH (ci/build.sh).
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
