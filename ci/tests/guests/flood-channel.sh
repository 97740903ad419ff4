#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A guest that floods the result channel.
exec yes 'ok 1 spam' >&3
