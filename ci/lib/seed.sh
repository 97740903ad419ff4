# SPDX-License-Identifier: GPL-2.0
# Sourced: fill a new build directory with what the matrix has built.
# shellcheck shell=sh

# seed CELL WHERE: copy the objects of a cell to build/cells/CELL below WHERE. kbuild
# compares command lines, in which the tree has another name there.
seed() {
	from=$BUILD/cells/$1/obj
	to=$2/cells/$1/obj
	new_tree=$2/trees/${1%%/*}
	[ ! -e "$to/.config" ] && [ -e "$from/vmlinux" ] || return 0
	old_tree=$(sed -n 's|^include \(/.*\)/Makefile$|\1|p' "$from/Makefile")
	[ -n "$old_tree" ] || return 0
	rm -rf "$to.new" "$to"
	mkdir -p "${to%/*}"
	flock -s "$BUILD/cells/$1/lock" cp -a --reflink=auto "$from" "$to.new"
	find "$to.new" -name '.*.cmd' -exec sed -i "s|$old_tree/|$new_tree/|g" {} +
	[ ! -e "$to.new/requested" ] || sed -i "1s|$old_tree |$new_tree |" "$to.new/requested"
	mv "$to.new" "$to"
}
