# SPDX-License-Identifier: GPL-2.0
# Sourced: the part that SHARD=3/8 selects. Each thing is in one part, and only in one,
# in whatever order a machine has them. Without SHARD there is one part.
# shellcheck shell=sh

# shard < LIST: of the lines, sorted, every eighth from the third on
shard() {
	sort -u | awk -v shard="${SHARD:-1/1}" '
		BEGIN { split(shard, part, "/") }
		NR % part[2] == part[1] % part[2]'
}

# in_shard NAME: the same for a name alone, where the list is not known. The parts are of
# about the same size.
in_shard() {
	[ -n "${SHARD:-}" ] || return 0
	hash=$(printf %s "$1" | cksum | cut -d ' ' -f 1)
	[ $((hash % ${SHARD#*/} + 1)) -eq "${SHARD%%/*}" ]
}
