# SPDX-License-Identifier: GPL-2.0
# Sourced by series.sh: the series as debian/patches of a kernel's source package, with
# DEP-3 headers. OUT/debian/patches has the patches, OUT/series the lines for
# debian/patches/series, OUT/README what the series is and how it goes in.
# shellcheck shell=sh disable=SC2154 # what series.sh has set

# debian_name STAGE PATCH: where the patch goes below debian/patches
debian_name() {
	case $1 in
	fix) kind=bugfix ;;
	*) kind=features ;;
	esac
	# The distribution's directories have the kernel's names of architectures.
	case $2 in
	arch/*) for_arch=$(echo "$2" | cut -d / -f 2) ;;
	*) for_arch=all ;;
	esac
	echo "$kind/$for_arch/${2##*/}"
}

# dep3 PATCH: the fields of DEP-3 that the patch has
dep3() {
	for field in Origin Forwarded Last-Update; do
		patch_field "$1" "$field" | sed "s/^/$field: /"
	done
}

# with_fields FILE: add the fields in FILE to the header of the mail on stdin, and leave
# out the line that separates mails
with_fields() {
	awk -v fields="$1" '
		NR == 1 && /^From / { next }
		!ended && /^$/ {
			while ((getline line < fields) > 0) print line
			ended = 1
		}
		{ print }'
}

write_patch() { # COMMIT STAGE PATCH
	name=$(debian_name "$2" "$3")
	mkdir -p "$work/out/debian/patches/${name%/*}"
	dep3 "$3" >"$work/fields"
	git -C "$work/git" format-patch --stdout -k --full-index --zero-commit --no-signature \
		--no-renames --stat=80 -1 "$1" | with_fields "$work/fields" >"$work/out/debian/patches/$name"
	echo "$name" >>"$work/out/series"
}

format_series() {
	while read -r commit stage patch; do
		write_patch "$commit" "$stage" "$patch"
	done <"$work/commits"
	{
		cover_letter
		debian_howto
	} >"$work/out/README"
}

debian_howto() {
	cat <<-EOF

	How to add it to the source package
	-----------------------------------
	In the directory of the source package, which has a directory debian:

	  cp -r OUT/debian/patches/. debian/patches/
	  cat OUT/series >>debian/patches/series
	  QUILT_PATCHES=debian/patches quilt push -a

	OUT is the directory of this file. To stop before the switch in place, leave
	out the lines of the last patches as told above.
	EOF
}

# What quilt does with each, without fuzz.
format_applies() {
	fresh_base "$work/again"
	while read -r name; do
		LC_ALL=C patch -d "$work/again" -p1 -N -F0 --no-backup-if-mismatch -s \
			<"$work/out/debian/patches/$name" >"$work/am.log" 2>&1 || return 1
	done <"$work/out/series"
	gives_series "$work/again"
}

format_next() { echo "$OUT/README says how to add them to a source package"; }
