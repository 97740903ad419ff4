#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest in which a test fails, and the next one hangs.
echo '[    0.000000] Linux version 6.1.158'
printf 'KTAP version 1\n1..1\n  # Subtest: suite\n  1..2\n  not ok 1 a\n' >&3
exec sleep 600
