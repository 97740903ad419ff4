#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest that does all it should.
echo '[    0.000000] Linux version 6.1.158'
printf 'KTAP version 1\n1..1\n  # Subtest: suite\n  KTAP version 1\n' >&3
printf '  1..2\n  ok 1 a\n  ok 2 b\nok 1 suite\n' >&3
echo "kit: done $KIT_TOKEN" >&3
echo '[    1.000000] reboot: Power down'
