#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest that talks without end, slowly.
printf 'KTAP version 1\n1..1\n' >&3
while :; do
	echo tick
	sleep 0.05
done
