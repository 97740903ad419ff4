#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest that dies within the line.
printf '[    0.500000] Kernel panic - not syncing: VFS: Unable to mou'
