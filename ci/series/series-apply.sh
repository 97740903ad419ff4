# SPDX-License-Identifier: GPL-2.0
# Sourced by series-check.sh: does the series apply to every point release?
# shellcheck shell=sh disable=SC2154 # what series-check.sh has set

# The files that the series touches, and one that every source has.
touched() {
	echo Makefile
	xargs -r sed -n 's|^[-+][-+][-+] [ab]/\([^[:space:]]*\).*|\1|p' <"$room/patches" | sort -u
	cat "$room/overlay"
}

# take_files DIR: from an unpacked source
take_files() {
	touched | while read -r file; do
		[ ! -e "$1/$file" ] || echo "$file"
	done | cpio --quiet -pdm -D "$1" "$room/releases/${1##*/}"
}

# fetch_files VERSION SUM URI: from a package, without unpacking all of it. The
# package is kept, the files only as long as the series touches the same.
fetch_files() {
	deb=$CACHE/sources/$base/linux-source-$1.deb
	[ -e "$deb" ] || say "$base: fetching linux-source-$base $1, which is not the newest but has to fit too"
	apt_fetch "$deb" "$2" "$3"
	new=$room/releases/$1.new
	rm -rf "$new"
	mkdir -p "$new"
	# tar complains of the kit's own files, which are not in it.
	dpkg-deb --fsys-tarfile "$deb" |
		tar -xO "./usr/src/linux-source-$base.tar.xz" | xz -dc -T0 |
		tar -x -C "$new" --strip-components=1 -T "$room/members" 2>/dev/null || :
	[ -e "$new/Makefile" ] || die "$deb could not be read; remove it and run the same command again"
	mv "$new" "$room/releases/$1"
}

# releases: the files of all point releases, those in the cache first
releases() {
	touched | sed "s|^|linux-source-$base/|" >"$room/members.new"
	cmp -s "$room/members.new" "$room/members" || rm -rf "$room/releases"
	mv "$room/members.new" "$room/members"
	mkdir -p "$room/releases"
	for complete in "$CACHE/sources/$base"/*/.complete; do
		release=$(basename "${complete%/*}")
		[ "$release" != current ] && [ ! -d "$room/releases/$release" ] || continue
		mkdir "$room/releases/$release"
		take_files "${complete%/*}"
	done
	suites=$(awk -v base="$base" '$1 == base { $1 = ""; print }' ci/get/bases)
	# shellcheck disable=SC2086 # a list
	apt_open "$base" "$(dpkg --print-architecture)" $suites
	apt_list "linux-source-$base" "$(dpkg --print-architecture)" >"$room/list"
	[ -s "$room/list" ] || die "the mirror has no linux-source-$base in$suites; is ci/get/bases still right?"
	while read -r version sum uri; do
		[ -d "$room/releases/$version" ] || fetch_files "$version" "$sum" "$uri"
	done <"$room/list"
}

apply_to() { # RELEASE
	work=$room/applied
	rm -rf "$work"
	cp -r "$room/releases/$1" "$work"
	while read -r patch file; do
		[ ! -e "$work/$file" ] || echo "$1: $file is there already" >>"$(finding "$patch" applies)"
	done <"$room/owners"
	while read -r patch; do
		grep -qE '^(--- |diff --git )' "$patch" || continue
		patch -d "$work" -p1 -N -F0 <"$patch" >"$room/patch.log" 2>&1 ||
			{ echo "$1:" && grep -v '^patching' "$room/patch.log"; } >>"$(finding "$patch" applies)"
	done <"$room/patches"
}

check_applies() {
	for release in "$room"/releases/*; do apply_to "${release##*/}"; done
	while read -r patch; do
		if [ -e "$(finding "$patch" applies)" ]; then
			mark "$patch" applies FAILS
		else
			mark "$patch" applies ok
		fi
	done <"$room/patches"
}
