#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest whose last result is cut off.
printf 'KTAP version 1\n1..1\n  # Subtest: suite\n  1..2\n  ok 1 a\n  ok 2' >&3
