# SPDX-License-Identifier: GPL-2.0
# Sourced by series-check.sh: check that the series applies to every point release.
# shellcheck shell=sh disable=SC2154 # what series-check.sh has set

# The files that the series touches, and one that every source has.
touched() {
	echo Makefile
	xargs -r sed -n 's|^[-+][-+][-+] [ab]/\([^[:space:]]*\).*|\1|p' <"$top/patches" | sort -u
	cat "$top/overlay"
}

# take_files DIR: copy the files from an unpacked source
take_files() {
	touched | while read -r file; do
		[ ! -e "$1/$file" ] || echo "$file"
	done | cpio --quiet -pdm -D "$1" "$top/releases/${1##*/}"
}

# fetch_files VERSION SUM URI: extract the files from a package, without unpacking all of
# it. The package is kept. The files are kept only as long as the series touches the same.
fetch_files() {
	deb=$CACHE/sources/$base/linux-source-$1.deb
	[ -e "$deb" ] || say "$base: fetching linux-source-$base $1, which is not the newest but has to fit too"
	apt_fetch "$deb" "$2" "$3"
	new=$top/releases/$1.new
	rm -rf "$new"
	mkdir -p "$new"
	# tar complains about the kit's own files, which are not in the package.
	dpkg-deb --fsys-tarfile "$deb" |
		tar -xO "./usr/src/linux-source-$base.tar.xz" | xz -dc -T0 |
		tar -x -C "$new" --strip-components=1 -T "$top/members" 2>/dev/null || :
	[ -e "$new/Makefile" ] || die "$deb could not be read; remove it and run the same command again"
	mv "$new" "$top/releases/$1"
}

# releases: get the files of all point releases, those in the cache first
releases() {
	touched | sed "s|^|linux-source-$base/|" >"$top/members.new"
	cmp -s "$top/members.new" "$top/members" || rm -rf "$top/releases"
	mv "$top/members.new" "$top/members"
	mkdir -p "$top/releases"
	for complete in "$CACHE/sources/$base"/*/.complete; do
		release=$(basename "${complete%/*}")
		[ "$release" != current ] && [ ! -d "$top/releases/$release" ] || continue
		mkdir "$top/releases/$release"
		take_files "${complete%/*}"
	done
	suites=$(awk -v base="$base" '$1 == base { $1 = ""; print }' ci/get/bases)
	# shellcheck disable=SC2086 # a list
	apt_open "$base" "$(dpkg --print-architecture)" $suites
	apt_list "linux-source-$base" "$(dpkg --print-architecture)" >"$top/list"
	[ -s "$top/list" ] || die "the mirror has no linux-source-$base in$suites; is ci/get/bases still right?"
	while read -r version sum uri; do
		[ -d "$top/releases/$version" ] || fetch_files "$version" "$sum" "$uri"
	done <"$top/list"
}

apply_to() { # RELEASE
	work=$top/applied
	rm -rf "$work"
	cp -r "$top/releases/$1" "$work"
	while read -r patch file; do
		[ ! -e "$work/$file" ] || echo "$1: $file is there already" >>"$(finding "$patch" applies)"
	done <"$top/owners"
	while read -r patch; do
		grep -qE '^(--- |diff --git )' "$patch" || continue
		patch -d "$work" -p1 -N -F0 <"$patch" >"$top/patch.log" 2>&1 ||
			{ echo "$1:" && grep -v '^patching' "$top/patch.log"; } >>"$(finding "$patch" applies)"
	done <"$top/patches"
}

check_applies() {
	for release in "$top"/releases/*; do apply_to "${release##*/}"; done
	while read -r patch; do
		if [ -e "$(finding "$patch" applies)" ]; then
			mark "$patch" applies FAILS
		else
			mark "$patch" applies ok
		fi
	done <"$top/patches"
}
