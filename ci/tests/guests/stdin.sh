#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest must not wait for, or eat, what is typed.
if read -r line; then
	echo "got $line"
else
	echo 'stdin is empty'
fi
