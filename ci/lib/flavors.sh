# SPDX-License-Identifier: GPL-2.0
# Sourced after the messages: where a flavor is offered.
# shellcheck shell=sh

. "$KIT/ci/lib/versions.sh"

# flavor_arches FLAVOR VERSION: the architectures that offer the flavor. Most flavors
# exist for all. The key "arches" may limit one to a range of versions: riscv[6.16,).
flavor_arches() {
	arches=$(flavor_field "$1" arches)
	[ -n "$arches" ] || { list_arches && return; }
	printf '%s\n' "$arches" | tr -s ' \t' '[\n*]' | KIT_FLAVOR=$1 KIT_VERSION=$2 awk "$VERSIONS_AWK"'
		{
			arch = $0
			sub(/[^a-z0-9_].*/, "", arch)
			range = substr($0, length(arch) + 1)
			is = range == "" ? 1 : in_range(ENVIRON["KIT_VERSION"], range)
			if (is < 0) {
				print "kit: key arches of flavor " ENVIRON["KIT_FLAVOR"] ": " range_error >"/dev/stderr"
				exit 2
			}
			if (is)
				print arch
		}'
}
