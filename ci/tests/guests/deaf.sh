#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest that ignores polite signals, and so does its child.
trap '' TERM INT HUP
echo '[    0.000000] Linux version 6.1.158'
sleep 600 &
echo "child $! ."
wait
