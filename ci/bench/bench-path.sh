#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench-path.sh ARCH VMLINUX TRAMP TARGET BYTES SYMBOL [ADDRESS BYTES SYMBOL]...: count in
# the disassembly the instructions from the target of a patch site's branch up to the
# trampoline. The addresses and the bytes at TARGET are hexadecimal. SYMBOL is TARGET's
# name, or a number where there is no symbol. Further code on the path follows.
#
# The rule: every branch on the path is taken, because the only question on it is
# whether there is a direct call. The path ends with the jump through a register.
# arch/<arch>/descriptor says which instructions these are. The run, which must come to
# the same number, verifies the rule.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"

ARCH=$1
vmlinux=$2
tramp=$3
target=$4
symbol=$6
shift 3
CROSS=$(cross_prefix "$ARCH")

if [ "$target" = "$tramp" ]; then
	echo 0
	exit
fi

branch=$(arch_field "$ARCH" insn-branch)
leave=$(arch_field "$ARCH" insn-leave)
[ -n "$branch" ] && [ -n "$leave" ] ||
	die "arch/$ARCH/descriptor does not say what a branch is (insn-branch, insn-leave), and there is something between site and trampoline: $symbol"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# dash's printf knows no \x.
octal() {
	echo "$1" | fold -w 2 | awk '
		function digit(c) { return index("0123456789abcdef", c) - 1 }
		{ printf "\\%03o", 16 * digit(substr($0, 1, 1)) + digit(substr($0, 2, 1)) }'
}

# Disassemble code that is in no file; the guest has sent the bytes.
sent() { # ADDRESS BYTES
	machine=$("${CROSS}objdump" -f "$vmlinux" | sed -n 's/^architecture: \([^,]*\),.*/\1/p')
	# shellcheck disable=SC2059 # escapes
	printf "$(octal "$2")" >"$work/bytes"
	"${CROSS}objdump" -D -b binary -m "$machine" --no-show-raw-insn \
		--adjust-vma="0x$1" "$work/bytes"
}

built() { # ADDRESS SYMBOL
	there=$("${CROSS}nm" "$vmlinux" | awk -v name="$2" '$3 == name { sub(/^0+/, "", $1); print $1 }')
	[ "$there" = "$1" ] ||
		die "$2 is at $1 in the guest and at ${there:-no address} in $vmlinux: the disassembly would be of something else"
	"${CROSS}objdump" -d --no-show-raw-insn --start-address="0x$1" "$vmlinux" |
		head -n 200
}

while [ $# -gt 0 ]; do
	case $3 in
	0x* | *' '*) sent "$1" "$2" ;;
	*) built "$1" "$3" ;;
	esac
	shift 3
done >"$work/text"

awk -v start="$target" -v branch="$branch" -v leave="$leave" '
	/^Disassembly / { last = "" }
	/^ *[0-9a-f]+:\t/ {
		address = $1
		sub(/:$/, "", address)
		text = $0
		sub(/^[^\t]*\t/, "", text)
		gsub(/[ \t]+/, " ", text)
		insn[address] = text
		if (last != "") next_to[last] = address
		last = address
	}
	function goes_to(text) {
		sub(/ *<.*/, "", text)
		sub(/ *[#\/].*/, "", text)
		sub(/.*[ ,]/, "", text)
		sub(/^0x/, "", text)
		return text
	}
	END {
		at = start
		for (n = 1; n <= 100 && at in insn; n++) {
			if (insn[at] ~ leave) { print n; exit }
			at = insn[at] ~ branch ? goes_to(insn[at]) : next_to[at]
		}
		exit 1
	}' "$work/text" || {
	cat "$work/text" >&2
	die "the disassembly shows no path from $target ($symbol) to the trampoline"
}
