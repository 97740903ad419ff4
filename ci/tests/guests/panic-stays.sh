#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest that panics and stays in disabled wait, as s390 does.
echo '[    0.500000] Kernel panic - not syncing: Fatal exception'
echo '[    0.600000] the rest'
exec sleep 600
