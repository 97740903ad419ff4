# SPDX-License-Identifier: GPL-2.0
# Sourced by assemble.sh: what is special about the tree that is assembled from the
# snapshot of the user's (ci/get/kdir.sh).
# shellcheck shell=sh disable=SC2034,SC2154 # set for, and by, the script that sources this

# kdir_source: set pristine, snapshot, version
kdir_source() {
	pristine=$(sh "$KIT/ci/get/kdir.sh" take)
	snapshot=${pristine%/tree}
	version=$(tree_version "$pristine")
}

# kdir_arches: set arches to those of KIT_ARCHES (empty: all) that the tree has, and
# all_arches to all that it has
kdir_arches() {
	arches=
	all_arches=
	# shellcheck disable=SC2046,SC2086 # lists
	chosen=$(sh "$KIT/ci/lib/names.sh" arch ${KIT_ARCHES:-$(list_arches)})
	for arch in $(list_arches); do
		[ -d "$pristine/arch/$arch" ] || continue
		all_arches="$all_arches $arch"
		! printf '%s\n' "$chosen" | grep -qxF -- "$arch" || arches="$arches $arch"
	done
	arches=${arches# }
	all_arches=${all_arches# }
}

# kdir_name: the name of the assembled tree: that of the snapshot, the architectures
# unless they are all, and none without the series
kdir_name() {
	name=kdir-${snapshot##*/}
	if [ "$series" = none ]; then
		name=$name-none
	elif [ "$arches" != "$all_arches" ]; then
		name=$name-$(echo "$arches" | tr ' ' -)
	fi
	echo "$name"
}

# native_arches: where the user's tree has direct calls as it is
native_arches() {
	for arch in $all_arches; do
		[ "$(sh "$KIT/ci/lib/status.sh" status kdir "$arch" "$pristine")" = none ] || printf '%s ' "$arch"
	done
}

# kdir_needs_series: say so if the kit has no series for this version
kdir_needs_series() {
	# shellcheck disable=SC2086 # a list
	patches=$(sh "$KIT/ci/lib/series.sh" patches "$version" $arches)
	! printf '%s\n' "$patches" | grep -qE '^(kernel|arch/)' || return 0
	has=$(native_arches | sed 's/ $//')
	# shellcheck disable=SC2086 # a list
	die "the kit has no series for $version, the version of KDIR=$KDIR; it has one for $(sh "$KIT/ci/lib/series.sh" ranges $arches | paste -sd ' '). As it is, the tree has direct calls on ${has:-no architecture that the kit knows}; without SERIES=kit it is tested as it is"
}

# series_serves ARCH [VERSION]: does the series add direct calls, in any version?
series_serves() { sh "$KIT/ci/lib/status.sh" adds "$@"; }

# kdir_needs_arches: say so if the series for this version leaves out a chosen
# architecture to which those for other versions add direct calls
kdir_needs_arches() {
	served=$(native_arches)
	for arch in $all_arches; do
		! series_serves "$arch" "$version" || served="$served$arch "
	done
	for arch in $arches; do
		case " $served" in *" $arch "*) continue ;; esac
		! series_serves "$arch" ||
			die "the kit's series for $version, the version of KDIR=$KDIR, adds no direct calls to $arch; choose the architectures that have them with it: ARCHES=\"$(echo "$served" | xargs -n 1 | sort -u | paste -sd ' ')\""
	done
}

# Files that differ between two lists of ci/get/kdir.sh. Links are compared and replaced
# as such; whatever was or is a link is on the second list.
kdir_changed() { # OLD NEW
	comm -3 "$1" "$2" | sed 's/^\t//' >"$work/differing"
	sed -n 's/^a[^ ]* [^ ]* [^ ]* [^ ]* //p' "$work/differing" | sort -u >"$work/links"
	cut -d ' ' -f 5- "$work/differing" | sort -u >"$work/names"
	comm -23 "$work/names" "$work/links" >"$work/changed"
}

# kdir_remove_links: before files are put, so that none is written through a link
kdir_remove_links() { (cd "$tree" && xargs -r -d '\n' rm -rf --) <"$work/links"; }

# kdir_put_links: the links, and what has become a file
kdir_put_links() {
	while IFS= read -r name; do
		[ -L "$pristine/$name" ] || [ -f "$pristine/$name" ] || continue
		mkdir -p -- "$tree/$(dirname -- "$name")"
		cp -a -- "$pristine/$name" "$tree/$name"
	done <"$work/links"
}

# kdir_put_modes OLD NEW: contents are compared by checksum, which does not see modes
kdir_put_modes() {
	awk '{ name = $0; sub(/^[^ ]* [^ ]* [^ ]* [^ ]* /, "", name) }
		NR == FNR { mode[name] = $1; next }
		name in mode && mode[name] != $1 { print name }' "$1" "$2" | sort >"$work/modes"
	comm -12 "$work/changed" "$work/modes" | while IFS= read -r name; do
		cp -p --attributes-only --no-preserve=timestamps -- "$pristine/$name" "$tree/$name"
	done
}
