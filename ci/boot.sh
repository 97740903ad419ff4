#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Boot the cell of the environment and judge it.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
sh "$KIT/ci/command.sh"
exec sh "$KIT/ci/verdict.sh"
