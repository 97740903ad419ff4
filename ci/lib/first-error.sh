#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# first-error.sh LOG: the line of a build log that says what went wrong.
set -eu
{
	grep -m 1 -E 'No space left on device' "$1" ||
		grep -m 1 -E '(^|[^[:alnum:]_])(fatal )?error: |^ERROR: |: undefined reference to |not found$' "$1" ||
		grep -m 1 -E '^make.*\*\*\*' "$1" ||
		tail -n 1 "$1"
} | cut -c 1-300
