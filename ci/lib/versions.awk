# SPDX-License-Identifier: GPL-2.0
#
# Versions of a kernel and half-open ranges of them, for other awk programs:
#
#	awk -v version=6.1.192 "$VERSIONS_AWK"'
#		in_range(version, $1) > 0 { print $2 }' FILE
#
# A version is the leading numbers: 6.1.192-3, 6.6.63-vendor and 5.10 are 6.1.192,
# 6.6.63 and 5.10.0. A release candidate (7.3-rc2, 7.3.0-rc2, 7.3~rc2)
# comes before its release.
#
# A range is [FROM,TO): FROM is in it, TO is not. Either may be left out:
# [6.4,) has no end, [,5.15) no beginning.

# version_key(VERSION): a string that sorts as the version does; empty if the
# argument does not begin with a number
function version_key(version,  rest, part, n, i, key, rc) {
	if (version in version_keys)
		return version_keys[version]
	if (version !~ /^[0-9]/)
		return ""
	rest = version
	key = ""
	rc = 99999
	for (n = 0; n < 4 && match(rest, /^[.]?[0-9]+/); n++) {
		part = substr(rest, 1, RLENGTH)
		sub(/^[.]/, "", part)
		key = key sprintf("%08d", part)
		rest = substr(rest, RLENGTH + 1)
	}
	for (i = n; i < 4; i++)
		key = key "00000000"
	if (match(rest, /^[-~.]?rc[0-9]+/)) {
		rc = substr(rest, 1, RLENGTH)
		sub(/^[-~.]?rc/, "", rc)
	}
	return version_keys[version] = key sprintf("%08d", rc)
}

# a bound of a range: only numbers, optionally with -rcN
function is_bound(text) {
	return text == "" || text ~ /^[0-9]+([.][0-9]+)*(-rc[0-9]+)?$/
}

# in_range(VERSION, RANGE): 1 if the version is in it, 0 if not, -1 if one of
# the two is malformed; then range_error says what is wrong
function in_range(version, range,  bound, n, from, to, key) {
	n = split(substr(range, 2, length(range) - 2), bound, ",")
	if (range !~ /^\[[^,]*,[^,]*\)$/ || !is_bound(bound[1]) || !is_bound(bound[2])) {
		range_error = "\047" range "\047 is not a range of versions; write [6.1,6.2), [6.4,) or [,5.15)"
		return -1
	}
	key = version_key(version)
	if (key == "") {
		range_error = "\047" version "\047 is not a version of a kernel; write it like 6.1.192"
		return -1
	}
	from = bound[1] == "" ? "" : version_key(bound[1])
	to = bound[2] == "" ? "" : version_key(bound[2])
	if (to != "" && from "" >= to "") {
		range_error = "\047" range "\047 is empty: no version is at least " bound[1] " and before " bound[2]
		return -1
	}
	return key "" >= from "" && (to == "" || key "" < to "")
}
