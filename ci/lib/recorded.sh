#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# recorded.sh BUNDLE: the backend of "make judge". It boots nothing and plays the streams of
# a boot that was recorded: $KIT_CONSOLE, and $KIT_RESULTS if that was another stream.
set -eu
[ -z "${KIT_RESULTS:-}" ] || cat -- "$KIT_RESULTS" >&3
cat -- "$KIT_CONSOLE"
