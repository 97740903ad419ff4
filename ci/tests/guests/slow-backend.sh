#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A backend that waits for its machine, and then gives it back.
echo 'waiting for a board'
sleep 1.5
echo '[    0.000000] Linux version 6.1.158'
printf 'KTAP version 1\n1..1\n  # Subtest: suite\n  1..2\n  ok 1 a\n  ok 2 b\nok 1 suite\n' >&3
echo "kit: done $KIT_TOKEN" >&3
sleep 1.5
