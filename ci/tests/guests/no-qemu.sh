#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A script whose QEMU is not installed.
exec qemu-system-aarch64-not-there -M virt "$@"
