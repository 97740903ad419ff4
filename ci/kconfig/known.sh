#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# known.sh TREE ARCH NAME...: check that the tree has the configurations that KCONFIG
# names, for this architecture. Status 1: it has not; a sentence says what it has.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"

tree=$1
arch=$2
shift 2

# The configurations and fragments of the tree, by the names that kbuild takes.
known() {
	for dir in "$tree/arch/$arch/configs" "$tree/kernel/configs"; do
		[ ! -d "$dir" ] || (cd "$dir" && find . -type f | sed 's|^[.]/||')
	done | grep -E '(defconfig|[.]config)$' | sort -u
}

# An arch's Makefile may make a name from others.
makes() { # NAME
	grep -qsE "(^|[[:space:]])$1([[:space:]]*:|[[:space:]]|\$)" "$tree/arch/$arch/Makefile"
}

for name; do
	case $name in
	defconfig) continue ;;
	*defconfig) known | grep -qxF -- "$name" || makes "$name" ;;
	*.config) known | grep -qxF -- "$name" ;;
	*) false ;;
	esac && continue
	near=$(known | sh "$KIT/ci/lib/names.sh" nearest "$name")
	die -1 "KCONFIG: '$name' is no file, and no configuration in arch/$arch/configs or kernel/configs of this tree${near:+; did you mean '$near'?}"
done
