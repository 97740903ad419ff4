#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Symbol versions without the series and with it: what is told of two kernels that kbuild
# could have left.
# shellcheck disable=SC2154 # status, output, lines are bats's

setup() {
	real=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	cd "$BATS_TEST_TMPDIR" || return
	for side in none kit; do
		mkdir -p "$side/obj/kernel" "tree-$side/include/linux"
		printf '%s\n' "version 6.1.83" "tree $PWD/tree-$side" >"$side/meta"
		: >"$side/obj/kernel/a.symtypes"
		: >"$side/obj/Module.symvers"
	done
	mkdir -p kernel/patches
}

# exports SIDE SYMBOL VERSION: an exported symbol
exports() { printf '%s\t%s\tvmlinux\tEXPORT_SYMBOL_GPL\t\n' "$3" "$2" >>"$1/obj/Module.symvers"; }

# types SIDE LINE...: what genksyms made the versions of kernel/a.o from. Its lines end with
# a blank.
types() { printf '%s \n' "${@:2}" >>"$1/obj/kernel/a.symtypes"; }

# patch NAME FILE LINE...: a patch of that file, with these changed lines
patch() {
	printf '%s\n' "--- a/$2" "+++ b/$2" '@@ -1 +1 @@' "${@:3}" >"kernel/patches/$1.patch"
}

# abi: the comparison, with a table of plain fields
abi() {
	run sh -c 'ls kernel/patches/*.patch 2>/dev/null | python3 "$1" 6.1/arm64/plain none kit cat' - "$real/ci/export/abi.py"
	echo "$output"
}

# row FIELD...: there is such a row in a table
row() {
	local IFS=$'\t'
	grep -qxF -- "$*" <<<"$output"
}

# A structure of an exported symbol, to which a patch adds a member.
member_added() {
	exports none use_ops 0x1
	exports kit use_ops 0x2
	types none 's#ops struct ops { int a ; }' 'use_ops int use_ops ( s#ops * )'
	types kit 's#ops struct ops { int a ; long direct ; }' 'use_ops int use_ops ( s#ops * )'
	printf 'struct ops {\n\tint a;\n};\n' >tree-none/include/linux/x.h
	printf 'struct ops {\n\tint a;\n\tlong direct;\n};\n' >tree-kit/include/linux/x.h
	patch member include/linux/x.h '+	long direct;'
	patch other include/linux/x.h '+	long elsewhere;'
}

@test "abi: a structure that changed is told, with the member, the versions and the patch" {
	member_added
	abi
	[ "$status" -eq 1 ]
	[[ $output == *"exported symbols: 1 before, 1 after; 0 added, 0 removed, 1 of 1 with another version"* ]]
	row "struct ops" 1 "+ long direct" kernel/member
	[[ ${lines[-1]} == $'kernel/member\t1' ]]
}

@test "abi: a version that depends on it through other types counts" {
	member_added
	for side in none kit; do
		exports $side far 0x$([ $side = none ] && echo 3 || echo 4)
		exports $side same 0x5
		types $side 's#box struct box { s#ops * o ; }' 't#box_t typedef s#box box_t' \
			'far void far ( t#box_t )' 'same void same ( int )'
	done
	abi
	row "struct ops" 2 "+ long direct" kernel/member
	[[ $output == *"2 of 3 with another version"* ]]
}

@test "abi: symbols added and removed are told" {
	exports none gone 0x1
	exports kit new 0x2
	patch away kernel/a.c '-EXPORT_SYMBOL_GPL(gone);'
	abi
	[ "$status" -eq 1 ]
	[[ $output == *"1 added, 1 removed"* ]]
	row new EXPORT_SYMBOL_GPL vmlinux ""
	row gone EXPORT_SYMBOL_GPL vmlinux kernel/away
}

@test "abi: a symbol that is only new breaks nothing" {
	exports kit new 0x2
	abi
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} == "No version changed and no symbol is gone: modules that were built before can be loaded." ]]
}

@test "abi: a type that an #include makes known is told as such" {
	exports none use 0x1
	exports kit use 0x2
	types none 's#hidden struct hidden { UNKNOWN }' 'use void use ( s#hidden * )'
	types kit 's#hidden struct hidden { int a ; }' 'use void use ( s#hidden * )'
	patch brings kernel/a.c '+#include <linux/hidden.h>'
	patch other kernel/a.c '+int b;'
	abi
	[ "$status" -eq 1 ]
	row "struct hidden" 1 "is known now: its header is included" kernel/brings
}

@test "abi: a declaration that changed is told, with both" {
	exports none call 0x1
	exports kit call 0x2
	types none 'call int call ( int )'
	types kit 'call int call ( long )'
	patch wide kernel/a.c '-int call(int a)' '+int call(long a)'
	abi
	[ "$status" -eq 1 ]
	row call "int call ( int )" "int call ( long )" kernel/wide
	[[ ${lines[-1]} == $'kernel/wide\t1' ]]
}

@test "abi: what no patch changes is the configuration's" {
	exports none use 0x1
	exports kit use 0x2
	types none 's#task struct task { int a ; }' 'use void use ( s#task * )'
	types kit 's#task struct task { int a ; int b ; }' 'use void use ( s#task * )'
	patch other kernel/a.c '+int c;'
	abi
	row "struct task" 1 "+ int b" "none of the patches: the configuration"
}

@test "abi: a constant and a typedef are looked up by their names" {
	exports none use 0x1
	exports kit use 0x2
	types none 'E#STATES ( 0 ) + 2' 't#fn_t typedef void ( * fn_t ) ( int )' 'use void use ( t#fn_t , int [ E#STATES ] )'
	types kit 'E#STATES ( 0 ) + 3' 't#fn_t typedef void ( * fn_t ) ( long )' 'use void use ( t#fn_t , int [ E#STATES ] )'
	patch state include/linux/x.h '+	STATES_NEW,' '+	STATES,'
	patch fn include/linux/x.h '+typedef void (*fn_t)(long);'
	abi
	[[ $output == *$'constant STATES\t1\t( 0 ) + 2 -> ( 0 ) + 3\tkernel/state'* ]]
	[[ $output == *$'typedef fn_t\t1\t'*$'\tkernel/fn'* ]]
}
