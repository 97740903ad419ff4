#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# assemble.sh [OPTION...] BASE [SERIES]: assemble the source of a base with the kit's
# series (SERIES=none: without it) and print the tree's path. The base kdir is the user's
# own tree; KIT_ARCHES are the architectures whose patches it is to have (empty: all).
#
#   --steps N		only the first N patches of the series, and their files
#   --links		a tree to be broken on purpose: its files are links to the
#			source's
#   --mutant FILE	apply this patch last
#   --report FILE	write there what became of each patch
#
# The script looks only at files that a patch or the overlay touches, now or in the
# assembly before, and writes only those whose content differs. The times of all other
# files survive, so make rebuilds only what has changed. Everything is prepared in
# another directory first. If a patch does not apply, the tree stays as it was and the
# exit status is 1.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/versions.sh"
. "$KIT/ci/port/kdir-tree.sh"

steps=
links=
mutant=
report=
while :; do
	case $1 in
	--steps) steps=$2 && shift 2 ;;
	--links) links=-l && shift ;;
	--mutant) mutant=$2 && shift 2 ;;
	--report) report=$2 && shift 2 ;;
	*) break ;;
	esac
done

base=$(sh "$KIT/ci/lib/names.sh" base "$1")
series=${2:-$(default_series "$base")}
case $series in
kit | none) ;;
*) die "SERIES=$series is not understood; it is 'kit' or 'none'" ;;
esac

# What the tree is made of: pristine, version, source (a text that changes when they do),
# and arches (empty: all).
base_source() {
	pristine=$(sh "$KIT/ci/get/source.sh" "$base")
	version=${pristine##*/}
	source=$version
	arches=
	tree=$BUILD/trees/$base
	[ "$series" = kit ] || tree=$tree-none
}

own_source() {
	kdir_source
	# The snapshot must not change while it is read.
	exec 7<"$snapshot/lock"
	flock -s 7
	kdir_arches
	if [ "$series" = kit ]; then
		kdir_needs_series
		kdir_needs_arches
	fi
	source="$version $(field "$snapshot/facts" snapshot) $arches"
	tree=$BUILD/trees/$(kdir_name)
}

plain_path "$BUILD"
if [ "$base" = kdir ]; then own_source; else base_source; fi
note=$tree/.kit
mkdir -p "$BUILD/trees"
exec 8>"$tree.lock"
cd "$KIT"

done_already() { # FILE CONTENT
	[ "$(cat "$note/$1" 2>/dev/null)" = "$2" ] && [ -e "$note/key" ] || return 1
	[ -z "$report" ] || cp "$note/applied" "$report"
	echo "$tree"
	exit
}

# List the names, sizes and times of everything that the key may depend on. Comparing
# them needs no file to be read.
seen=$({
	echo "$source $series $steps $mutant"
	find arch include kernel samples tools ci/lib -type f -printf '%p %s %T@\n' 2>/dev/null | sort
} | sha256sum)
# Builds hold this lock shared.
flock -s 8
done_already seen "$seen" || :

patches=
overlay=
if [ "$series" = kit ]; then
	of=$(tree_version "$pristine")
	# shellcheck disable=SC2086 # a list
	patches=$(STEPS=$steps sh "$KIT/ci/lib/series.sh" patches "$of" $arches)
	# shellcheck disable=SC2086 # a list
	overlay=$(STEPS=$steps sh "$KIT/ci/lib/series.sh" overlay "$of" $arches)
fi
# the patches' texts for trees that have certain commits
other_texts() { find kernel samples arch tools -path '*/patches/with-*.patch' 2>/dev/null | sort; }
# the scripts that assemble
scripts() { cat ci/port/*; }
# shellcheck disable=SC2046,SC2086 # lists
key=$({ echo "$source" && scripts && sha256sum /dev/null $patches $(other_texts) $overlay $mutant; } | sha256sum)
done_already key "$key" || flock 8
done_already key "$key" || :

# Status 1 is a verdict on the series. Other failures are not.
verdict=
finish() {
	rc=$?
	[ -z "$report" ] || [ ! -e "$work/applied" ] || cp "$work/applied" "$report"
	rm -rf "$work"
	[ "$rc" -ne 1 ] || [ -n "$verdict" ] || rc=2
	exit "$rc"
}
# Nobody else is at work here: what is there was left by one that was killed.
rm -rf "$tree".work-??????
work=$(mktemp -d "$tree.work-XXXXXX")
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

refuse() {
	verdict=APPLY
	die -1 "$1; the tree is as it was"
}

# touched_by PATCH...: the files that the patches name
touched_by() {
	[ $# -eq 0 ] || sed -n 's|^[-+][-+][-+] [ab]/\([^[:space:]]*\).*|\1|p' "$@"
}

# What has changed in the user's tree since the last assembly is touched as well.
source_changes() {
	: >"$work/changed"
	[ "$base" = kdir ] || return 0
	: >"$work/links"
	[ -e "$note/files" ] || return 0
	kdir_changed "$note/files" "$snapshot/files"
	# It is faster to copy all of it.
	[ "$(wc -l <"$work/changed")" -lt 5000 ] || again=1
}

# shellcheck disable=SC2086 # lists
touched() {
	source_changes
	{ touched_by $patches $mutant; printf '%s\n' $overlay; cat "$work/changed"; } | sed '/^$/d' | sort -u >"$work/touched"
}

# print those of the names on stdin that exist here
there() {
	while IFS= read -r file; do
		[ ! -f "$file" ] || printf '%s\n' "$file"
	done
}

# differ SUMS: print the files whose content in the tree does not match SUMS. Not a
# pipeline: its status would be lost, and an error would look like "nothing differs".
differ() {
	rc=0
	(cd "$tree" && sha256sum --quiet --check "$1" >"$work/check" 2>/dev/null) || rc=$?
	[ "$rc" -le 1 ] || die "the files of $tree could not be read: sha256sum ended with status $rc"
	sed -n 's/: FAILED.*//p' "$work/check"
}

stage_files() {
	mkdir "$work/new"
	(cd "$pristine" && there <"$work/touched" | xargs -r -d '\n' cp -p --parents -t "$work/new")
}

# Extract from patch's output the patch, file and hunk of a mutant that do not fit.
blame() {
	awk -v patch="$1" -v version="$version" '
	/^(checking|patching) file / { file = $3 }
	/^(can.t find file|The next patch would)/ && !said {
		printf "%s does not apply to %s: %s\n", patch, version, $0; said = 1 }
	/^Hunk #[0-9]+ FAILED/ && !said {
		sub(/#/, "", $2); sub(/\.$/, "", $5)
		printf "%s does not apply to %s: %s, hunk %s (line %s)\n", patch, version, file, $2, $5; said = 1 }
	END { if (!said) printf "%s does not apply to %s\n", patch, version }' "$work/patch.log"
}

# apply_mutant [PATCH]
apply_mutant() {
	[ $# -eq 0 ] ||
		(cd "$work/new" && LC_ALL=C patch -p1 -N -F0 --no-backup-if-mismatch) <"$1" >"$work/patch.log" 2>&1 ||
		refuse "$(blame "$1")"
}

# apply.sh says on stderr what does not apply.
apply_patches() { # PATCH...
	rc=0
	sh ci/port/apply.sh --report "$work/applied" "$work/new" "$version" "$@" || rc=$?
	[ "$rc" -ne 1 ] || verdict=APPLY
	[ "$rc" -eq 0 ] || exit "$rc"
}

# take_off_carried: what an older series of the kit has changed in the source
take_off_carried() {
	rc=0
	sh ci/port/carried.sh "$pristine" "$work/new" "$version" >"$work/carried" || rc=$?
	[ "$rc" -ne 1 ] || verdict=APPLY
	[ "$rc" -eq 0 ] || exit "$rc"
	sort -u -o "$work/touched" "$work/touched" "$work/carried"
}

# A tree may have the kit's files already.
check_overlay() {
	for file in $overlay; do
		[ ! -e "$work/new/$file" ] || cmp -s "$file" "$work/new/$file" ||
			refuse "$file is in $version already: what a base has is changed by a patch, not by a file of its own"
	done
}

# shellcheck disable=SC2086 # lists
apply_series() {
	: >"$work/applied"
	apply_patches $patches
	check_overlay
	[ -z "$overlay" ] || cp --parents -t "$work/new" $overlay
	apply_mutant $mutant
}

# Never overwrite an edit that a person made in the assembled tree. Every file that
# the kit wrote has a checksum. Any other file that is newer than the key is an edit.
keep_edits() {
	[ -e "$note/key" ] || return 0
	sed 's/^[^ ]*  //' "$note/sums" | sort >"$work/ours"
	differ "$note/sums" >"$work/edited"
	comm -23 "$work/touched" "$work/ours" >"$work/others"
	(cd "$tree" && there <"$work/others" | tr '\n' '\0' | xargs -0 -r -I{} find ./{} -newer "$note/key" | sed 's|^\./||') >>"$work/edited"
	edited=$(head -n 1 "$work/edited")
	[ -z "$edited" ] ||
		die "edited in the tree, and the series now changes it too: $tree/$edited; move the edit into the kit, or remove $tree"
}

keep_all_edits() {
	[ -e "$note/key" ] || return 0
	edited=$(find "$tree" -path "$note" -prune -o -type f ! -name '*.pyc' -newer "$note/key" -print | head -n 1)
	[ -z "$edited" ] ||
		die "edited in the tree, which $version is about to replace: $edited; move the edit into the kit, or remove $tree"
}

# is_unpacked: the tree has this source, or one that source_changes() knows
is_unpacked() {
	if [ "$base" = kdir ]; then
		[ -e "$note/files" ] && [ -z "$again" ]
	else
		[ "$(cat "$note/version" 2>/dev/null)" = "$version" ]
	fi
}

unpack_pristine() {
	! is_unpacked || return 0
	keep_all_edits
	[ -n "$links" ] || need_space "$BUILD/trees" 2500 "the tree of $base"
	say "$base: copying $version" >&2
	rm -rf "$tree.new"
	cp -a $links --reflink=auto "$pristine" "$tree.new" || {
		rm -rf "$tree.new"
		die "the tree of $base could not be copied to $tree; if the disk is full, free some space, then run the same command again"
	}
	mkdir -p "$tree.new/.kit"
	echo "$version" >"$tree.new/.kit/version"
	[ "$base" != kdir ] || {
		cp "$snapshot/files" "$tree.new/.kit/files"
		date +%s.%N >"$tree.new/.kit/copy"
	}
	# Without its notes nobody takes half a tree for one that was assembled.
	rm -rf "$note"
	rm -rf "$tree"
	mv "$tree.new" "$tree"
}

# put_from WHERE: replace in the tree the files that stdin lists, each atomically
put_from() {
	while IFS= read -r file; do
		mkdir -p "$(dirname -- "$tree/$file")"
		cp "$1/$file" "$tree/$file.kit-new"
		chmod --reference="$1/$file" "$tree/$file.kit-new"
		mv "$tree/$file.kit-new" "$tree/$file"
	done
}

# shellcheck disable=SC2086 # a list
note_series() {
	STEPS=$steps sh ci/lib/series.sh hash "$of" $arches >"$note/patchset_hash"
	STEPS=$steps sh ci/lib/series.sh overlay-hash "$of" $arches >"$note/overlay_hash"
}

# The list of files comes last, because what is on it is there.
note_source() {
	kdir_put_links
	kdir_put_modes "$note/files" "$snapshot/files"
	find "$tree" -type d -empty ! -path "$note*" -delete
	echo "$pristine" >"$note/source"
	echo "$version" >"$note/version"
	cp "$snapshot/files" "$note/files.new"
	mv "$note/files.new" "$note/files"
}

# Until the key is written, the list holds what the previous assembly and this one
# touch, so the next assembly repairs an interrupted one.
sync_files() {
	cat "$work/touched" "$note/touched" 2>/dev/null | sort -u >"$work/all" || :
	cp "$work/all" "$note/touched"
	rm -f "$note/key" "$note/sums"
	comm -23 "$work/all" "$work/touched" >"$work/given-back"
	(cd "$work/new" && xargs -r -d '\n' sha256sum -- <"$work/written") >"$work/sums"
	(cd "$pristine" && there <"$work/given-back" | xargs -r -d '\n' sha256sum --) >"$work/sums.before"
	sed 's/^[^ ]*  //' "$work/sums" "$work/sums.before" | sort >"$work/stay"
	comm -23 "$work/all" "$work/stay" | while IFS= read -r file; do
		# What was a file before may be a directory or a link now.
		[ -d "$tree/$file" ] || [ -L "$pristine/$file" ] || printf '%s\n' "$file"
	done | (cd "$tree" && xargs -r -d '\n' rm -f --)
	[ "$base" != kdir ] || kdir_remove_links
	differ "$work/sums" >"$work/differ"
	put_from "$work/new" <"$work/differ"
	differ "$work/sums.before" >"$work/differ"
	put_from "$pristine" <"$work/differ"
	cp "$work/sums" "$note/sums"
	cp "$work/touched" "$note/touched"
	cp "$work/applied" "$note/applied"
	[ "$series" = none ] || note_series
	[ "$base" != kdir ] || note_source
	echo "$seen" >"$note/seen"
	echo "$key" >"$note/key"
}

again=
touched
stage_files
[ "$series" = none ] || take_off_carried
apply_series
(cd "$work/new" && find . -type f | sed 's|^\./||' | sort) >"$work/written"
unnamed=$(comm -23 "$work/written" "$work/touched" | head -n 1)
[ -z "$unnamed" ] || refuse "a patch makes $unnamed without a line +++ b/$unnamed"
keep_edits
unpack_pristine
sync_files
echo "$tree"
