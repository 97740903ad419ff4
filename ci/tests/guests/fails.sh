#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest in which one test fails, and with it its suite.
printf 'KTAP version 1\n1..1\n  # Subtest: suite\n  1..2\n  not ok 1 a\n  ok 2 b\n' >&3
printf 'not ok 1 suite\nkit: done %s\n' "$KIT_TOKEN" >&3
