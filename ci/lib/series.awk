# SPDX-License-Identifier: GPL-2.0
#
# Read the series from the headers of its patches (Documentation/formats.rst). Run this
# after versions.awk. The arguments are the patches of all directories, in the order of
# their series files:
#
#	version		the tree's version
#	steps		use only so many patches; empty for all
#	what		"patches": print their paths; "overlay": print the new files
#			that they bring, "PATCH FILE" a line
#	ENVIRON["new_files"]	all new files of the kit, one a line
#	arches		the requested architectures, separated by blanks; empty for all

function fail(sentence) {
	print "kit: " sentence >"/dev/stderr"
	failed = 1
	exit 2
}

# holds_for(VERSION, RANGES): as in_range(), for several ranges with | between them
function holds_for(version, ranges,  alternative, n, i, is, any) {
	n = split(ranges, alternative, "[|]")
	for (i = 1; i <= n; i++) {
		is = in_range(version, alternative[i])
		if (is < 0)
			return is
		any = any || is
	}
	return any + 0
}

# end_header: evaluate the header of the current patch
function end_header(  is) {
	if (patch == "" || ended)
		return
	ended = 1
	if (range == "")
		fail(patch " has no line \"X-Kit-Range:\" in its header; give the versions that it is for, like [6.1,6.2)")
	is = holds_for(version, range)
	if (is < 0)
		fail(patch ": " range_error)
	if (!(stage in stages))
		fail(patch ": its header needs a line \"X-Kit-Stage:\" with fix, feature or switch, not \"" stage "\"")
	if (is)
		path[stage, ++nr[stage]] = patch
	holds[patch] = is
}

# glob(PATTERN): the regular expression for a shell pattern
function glob(pattern) {
	gsub(/[.+(){}|^$\\]/, "\\\\&", pattern)
	gsub(/[*]/, ".*", pattern)
	gsub(/[?]/, ".", pattern)
	return "^" pattern "$"
}

function of_other_arch(file,  part) {
	return arches != "" && split(file, part, "/") > 1 && part[1] == "arch" &&
	       index(" " arches " ", " " part[2] " ") == 0
}

# owner(FILE): the patch of this version that brings the file; empty if only a patch of
# another version does
function owner(file,  i, who, other) {
	for (i = 1; i <= claims; i++) {
		if (file !~ claim[i])
			continue
		if (!holds[claimant[i]]) {
			other = 1
			continue
		}
		if (who != "" && who != claimant[i])
			fail(file " belongs to two patches, " who " and " claimant[i] "; have one \"X-Kit-Files:\" only that matches it")
		who = claimant[i]
	}
	if (who == "" && !other)
		fail(file " belongs to no patch; name it in a line \"X-Kit-Files:\" of the patch that needs it, or remove it")
	return who
}

function print_overlay(last,  file, n, i, j, who) {
	n = split(ENVIRON["new_files"], file, "\n")
	for (i = 1; i <= n; i++) {
		if (file[i] == "" || of_other_arch(file[i]))
			continue
		who = owner(file[i])
		brings[who] = brings[who] file[i] "\n"
	}
	for (i = 1; i <= last; i++) {
		n = split(brings[series[i]], file, "\n")
		for (j = 1; j < n; j++)
			print series[i], file[j]
	}
}

BEGIN { stages["fix"]; stages["feature"]; stages["switch"] }
FNR == 1 {
	end_header()
	patch = FILENAME
	range = stage = ""
	ended = 0
}
ended { next }
/^---/ || /^diff / { end_header(); nextfile }
/^X-Kit-Range: / { range = $2 }
/^X-Kit-Stage: / { stage = $2 }
/^X-Kit-Files: / { claim[++claims] = glob($2); claimant[claims] = patch }
END {
	if (failed)
		exit 2
	end_header()
	order = split("fix feature switch", name, " ")
	for (i = 1; i <= order; i++)
		for (k = 1; k <= nr[name[i]]; k++)
			series[++all] = path[name[i], k]
	last = steps == "" || steps > all ? all : steps
	if (what == "overlay")
		print_overlay(last)
	else
		for (i = 1; i <= last; i++)
			print series[i]
}
