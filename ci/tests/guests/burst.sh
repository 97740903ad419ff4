#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest that says much at once and is gone before it was read.
{
	printf 'KTAP version 1\n1..1\n  # Subtest: suite\n  1..2\n  ok 1 a\n  ok 2 b\nok 1 suite\n'
	head -c 400000 /dev/zero | tr '\0' '\n'
	echo "kit: done $KIT_TOKEN"
} >"${0%/*}/burst"
exec cat "${0%/*}/burst" >&3
