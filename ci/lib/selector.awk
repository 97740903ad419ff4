# SPDX-License-Identifier: GPL-2.0
#
# Selectors of cells, for other awk programs; after versions.awk.
#
#	STATUS[RANGE][/ARCH[/FLAVOR]][+series|-series]
#
# STATUS is the port status: native, ported, none; direct is native or ported, any is
# all three. RANGE is half-open, as in versions.awk; without a range the selector is
# for all versions. ARCH and FLAVOR are names, or * for all. +series requires a tree
# that has the kit's series, -series a tree that has nothing of it; without the switch
# (kit-without-switch) it is neither. A | separates alternatives:
#
#	direct[6.1,6.4)+series|any[6.12,6.13)/riscv
#
# ci/host/kit/selector.c reads the same grammar; ci/tests/golden/selectors tests both.

# names_status(WORD, STATUS): 1 or 0; -1 if the word is none of a selector's
function names_status(word, status) {
	if (word == "any")
		return 1
	if (word == "direct")
		return status == "native" || status == "ported"
	if (word !~ /^(native|ported|none)$/)
		return -1
	return word == status
}

function names(word, name) { return word == "*" || word == name }

function malformed(selector, why) {
	selector_error = "\047" selector "\047 is no selector: " why \
		"; write STATUS[RANGE][/ARCH[/FLAVOR]][+series|-series], for example direct[6.1,6.4)/arm64+series"
	return -1
}

# one alternative
function selects_one(text, status, version, arch, flavor, series,  rest, is, range, part, n) {
	rest = text
	is = 1
	if (match(rest, /[-+]series$/)) {
		if (series != (substr(rest, RSTART, 1) == "+" ? "kit" : "none"))
			is = 0
		rest = substr(rest, 1, RSTART - 1)
	}
	match(rest, /^[a-z]*/)
	n = names_status(substr(rest, 1, RLENGTH), status)
	if (n < 0)
		return malformed(text, "a status is any, direct, native, ported or none")
	is = is && n
	rest = substr(rest, RLENGTH + 1)
	if (rest ~ /^\[/) {
		if (!match(rest, /^\[[^)]*\)/))
			return malformed(text, "its range has no end")
		range = substr(rest, 1, RLENGTH)
		rest = substr(rest, RLENGTH + 1)
		n = in_range(version, range)
		if (n < 0) {
			selector_error = range_error
			return -1
		}
		is = is && n
	}
	if (rest == "")
		return is
	if (rest !~ /^(\/([a-z][a-z0-9_]*|[*]))(\/([a-z][a-z0-9_]*|[*]))?$/)
		return malformed(text, "\047" rest "\047 is not an architecture, a flavor or the series")
	n = split(rest, part, "/")
	return is && names(part[2], arch) && (n < 3 || names(part[3], flavor))
}

# selects(SELECTOR, ...): 1 if it is for such a cell, 0 if not, -1 if it is malformed;
# then selector_error says what is wrong. SERIES is what status.sh series prints. All
# alternatives are read, so that an error in one does not hide behind another.
function selects(selector, status, version, arch, flavor, series,  part, i, n, is, one) {
	n = split(selector, part, "|")
	if (!n)
		return malformed(selector, "it is empty")
	for (i = 1; i <= n; i++) {
		one = selects_one(part[i], status, version, arch, flavor, series)
		if (one < 0)
			return -1
		is = is || one
	}
	return is
}
