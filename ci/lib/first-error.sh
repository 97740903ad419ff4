#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# first-error.sh LOG [TREE]: what went wrong, from the log of a build or a configuration:
# a sentence, if it is one of the known errors below, else the line of the log that says
# so.
set -eu
log=$1
tree=${2:-}

# A Kconfig file sources another one that is not there.
missing_kconfig() {
	line=$(grep -m 1 -E "^[^ ]+:[0-9]+: can't open file \"" "$log") || return 1
	file=$(printf '%s\n' "$line" | sed 's/^[^"]*"\([^"]*\)".*/\1/')
	module=$(submodule_of "$file")
	if [ -n "$module" ]; then
		what="fetch the submodule: git submodule update --init $module"
	else
		what="add it, if it comes from a repository of its own, or take out the line that sources it"
	fi
	printf '%s sources %s, which is not there; %s\n' "${line%%: *}" "$file" "$what"
}

# submodule_of FILE: the submodule that the file belongs to, as .gitmodules has them
submodule_of() {
	sed -n 's/^[[:space:]]*path[[:space:]]*=[[:space:]]*//p' "$tree/.gitmodules" 2>/dev/null |
		while read -r path; do
			case $1 in "$path"/*) echo "$path" && break ;; esac
		done
}

# A program or a header of the machine is missing: NAME in the log, and its package.
missing_tool() {
	while read -r pattern package; do
		case $pattern in '#'*) continue ;; esac
		grep -q -m 1 -E -- "$pattern" "$log" || continue
		printf '%s: install the package %s\n' \
			"$(grep -m 1 -E -- "$pattern" "$log" | sed 's/^[[:space:]]*//')" "$package"
		return 0
	done <"$(dirname -- "$0")/missing-tools"
	return 1
}

# What tools print about an error, where they do not call it "error:".
linker='multiple definition of |undefined (reference to|symbol: )|duplicate symbol|relocation truncated to fit|dangerous relocation: |cannot find -l|overflowed by [0-9]+ bytes|will not fit in region|section [^ ]+ (LMA|VMA) .* overlaps|file (format )?not recognized|final link failed|when making a (shared|PIE) object|is incompatible with|cannot (open|find) [^ ]+: No such file'
others='^FATAL( ERROR)?: |^FAILED[: ]|^Error: |: Error: |Fatal error: |: ERROR \([a-z_]+\): |^[[:alnum:]_.]+Error: |error\[E[0-9]+\]: |: \*\*\* .*  Stop\.$'
# These say only that another line has the error, or that there will be none.
echoes='^(collect2|clang|clang-[0-9]+|[^ ]*gcc): (fatal )?error: (ld|linker command) |(^|: )[Ww]arning: |^make.*\*\*\* \[|: in function '

# first_of PATTERN: the first line that matches, and is not an echo of another one
first_of() { grep -vE -- "$echoes" "$log" | grep -m 1 -E -- "$1"; }

# A linker's sentence that is not among the above.
linker_line() { first_of '^([^ ]*/)?[^ /]*ld(\.[a-z]+)?: '; }

# source_of LINE: the file that the line of the log is about. For a symbol that is not
# there, GNU ld names the object in the line before or in the same, lld in a later one.
source_of() {
	case $1 in
	*": undefined reference to "* | *": undefined symbol: "* | *": multiple definition of "*)
		object=$(grep -m 1 -B 1 -A 3 -F -- "$1" "$log" | grep -m 1 -oE '[^ (]+\.o:' | sed 's/\.o:$//')
		for suffix in c S; do
			[ ! -e "$tree/$object.$suffix" ] || echo "$object.$suffix"
		done
		;;
	*) echo "${1%%:*}" ;;
	esac
}

# In a tree of the user's, the first question is whether the series is to blame.
whose() {
	IFS= read -r line || return 1
	line=${line#"${tree:+$tree/}"}
	file=$(source_of "$line")
	case $line in
	"$file":*) printf '%s' "$line" ;;
	*) printf '%s' "${file:+$file: }$line" ;;
	esac
	if [ -n "$file" ] && [ -e "$tree/.kit/source" ] && [ -e "$tree/$file" ] && ! grep -qxF -- "$file" "$tree/.kit/touched"; then
		printf '%s' "; the series does not touch this file, so $(advice "$line")"
	fi
	echo
}

# advice LINE: what to do about an error that the series does not have a part in
advice() {
	case $1 in
	*'[-Werror'*)
		echo "build with the compiler that the tree is built with (CROSS_COMPILE=), or switch its CONFIG_WERROR off (FRAGMENT=): this compiler warns of more"
		;;
	*)
		echo "see whether the tree builds without it (SERIES=none), or set the option that the file needs (FRAGMENT=, KCONFIG=)"
		;;
	esac
}

{
	grep -m 1 -E 'No space left on device' "$log" ||
		missing_kconfig ||
		missing_tool ||
		first_of "(^|[^[:alnum:]_])(fatal )?error: |^ERROR: |not found\$|(^|: )($linker)|$others" | whose ||
		linker_line | whose ||
		grep -m 1 -E '(^|[^[:alnum:]_])(fatal )?error: ' "$log" ||
		grep -m 1 -E '^\*\*\* ' "$log" ||
		grep -m 1 -E '^make.*\*\*\*' "$log" ||
		tail -n 1 "$log"
} | cut -c 1-400
