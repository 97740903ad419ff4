#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# QEMU refuses an argument.
echo "qemu-system-aarch64: unable to find CPU model 'foo'" >&2
exit 1
