#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Print what the kit's tables say for each version, architecture and port status, with
# and without the series. golden/ranges-of-tables is the reviewed output. After a change
# of a table, write it again and review the difference:
#
#	sh ci/tests/ranges.sh >ci/tests/golden/ranges-of-tables
#
# A column is a version, a letter an architecture: arm64, riscv, s390, x86. After each
# row comes the number of names that have it. Of many names, only the programs are
# named, with the number of their tests.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/selector.sh"
. "$KIT/ci/lib/flavors.sh"
. "$KIT/ci/lib/fragments.sh"
. "$KIT/ci/lib/quirks.sh"
cd "$KIT"

versions="5.10 5.15 6.1 6.2 6.6 6.12 6.18 7.1 7.3"
arches="arm64 riscv s390 x86"
few=16

# grid < lines "NAME VERSION ARCH": group the names by the row that they have
grid() {
	awk -v versions="$versions" -v arches="$arches" -v few="$few" '
		BEGIN { nv = split(versions, v, " "); na = split(arches, a, " ") }
		!($1 in names) { names[$1]; name[++n] = $1 }
		{ met[$1, $2, $3] }
		function row_of(what,  i, j, text) {
			text = ""
			for (i = 1; i <= nv; i++) {
				for (j = 1; j <= na; j++)
					text = text ((what, v[i], a[j]) in met ? substr(a[j], 1, 1) : ".")
				text = text " "
			}
			return text
		}
		function program_of(what,  part, parts) {
			parts = split(what, part, ".")
			return parts > 2 ? part[1] "." part[2] : part[1]
		}
		function print_names(row,  i, program, last, tests) {
			for (i = 1; i <= n; i++) {
				if (row_of_name[i] != row)
					continue
				if (count[row] <= few) {
					print "\t" name[i]
					continue
				}
				program = program_of(name[i])
				if (!(program in of_program))
					order_of[++programs] = program
				of_program[program]++
			}
			for (i = 1; i <= programs; i++)
				print "\t" order_of[i] ": " of_program[order_of[i]]
			programs = 0
			delete of_program
		}
		END {
			for (i = 1; i <= n; i++) {
				row = row_of_name[i] = row_of(name[i])
				if (!count[row]++)
					rows[++m] = row
			}
			for (i = 1; i <= nv; i++)
				printf "%-5s", v[i]
			print "names"
			for (i = 1; i <= m; i++) {
				print rows[i] count[rows[i]]
				print_names(rows[i])
			}
		}'
}

# asked STATUS SERIES TABLE...: print "NAME VERSION ARCH" for what the tables require.
# A flavor's table counts where the flavor is offered, and its name is added.
asked() {
	KIT_STATUS=$1 KIT_SERIES=$2
	export KIT_STATUS KIT_SERIES
	shift 2
	awk -v versions="$versions" -v arches="$arches" "$SELECTOR_AWK"'
		BEGIN { nv = split(versions, v, " "); na = split(arches, a, " ") }
		FNR == 1 { tables++ }
		tables == 1 { offered[$1, $2, $3]; next }
		FNR == 1 {
			flavor = FILENAME ~ /^ci\/flavors\// ? FILENAME : ""
			gsub(/^.*\/|[.]manifest$/, "", flavor)
		}
		/^[ \t]*(#|$)/ { next }
		{
			name = $2 == "without" ? "without:" $3 : $2
			if (flavor != "")
				name = flavor ":" name
			for (i = 1; i <= nv; i++)
				for (j = 1; j <= na; j++) {
					if (flavor != "" && !((flavor, v[i], a[j]) in offered))
						continue
					is = selects($1, ENVIRON["KIT_STATUS"], v[i] ".5", a[j], flavor == "" ? "plain" : flavor, ENVIRON["KIT_SERIES"])
					if (is < 0) {
						print FILENAME ":" FNR ": " selector_error >"/dev/stderr"
						exit 2
					}
					if (is)
						print name, v[i], a[j]
				}
		}' "$work/flavors" "$@"
}

each() { # COMMAND...: what it prints for each version and architecture, with both
	for version in $versions; do
		for arch in $arches; do
			"$@" | sed "s|\$| $version $arch|"
		done
	done
}

offered() {
	flavor_arches "$1" "$version.5" | sed -n "s/^$arch\$/$1/p"
}

plain_fragments() { fragments "$version.5" "$arch" plain "$1" "$work/tree"; } # STATUS

own_fragments() { BASE=kdir plain_fragments native | grep own-tree; }

# Fragments of flavors that are not for all versions.
special_fragments() {
	for file in "arch/$arch/flavors"/*-*.config; do
		[ ! -e "$file" ] || ! fragment_is_for "$version.5" "$file" || echo "$file"
	done
}

quirks() {
	[ -e "arch/$arch/quirks" ] || return 0
	for qemu in 7.2.22 8.2.2 10.0.2 11.0.0; do
		value=$(quirk accel "$arch" "$qemu" "$version.5")
		[ -z "$value" ] || echo "QEMU_$qemu:$value"
	done
}

section() { printf '\n%s\n' "$*"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A tree with all samples; an arch that is ported says nothing of the base's.
mkdir -p "$work/tree/samples/ftrace_direct" "$work/tree/include/linux"
echo 'int register_ftrace_direct_multi(struct ftrace_ops *ops, unsigned long addr);' \
	>"$work/tree/include/linux/ftrace.h"
for arch in $arches; do
	mkdir -p "$work/tree/arch/$arch"
	: >"$work/tree/arch/$arch/Kconfig"
done
for flavor in $(list_flavors); do
	each offered "$flavor"
done >"$work/flavors"

echo "# SPDX-License-Identifier: GPL-2.0"
echo "# Printed by ci/tests/ranges.sh, which says how to read and renew it."
section "Flavors"
grid <"$work/flavors"
for cell in "native none" "native kit" "ported kit" "ported kit-without-switch" "none none"; do
	section "Required, status and series: $cell"
	# shellcheck disable=SC2086 # two words
	asked $cell ci/guest/manifest tools/testing/selftests/ftrace_direct/manifest | grid
done
for cell in "native none" "ported kit" "none none"; do
	section "Required of flavors, status and series: $cell"
	# shellcheck disable=SC2086 # two words
	asked $cell ci/flavors/*.manifest | grid
done
for cell in "native none" "native kit" "native kit-without-switch" "ported kit"; do
	section "Expected failures, status and series: $cell"
	# shellcheck disable=SC2086 # two words
	asked $cell ci/allow/expected-failures | grid
done
section "Fragments of plain, status native"
each plain_fragments native | grid
for status in ported none; do
	section "General fragments of plain, status $status"
	each plain_fragments "$status" | grep '^ci/configs/' | grid
done
section "Fragments of plain that only a tree of the user's has"
each own_fragments | grid
section "Fragments of other flavors that are not for all versions"
each special_fragments | grid
section "Quirks"
each quirks | grid
