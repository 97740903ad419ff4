#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# leash.sh PID COMMAND...: become COMMAND, as leashed() runs it, for the caller PID, which
# may have been killed before this script began.
set -eu
. "$(dirname -- "$0")/common.sh"

caller=$1
shift
if [ -x "$HOST/kit-leash" ]; then
	exec "$HOST/kit-leash" --caller "$caller" "$@"
fi
[ "$PPID" = "$caller" ] || exit 143
exec setpriv --pdeathsig TERM "$@"
