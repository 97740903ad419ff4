# SPDX-License-Identifier: GPL-2.0
# Sourced after the messages: what arch/<arch>/quirks says, a line for each setting
# that some versions of QEMU need with some kernels: a range of QEMU's versions, one
# of the kernel's, key=value, and what was seen.
# shellcheck shell=sh

. "$KIT/ci/lib/versions.sh"

# quirk KEY ARCH QEMU VERSION: the value for this QEMU and this kernel, empty if
# there is none; the last line that is for both counts
quirk() {
	[ -e "$KIT/arch/$2/quirks" ] || return 0
	KIT_KEY=$1 KIT_QEMU=$3 KIT_VERSION=$4 awk "$VERSIONS_AWK"'
		function wrong(what) {
			print "kit: " FILENAME ":" FNR ": " what >"/dev/stderr"
			bad = 1
			exit 2
		}
		/^[ \t]*(#|$)/ { next }
		NF < 4 { wrong("a line is \"QEMU KERNEL KEY=VALUE REASON\", and this one has no reason") }
		{
			qemu = in_range(ENVIRON["KIT_QEMU"], $1)
			kernel = qemu < 0 ? qemu : in_range(ENVIRON["KIT_VERSION"], $2)
			if (kernel < 0)
				wrong(range_error)
			split($3, setting, "=")
			if (qemu && kernel && setting[1] == ENVIRON["KIT_KEY"])
				value = substr($3, length(setting[1]) + 2)
		}
		END { if (!bad && value != "") print value }' "$KIT/arch/$2/quirks"
}
