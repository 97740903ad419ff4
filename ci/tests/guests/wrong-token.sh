#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest that says another boot's token, and the right one on the console.
printf 'KTAP version 1\n1..1\n  # Subtest: suite\n  1..2\n  ok 1 a\n  ok 2 b\nok 1 suite\n' >&3
echo 'kit: done 00000000000000000000000000000000' >&3
echo "kit: done $KIT_TOKEN"
