#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest whose results come in frames, over the console or ($FRAMED has "serial") over
# the result channel. $FRAMED says what goes wrong: lost, damaged, another,
# cut or changed.
# shellcheck disable=SC2059 # the text is a format
number=0
all=

crc() { gzip -c | tail -c 8 | od -An -t x4 -N 4 | tr -d ' '; }

frame() { # TEXT, as for printf
	all=$all$1
	token=$KIT_TOKEN
	case $FRAMED$number in
	*lost2) number=3 && return ;;
	*damaged2) token=damaged ;;
	*another*) token=0123456789abcdef ;;
	esac
	sum=$(printf "%s %d $1" "$token" "$number" | crc)
	printf '[    1.000000] kit-frame %d %s %s\n' "$number" "$sum" \
		"$(printf "$1" | od -An -v -t x1 | tr -d '\n' | sed 's/ /\\x/g')"
	number=$((number + 1))
}

results() {
	frame 'KTAP version 1\n1..1\n  KTAP version 1\n'
	frame '  1..2\n  # WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2\n'
	frame '  ok 1 a\n'
	frame '  ok 2 b\nok 1 suite\n'
	[ "$FRAMED" != changed ] || all=x$all
	frame "kit: sum $(printf "$all" | crc)\\n"
	frame "kit: done $KIT_TOKEN\\n"
}

echo '[    0.000000] Linux version 6.1.158'
case $FRAMED in
serial*)
	printf 'a boot loader says\nwithout an end' >&3
	sleep 0.2
	results >&3
	;;
*) results ;;
esac
[ "$FRAMED" = cut ] || echo "[    2.000000] kit: console complete $KIT_TOKEN"
