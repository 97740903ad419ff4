#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# config.sh DIR: configure a cell: allnoconfig plus fragments; or the distribution's
# own configuration of its kernel, without the modules, plus the flavor's fragment
# ("config" of its descriptor). Status 1: the configuration dropped an option that a
# fragment requests. Facts: compiler.
#
#   config.sh DIR assert	only check that all requested options are still set
#   config.sh DIR requested	only print what the fragments request
#
# In the middle of the series (option STEPS) an option may not exist yet.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/toolchain.sh"
. "$KIT/ci/lib/fragments.sh"
cell_open "${1:-}"

distribution=$(flavor_field "$FLAVOR" config "$ARCH")
files=$(fragments "$VERSION" "$ARCH" "$FLAVOR" "$STATUS" "$TREE")

requested() {
	printf '%s\n' "$files" | (cd "$KIT" && xargs cat) | awk '
		match($0, /^CONFIG_[A-Za-z0-9_]+=/) { name = substr($0, 1, RLENGTH - 1) }
		/^# CONFIG_[A-Za-z0-9_]+ is not set$/ { name = $2 }
		name != "" { want[name] = $0; name = "" }
		END { for (name in want) print want[name] }' | sort
}

# "is not set" also holds for an option that the base does not have.
dropped() {
	requested | while IFS= read -r line; do
		case $line in
		CONFIG_*) grep -qxF -- "$line" "$OBJ/.config" || echo "${line%%=*}" ;;
		*)
			name=$(echo "$line" | cut -d ' ' -f 2)
			grep -q "^$name=" "$OBJ/.config" && echo "$name"
			;;
		esac
	done | paste -sd ' '
}

assert_taken() {
	[ -z "$STEPS" ] || return 0
	lost=$(dropped)
	[ -z "$lost" ] && return
	for name in $lost; do
		grep -h "^$name=\|^# $name is not set" "$OBJ/.config" || echo "$name is not there"
	done
	echo "the configuration dropped what was asked for: $lost" | tee "$DIR/reason"
	exit 1
}

case ${2:-} in
assert) assert_taken && exit ;;
requested) requested && exit ;;
esac

kconfig() { # GOAL [VARIABLE=VALUE...]
	# shellcheck disable=SC2086 # variables of make
	make -C "$TREE" O="$OBJ" ARCH="$ARCH" CROSS_COMPILE="$CROSS" \
		$KERNEL_MAKE CC="$KERNEL_CC" "$@" || {
		echo "$1 failed: $(sh "$KIT/ci/lib/first-error.sh" "$DIR/config.log")" >"$DIR/reason"
		exit 1
	}
}

# Options that the configuration loses in addition to the modules: they depend on one.
say_lost() {
	echo "not modules, and gone with them:"
	grep -E '^CONFIG_[A-Za-z0-9_]+=' "$OBJ/distribution" | grep -v '=m$' |
		grep -vxFf "$OBJ/.config" || echo "nothing"
}

from_distribution() {
	line=$(echo "$VERSION" | sed 's/^\([0-9]*[.][0-9]*\).*/\1/')
	config=$(sh "$KIT/ci/get/distribution.sh" "$line" "$ARCH" "$distribution")
	cp "$config" "$OBJ/distribution"
	sed 's/^\(CONFIG_[A-Za-z0-9_]*\)=m$/# \1 is not set/' "$config" |
		cat - "$OBJ/requested.new" >"$OBJ/.config"
	kconfig olddefconfig
	say_lost
}

toolchain
compiler=$("$KERNEL_CC" --version | head -n 1)
fact_set compiler "$compiler"
printf '%s\n' "$files"
# Configure from scratch when the fragments or the source changed. Otherwise new
# options in the source would get their defaults, not "no".
{
	echo "# $TREE $VERSION $compiler $distribution"
	requested
} >"$OBJ/requested.new"
if [ ! -e "$OBJ/.config" ] || ! cmp -s "$OBJ/requested.new" "$OBJ/requested"; then
	if [ -n "$distribution" ]; then
		from_distribution
	else
		kconfig allnoconfig KCONFIG_ALLCONFIG="$OBJ/requested.new"
	fi
	mv "$OBJ/requested.new" "$OBJ/requested"
fi
assert_taken
