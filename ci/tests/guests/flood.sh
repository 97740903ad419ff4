#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest that floods the console.
echo '[    0.000000] Linux version 6.1.158'
exec yes spam
