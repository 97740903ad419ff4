#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Hangs; its monitor answers, and what it says is nothing that the console said.
echo "Linux version toy"
printf 'KTAP version 1\n1..2\n' >&3
while read -r line; do
	echo "asked: $line"
	echo "CPU#0 RIP=ffffffff81000000 BUG: Internal error: Oops: 0"
done
