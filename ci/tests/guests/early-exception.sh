#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest that dies before it can panic, and halts.
echo '[    0.000000] Linux version 6.1.158'
echo 'PANIC: early exception 0x0d IP 10:ffffffff81000000 error 0 cr2 0xffff888003400000'
echo '[    0.000000] Call Trace:'
exec sleep 600
