#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest in which 30 tests fail.
printf 'KTAP version 1\n1..1\n  # Subtest: suite\n  1..30\n' >&3
for n in $(seq 30); do echo "  not ok $n t$n"; done >&3
printf 'not ok 1 suite\nkit: done %s\n' "$KIT_TOKEN" >&3
