#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# config.sh DIR: configure a cell. The start is allnoconfig, the user's own configuration
# (option KCONFIG), or the distribution's ("config" of the flavor's descriptor). Fragments
# come on top, the user's own (option FRAGMENT) last. Status 1: the configuration dropped
# an option that a fragment requests.
# Facts: compiler, and those of config_facts().
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
. "$KIT/ci/lib/killed.sh"
. "$KIT/ci/kconfig/start.sh"
cell_open "${1:-}"

files=$(fragments "$VERSION" "$ARCH" "$FLAVOR" "$STATUS" "$TREE")
start=$(start_of "$ARCH" "$FLAVOR")

requested() {
	{
		printf '%s\n' "$files" | (cd "$KIT" && xargs cat)
		[ -z "$FRAGMENT" ] || cat -- "$FRAGMENT"
	} | awk '
		sub(/^CONFIG_[A-Za-z0-9_]+=n$/, "# & is not set") { sub(/=n is/, " is") }
		match($0, /^CONFIG_[A-Za-z0-9_]+=/) { name = substr($0, 1, RLENGTH - 1) }
		/^# CONFIG_[A-Za-z0-9_]+ is not set$/ { name = $2 }
		name != "" { want[name] = $0; name = "" }
		END { for (name in want) print want[name] }' | sort
}

# "is not set" also holds for an option that the base does not have, and so does an empty
# string.
dropped() {
	requested | while IFS= read -r line; do
		case $line in
		CONFIG_*'=""')
			name=${line%%=*}
			! grep -qE "^$name=\"[^\"]" "$OBJ/.config" || echo "$line"
			;;
		CONFIG_*) grep -qxF -- "$line" "$OBJ/.config" || echo "$line" ;;
		*)
			name=$(echo "$line" | cut -d ' ' -f 2)
			! grep -q "^$name=" "$OBJ/.config" || echo "$name=n"
			;;
		esac
	done
}

# why_dropped NAME=VALUE...: print a sentence for each. The tree's own kconfig knows the
# dependencies.
why_dropped() {
	[ -e "$OBJ/scripts/kconfig/symbol.o" ] || return 0
	sh "$KIT/ci/kconfig/chain.sh" "$DIR" "$@" || :
}

assert_taken() {
	[ -z "$STEPS" ] || return 0
	lost=$(dropped | sed 's/^CONFIG_//')
	[ -n "$lost" ] || return 0
	names=$(printf '%s\n' "$lost" | sed 's/=.*//; s/^/CONFIG_/' | paste -sd ' ')
	for name in $names; do
		grep -h "^$name=\|^# $name is not set" "$OBJ/.config" || echo "$name is not there"
	done
	echo "the configuration dropped what was asked for: $names" | tee "$DIR/reason"
	# shellcheck disable=SC2086 # a list
	why_dropped $lost >"$DIR/chains"
	cat "$DIR/chains"
	[ ! -s "$DIR/chains" ] || {
		others=$(printf '%s\n' "$names" | cut -s -d ' ' -f 2-)
		echo "$(head -n 1 "$DIR/chains")${others:+; dropped as well: $others}" >"$DIR/reason"
	}
	exit 1
}

case ${2:-} in
assert) assert_taken && exit ;;
requested) requested && exit ;;
esac

kconfig() { # GOAL... [VARIABLE=VALUE...]
	rc=0
	# shellcheck disable=SC2086 # variables of make
	leashed make -C "$TREE" O="$OBJ" ARCH="$ARCH" CROSS_COMPILE="$CROSS" \
		$KERNEL_MAKE CC="$KERNEL_CC" "$@" >"$OBJ/kconfig.log" 2>&1 || rc=$?
	cat "$OBJ/kconfig.log"
	[ "$rc" -eq 0 ] || {
		not_killed "$rc" "$OBJ/kconfig.log"
		why=$(sh "$KIT/ci/lib/first-error.sh" "$OBJ/kconfig.log" "$TREE")
		echo "$1 failed: $why" >"$DIR/reason"
		exit 1
	}
}

# from_given: what was given, without its modules, and the fragments. What became of it is
# in DIR/config-changes.
from_given() {
	"given_by_$start"
	kconfig olddefconfig
	cp "$OBJ/.config" "$OBJ/start.taken"
	without_modules <"$OBJ/start.taken" >"$OBJ/.config"
	kconfig olddefconfig
	cp "$OBJ/.config" "$OBJ/start.kept"
	cat "$OBJ/start.kept" "$OBJ/requested.new" >"$OBJ/.config"
	kconfig olddefconfig
	sh "$KIT/ci/kconfig/changes.sh" "$OBJ/start" "$OBJ/start.taken" "$OBJ/start.kept" \
		"$OBJ/.config" "$OBJ/requested.new" >"$DIR/config-changes"
}

say_changes() {
	echo "what became of the configuration that was given (kind, option, before, now):"
	cat "$DIR/config-changes"
}

# The Kconfig files of the user's tree may change while its version stays.
own_kconfig() {
	[ -e "$TREE/.kit/files" ] || return 0
	grep Kconfig "$TREE/.kit/files" | sha256sum | cut -c 1-16
}

# make goes by times. A tree that was copied in place of another, or a tree of the user's
# in place of another, may be older than the objects.
drop_objects_of_others() {
	[ -e "$TREE/.kit/copy" ] || return 0
	copy="$TREE $(cat "$TREE/.kit/copy")"
	[ "$(cat "$OBJ/copy" 2>/dev/null)" != "$copy" ] || return 0
	rm -rf "$OBJ" "$DIR/suite" "$DIR/suite_bpf"
	mkdir "$OBJ"
	echo "$copy" >"$OBJ/copy"
}

drop_objects_of_others
toolchain
compiler=$("$KERNEL_CC" --version | head -n 1)
fact_set compiler "$compiler"
printf '%s\n' "$files"
# Configure from scratch when the fragments, the source or the start changed. Otherwise
# new options in the source would get their defaults, not "no".
{
	echo "# $TREE $VERSION $compiler $(start_id) $(own_kconfig)"
	requested
} >"$OBJ/requested.new"
if [ ! -e "$OBJ/.config" ] || ! cmp -s "$OBJ/requested.new" "$OBJ/requested"; then
	rm -f "$OBJ/requested" "$DIR/config-changes"
	if [ "$start" = none ]; then
		kconfig allnoconfig KCONFIG_ALLCONFIG="$OBJ/requested.new"
	else
		from_given
	fi
	mv "$OBJ/requested.new" "$OBJ/requested"
fi
[ "$start" = none ] || say_changes
config_facts
assert_taken
