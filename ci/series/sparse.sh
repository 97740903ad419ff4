#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# sparse.sh ARGUMENT...: sparse, as kbuild calls it (CHECK=). What it finds in
# the source is for the caller to read and no failure; that it could not look
# is one.
for arg; do
	shift
	case $arg in
	# The distribution's does not know the extensions that have names.
	-march=rv*_*) arg=${arg%%_*} ;;
	esac
	set -- "$@" "$arg"
done

rc=0
said=$(sparse "$@" 2>&1) || rc=$?
[ -z "$said" ] || printf '%s\n' "$said" >&2
case $said in
*": error: "*) rc=0 ;;
esac
exit "$rc"
