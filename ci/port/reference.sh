# SPDX-License-Identifier: GPL-2.0
# Sourced by apply.sh, with its $work and $version: the files before and after a patch,
# in a release to which the patch applies exactly.
# shellcheck shell=sh disable=SC2154,SC2034

# base_of VERSION: the base of the same line, or the nearest older one, or the oldest
base_of() {
	list_bases | awk -v version="$1" "$VERSIONS_AWK"'
		{ key = version_key($1) "" }
		NR == 1 || (key <= version_key(version) "" && key > best) { best = key; base = $1 }
		END { print base }'
}

# releases: the directories of all sources that the kit has or can get: first of the
# version's own base, the newest first, then of the other bases
releases() {
	own=$(base_of "$version")
	sh "$KIT/ci/get/source.sh" "$own" >"$work/newest" ||
		die "to merge, the kit needs the source of $own, which it could not get (see above)"
	for base in "$own" $(list_bases | grep -vxF "$own"); do
		printf '%s\n' "$CACHE/sources/$base"/*/.complete |
			sed -n 's|/\.complete$||; /\/current$/d; /\*$/d; p' | sort -rV
	done
}

# chain RELEASE: walk the release's own series and keep the state around each patch in
# $work/reference/NAME/PATCH/{before,after}. A patch that does not apply exactly has none.
chain() {
	of=$(tree_version "$1")
	states=$work/reference/${1##*/}
	[ ! -d "$states" ] || return 0
	mkdir -p "$states/tree"
	sh ci/lib/series.sh patches "$of" >"$states/series"
	xargs -r sed -n 's|^[-+][-+][-+] [ab]/\([^[:space:]]*\).*|\1|p' <"$states/series" | sort -u |
		(cd "$1" && while read -r file; do [ ! -e "$file" ] || echo "$file"; done |
			xargs -r cp -p --parents -t "$states/tree")
	while read -r step; do
		! has_diff "$step" || keep_state "$step"
	done <"$states/series"
}

# keep_state PATCH: apply it to the release, and keep the files before and after
keep_state() {
	patch -d "$states/tree" -p1 -N -F0 --dry-run <"$1" >/dev/null 2>&1 || return 0
	copy_files "$1" "$states/tree" "$states/$1/before"
	patch -d "$states/tree" -p1 -N -F0 --no-backup-if-mismatch <"$1" >/dev/null
	copy_files "$1" "$states/tree" "$states/$1/after"
}

copy_files() { # PATCH FROM TO
	mkdir -p "$3"
	patched_files "$1" | while read -r file; do
		[ ! -e "$2/$file" ] || (cd "$2" && cp -p --parents "$file" "$3")
	done
}

# reference PATCH: set $reference to a directory with before/ and after/, and $release to
# the release's name. Status 1: the patch applies exactly to no release that the kit has.
reference() {
	[ -e "$work/releases" ] || releases >"$work/releases"
	while read -r source; do
		chain "$source"
		reference=$work/reference/${source##*/}/$1
		release=${source##*/}
		[ ! -d "$reference/after" ] || return 0
	done <"$work/releases"
	return 1
}
