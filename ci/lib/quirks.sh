# SPDX-License-Identifier: GPL-2.0
# Sourced after the messages: read arch/<arch>/quirks. Each line is a setting that some
# versions of QEMU need with some kernels: a range of QEMU versions, a range of kernel
# versions, key=value, and the observed fault.
# shellcheck shell=sh

. "$KIT/ci/lib/versions.sh"

# quirk KEY ARCH QEMU VERSION: print the value for this QEMU and this kernel, or nothing
# if there is none. The last line that matches both decides.
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
