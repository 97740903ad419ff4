#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# changes.sh GIVEN TAKEN START AFTER ASKED: what became of a configuration that was given.
#
#   GIVEN	the file, as it was given
#   TAKEN	what the tree's kconfig makes of it alone
#   START	the same without the modules
#   AFTER	the configuration that the cell is built with
#   ASKED	the lines that the kit's fragments request
#
# Each line has a kind, an option, and the values before and after, with tabs between:
#
#   set		the kit's tests need it so
#   follows	it depends on one of those, or is selected by one
#   lost	this tree, with this compiler, does not take it as it was given
#   gone	went with the modules
#   module	a module, which was left out
set -eu

awk '
function take(line, values,    name) {
	if (line ~ /^CONFIG_[A-Za-z0-9_]+=/) {
		name = substr(line, 8, index(line, "=") - 8)
		values[name] = substr(line, index(line, "=") + 1)
	} else if (line ~ /^# CONFIG_[A-Za-z0-9_]+ is not set$/) {
		name = substr(line, 10, length(line) - 20)
		values[name] = "n"
	} else {
		return
	}
	all[name]
}
function value(values, name) { return name in values && values[name] != "" ? values[name] : "n" }
# What the compiler and the tree are is not a choice of anybody.
function is_probe(name) {
	return name ~ /^(CC|LD|AS)_(IS|HAS|CAN|VERSION)|_VERSION(_TEXT)?$/
}
function tell(kind, name, before, after) {
	if (before == "\"\"")
		before = "n"
	if (after == "\"\"")
		after = "n"
	if (before != after)
		print index("set follows lost gone module", kind) "\t" kind "\t" name "\t" before "\t" after
}
file == 1 { take($0, given) }
file == 2 { take($0, taken) }
file == 3 { take($0, start) }
file == 4 { take($0, after) }
file == 5 { take($0, asked) }
END {
	for (name in all) {
		if (is_probe(name))
			continue
		t = value(taken, name)
		s = value(start, name)
		a = value(after, name)
		if (name in asked) {
			tell("set", name, t, a)
			continue
		}
		if (name in given)
			tell("lost", name, value(given, name), t)
		# Another option may need what was left out.
		if (t != a)
			tell(t == "m" ? "module" : "gone", name, t, s)
		if (t == s || t != a)
			tell("follows", name, s, a)
	}
}' file=1 "$1" file=2 "$2" file=3 "$3" file=4 "$4" file=5 "$5" | sort -k 1,1n -k 3,3 | cut -f 2-
