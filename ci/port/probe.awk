# SPDX-License-Identifier: GPL-2.0
#
# Functions for the probes in the headers of patches (Documentation/formats.rst). The
# arguments are the files that the patch touches. Each function returns text without
# comments, every run of white space as one blank, or "" if there is no such text:
#
#	body("name")	the C function "name", from its name on
#	config("NAME")	the Kconfig entry
#	text("file")	all of a file
#	asm("name")	assembly from the label, ENTRY() or .macro "name" to its end

# squeeze(TEXT): without comments, with single blanks
function squeeze(text,  before, rest, end) {
	gsub(/\/\/[^\n]*/, "", text)
	gsub(/[[:space:]]+/, " ", text)
	rest = text
	text = ""
	while (match(rest, /\/[*]/)) {
		before = substr(rest, 1, RSTART - 1)
		rest = substr(rest, RSTART + 2)
		end = index(rest, "*/")
		rest = end ? substr(rest, end + 2) : ""
		text = text before
	}
	text = text rest
	gsub(/ +/, " ", text)
	return text
}

# section(BEGIN, END): the lines from one that matches BEGIN to one that matches END, in
# all files; a C prototype, which ends with ";" first, is none
function section(begin, end, prototype,  i, line, text, all, inside, proto) {
	for (i = 1; i < ARGC; i++) {
		inside = 0
		while ((getline line < ARGV[i]) > 0) {
			if (inside && line ~ end) {
				all = all text line "\n"
				inside = 0
			} else if (!inside && line ~ begin) {
				inside = 1
				proto = prototype
				text = ""
			}
			if (inside && proto && line ~ /^{/)
				proto = 0
			if (inside && proto && line ~ /;[ \t]*$/)
				inside = 0
			if (inside)
				text = text line "\n"
		}
		close(ARGV[i])
		if (inside)
			all = all text
	}
	return squeeze(all)
}

function body(name) {
	return section("^[a-z_].*[ *\t]" name "[(]|^" name "[(]", "^}", 1)
}

function config(name) {
	return section("^(menu)?config " name "$", "^(menu)?(config|endif|endmenu|if|choice|source|menu) ?")
}

function asm(name) {
	return section("^(ENTRY[(]|SYM_[A-Z_]*START[A-Z_]*[(])?" name "[):]|[.]macro[ \t]+" name "([ \t]|$)",
		       "^(END|ENDPROC|SYM_[A-Z_]*END[A-Z_]*)[(]|[.]endm")
}

function text(file,  line, all) {
	while ((getline line < file) > 0)
		all = all line "\n"
	close(file)
	return squeeze(all)
}
