#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest that panics; panic=-1 and -no-reboot end QEMU with 0.
echo '[    0.000000] Linux version 6.1.158'
printf 'KTAP version 1\n1..1\n  # Subtest: suite\n  1..2\n  ok 1 a\n' >&3
echo '[    0.500000] Kernel panic - not syncing: Attempted to kill init!'
exit 0
