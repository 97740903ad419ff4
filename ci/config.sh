#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Configure the cell of the environment: allnoconfig plus fragments. An option
# that a fragment asks for and the configuration did not take is status 1.
#
#   config.sh [assert]		assert: only look whether they are still there
#
# In the middle of the series (STEPS=) an option may still have to come.
set -eu
. "$(dirname -- "$0")/lib.sh"

# Fragments, the later ones win: general before special, a base's own last.
fragments() {
	direct=
	case $STATUS in
	native) direct="$KIT/ci/configs/direct $KIT/ci/configs/native" ;;
	ported) direct="$KIT/ci/configs/direct" ;;
	esac
	for stem in "$KIT/ci/configs/common" $direct "$KIT/arch/$ARCH/kit" "$KIT/ci/flavors/$FLAVOR"; do
		for file in "$stem.config" "$stem-$LIKE.config"; do
			[ ! -e "$file" ] || printf '%s\n' "$file"
		done
	done
}

requested() {
	fragments | xargs cat | awk '
		match($0, /^CONFIG_[A-Za-z0-9_]+=/) { name = substr($0, 1, RLENGTH - 1) }
		/^# CONFIG_[A-Za-z0-9_]+ is not set$/ { name = $2 }
		name != "" { want[name] = $0; name = "" }
		END { for (name in want) print want[name] }' | sort
}

# "is not set" is also true of an option that the base does not have.
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
	[ -z "${STEPS:-}" ] || return 0
	lost=$(dropped)
	[ -z "$lost" ] && return
	for name in $lost; do
		grep -h "^$name=\|^# $name is not set" "$OBJ/.config" || echo "$name is not there"
	done
	echo "the configuration dropped what was asked for: $lost" | tee "$DIR/reason"
	exit 1
}

[ "${1:-}" != assert ] || { assert_taken && exit 0; }

fragments
# From scratch when the fragments are others, or the source is: options that
# are new in it would otherwise get their defaults, not "no".
{
	echo "# $TREE $(field "$DIR/meta" version)"
	requested
} >"$OBJ/requested.new"
command -v "${CROSS}gcc" >/dev/null || die "${CROSS}gcc is not installed; DEPS=install (the default) would have installed it"
if [ ! -e "$OBJ/.config" ] || ! cmp -s "$OBJ/requested.new" "$OBJ/requested"; then
	make -C "$TREE" O="$OBJ" ARCH="$ARCH" CROSS_COMPILE="$CROSS" \
		KCONFIG_ALLCONFIG="$OBJ/requested.new" allnoconfig || {
		echo "allnoconfig failed: $(sh "$KIT/ci/first-error.sh" "$DIR/config.log")" >"$DIR/reason"
		exit 1
	}
	mv "$OBJ/requested.new" "$OBJ/requested"
fi
assert_taken
