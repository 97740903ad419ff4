# SPDX-License-Identifier: GPL-2.0
# Sourced by series.sh: what a patch of the kit says about itself
# (Documentation/formats.rst), and what of it leaves the kit.
# shellcheck shell=sh disable=SC2154 # what series.sh has set

# patch_field PATCH FIELD: the value of a field in the patch's header
patch_field() { sed -n "/^---\$/q; s/^$2: //p" "$1"; }

# mail_field FIELD: the value of a field that git mailinfo has found
mail_field() { sed -n "s/^$1: //p" "$work/info"; }

# read_patch PATCH: set author, mail, date and subject; the text is in $work/text
read_patch() {
	git mailinfo "$work/text" /dev/null <"$1" >"$work/info" || die "$1 cannot be read as a mail; write it as git format-patch does"
	author=$(mail_field Author)
	mail=$(mail_field Email)
	date=$(mail_field Date)
	subject=$(mail_field Subject)
	[ -n "$author" ] && [ -n "$mail" ] && [ -n "$date" ] && [ -n "$subject" ] ||
		die "$1 needs From, Date and Subject in its header, as git format-patch writes them"
}

# fields_out: the text on stdin without the fields of DEP-3 and those of the kit, and
# without any sign-off if the user gives none. An author's sign-off is passed on only
# below that of a person who can answer for it.
fields_out() {
	awk -v signoff="${SIGNOFF:-}" '
		/^(X-Kit-[A-Za-z]+|Origin|Forwarded|Last-Update): / { next }
		/^Signed-off-by: / && signoff == "" { next }
		/^[ \t]*$/ { blank = 1; next }
		{
			if (blank && any) print ""
			print
			any = 1
			blank = 0
			trailer = /^[A-Z][A-Za-z-]+: [^ ]/ && $1 ~ /^(Fixes|Link|Cc|[A-Z][a-z-]+-by):$/
			if ($0 == "Signed-off-by: " signoff) signed = 1
		}
		END {
			if (signoff == "" || signed) exit
			if (!trailer) print ""
			print "Signed-off-by: " signoff
		}'
}

# message: the commit message of the patch that read_patch() has read
message() {
	printf '%s\n\n' "$subject"
	fields_out <"$work/text"
}
