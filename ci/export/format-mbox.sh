# SPDX-License-Identifier: GPL-2.0
# Sourced by series.sh: the series as mails for "git am" and "git send-email". The cover
# letter's name does not end in .patch, so that "git am OUT/*.patch" takes the patches
# only.
# shellcheck shell=sh disable=SC2154 # what series.sh has set

# The bundle has the source's files that the series touches, so that "git am -3" can
# merge in a repository that does not have these versions of them.
write_bundle() {
	git -C "$work/git" bundle create -q "$work/out/base.bundle" base
}

format_series() {
	sender
	cover_letter >"$work/cover"
	git -C "$work/git" config branch.series.description "$(cat "$work/cover")"
	git -C "$work/git" format-patch -q --full-index --zero-commit --no-signature --no-renames \
		--cover-letter --cover-from-description=subject --stat=80 \
		-o "$work/out" base..series
	mv "$work/out/0000-cover-letter.patch" "$work/out/0000-cover-letter.txt"
	write_bundle
}

format_applies() {
	fresh_base "$work/again"
	identity kit kit@localhost "$date"
	git -C "$work/again" am -q --keep-cr "$work"/out/*.patch >"$work/am.log" 2>&1 &&
		gives_series "$work/again"
}

format_next() { echo "git am $OUT/*.patch"; }
