# SPDX-License-Identifier: GPL-2.0
# Sourced by series-check.sh: check that the series applies to every point release.
# shellcheck shell=sh disable=SC2154 # what series-check.sh has set

# undo_patches [VERSION]: what takes the newest release back to the text of older ones
undo_patches() { find ci/series/undo -path "*/${1:-$base.*}/*.patch" 2>/dev/null | sort; }

# The files that the series touches, on old releases too, and one that every source has.
touched() {
	echo Makefile
	{ cat "$top/patches" && undo_patches; } |
		xargs -r sed -n 's|^[-+][-+][-+] [ab]/\([^[:space:]]*\).*|\1|p' | sort -u
	cat "$top/overlay"
}

# take_files FROM TO: copy the files from an unpacked source
take_files() {
	new=$top/releases/.new
	rm -rf "$new"
	mkdir "$new"
	touched >"$top/touched"
	while read -r file; do
		[ ! -e "$1/$file" ] || echo "$file"
	done <"$top/touched" >"$top/there"
	cpio --quiet -pdm -D "$1" "$new" <"$top/there"
	mv "$new" "$2"
}

# fetch_files VERSION SUM URI: extract the files from a package, without unpacking all of
# it. The package is kept. The files are kept only as long as the series touches the same.
fetch_files() {
	deb=$CACHE/sources/$base/linux-source-$1.deb
	[ -e "$deb" ] || say "$base: fetching linux-source-$base $1, which is not the newest but has to fit too"
	apt_fetch "$deb" "$2" "$3"
	new=$top/releases/.new
	rm -rf "$new"
	mkdir -p "$new"
	# tar complains about the kit's own files, which are not in the package. xz knows
	# whether all of the package came and was taken.
	rm -f "$top/releases/.whole"
	dpkg-deb --fsys-tarfile "$deb" |
		tar -xO "./usr/src/linux-source-$base.tar.xz" |
		{ xz -dc -T0 && : >"$top/releases/.whole"; } |
		tar -x -C "$new" --strip-components=1 -T "$top/members" 2>/dev/null || :
	[ -e "$new/Makefile" ] && [ -e "$top/releases/.whole" ] || die "$deb could not be read; remove it, then run the same command again"
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
		take_files "${complete%/*}" "$top/releases/$release"
	done
	suites=$(awk -v base="$base" '$1 == base { $1 = ""; print }' ci/get/bases)
	# shellcheck disable=SC2086 # a list
	apt_open "$base" "$(dpkg --print-architecture)" $suites
	apt_list "linux-source-$base" "$(dpkg --print-architecture)" >"$top/list"
	[ -s "$top/list" ] || die "the mirror has no linux-source-$base in$suites; correct ci/get/bases, or give another mirror with KIT_MIRROR="
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

# old_texts: $top/old/VERSION/ for each old release: the newest one of the mirror, with the
# changes of stable undone, the latest first. Such a release is not packaged any more.
old_texts() {
	rm -rf "$top/old"
	mkdir "$top/old"
	text=$top/releases/$(cd "$top/releases" && printf '%s\n' ./*/ | sed 's|^\./||; s|/$||' | sort -V | tail -n 1)
	undo_patches | cut -d / -f 4 | sort -urV | while read -r old; do
		cp -r "$text" "$top/old/$old"
		text=$top/old/$old
		for undo in $(undo_patches "$old"); do
			patch -s -d "$text" -p1 -F0 --no-backup-if-mismatch <"$undo" >"$top/patch.log" 2>&1 ||
				die "$undo does not apply to the newest release any more; adapt it: $(tail -n 1 "$top/patch.log")"
		done
	done
}

# apply_to_old VERSION OPTION...: $top/applied becomes the old release with its series
apply_to_old() {
	old=$1
	shift
	rm -rf "$top/applied"
	cp -r "$top/old/$old" "$top/applied"
	# shellcheck disable=SC2046 # a list
	sh ci/port/apply.sh --report "$top/report" "$@" "$top/applied" "$old" \
		$(sh ci/lib/series.sh patches "$old") >"$top/patch.log" 2>&1
}

# check_old: the series of an old release applies to it exactly, and to merge each patch
# with the newest release gives the same text
check_old() {
	old_texts
	: >"$top/old-marks"
	for old in $(cd "$top/old" && find . -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -V); do
		rc=0
		apply_to_old "$old" || rc=$?
		grep -v '^applied\|^already .* its text is in the tree$' "$top/report" >"$(finding "$old" old)" || :
		mv "$top/applied" "$top/exact"
		apply_to_old "$old" --merge || echo "merging: $(tail -n 1 "$top/patch.log")" >>"$(finding "$old" old)"
		diff -rq "$top/exact" "$top/applied" >>"$(finding "$old" old)" || :
		rm -rf "$top/exact"
		if [ "$rc" -eq 0 ] && [ ! -s "$(finding "$old" old)" ]; then
			echo "$old ok" >>"$top/old-marks"
			rm -f "$(finding "$old" old)"
		else
			echo "$old FAILS" >>"$top/old-marks"
		fi
	done
}
