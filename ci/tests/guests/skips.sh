#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest that skips a required test.
printf 'KTAP version 1\n1..1\n  # Subtest: suite\n  1..2\n' >&3
printf '  ok 1 a # SKIP no tracefs\n  ok 2 b\nok 1 suite\n' >&3
echo "kit: done $KIT_TOKEN" >&3
