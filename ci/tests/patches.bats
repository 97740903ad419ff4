#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The series as it is written down: order, headers, who brings which file.
# shellcheck disable=SC2030,SC2031,SC2046,SC2154 # lists; status, output, lines are bats's

load kit

setup() {
	fresh_kit
	rm -rf tools arch/*/kernel
}

# patch PATH [RANGE [STAGE]]: one that changes nothing
patch() {
	toy_list "$1"
	toy_header "toy: ${1##*/}" "${2:-}" "${3:-}" >"$1"
}

patches() { run sh ci/lib/series.sh patches "${1:-6.1.192}" "${@:2}"; }

@test "series: fixes first, then features, then the switch; in each by directory" {
	patch kernel/patches/c.patch '' switch
	patch kernel/patches/b.patch '' feature
	patch kernel/patches/a.patch '' fix
	patch samples/patches/s.patch
	patch arch/x86/patches/x.patch '' fix
	patch arch/arm64/patches/z.patch
	patch arch/arm64/patches/y.patch
	patch arch/arm64/patches/w.patch '' switch
	patch tools/patches/t.patch
	patches
	[ "$(paste -sd ' ' <<<"$output")" = "$(echo kernel/patches/a.patch arch/x86/patches/x.patch \
		kernel/patches/b.patch samples/patches/s.patch arch/arm64/patches/{z,y}.patch tools/patches/t.patch \
		kernel/patches/c.patch arch/arm64/patches/w.patch)" ]
	STEPS=3 patches
	[ "${lines[-1]}" = kernel/patches/b.patch ]
	STEPS=0 patches
	[ -z "$output" ]
	patches 6.1 x86
	[[ $output == *arch/x86/* && $output == *kernel/* && $output != *arch/arm64/* ]]
}

@test "series: a patch is for the versions in its range" {
	patch kernel/patches/old.patch '[5.10,6.1.75)'
	patch kernel/patches/new.patch '[6.1.75,)'
	patches 6.1.74
	[ "$output" = kernel/patches/old.patch ]
	patches 6.1.75
	[ "$output" = kernel/patches/new.patch ]
	patches 5.4.1
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "series: a patch may be for several ranges, without what is between them" {
	patch kernel/patches/a.patch '[5.10,5.11)|[6.1,6.2)'
	for version in 5.10.262 6.1.192; do
		patches "$version"
		[ "$output" = kernel/patches/a.patch ]
	done
	for version in 5.4.1 5.15.1 6.2; do
		patches "$version"
		[ "$status" -eq 0 ]
		[ -z "$output" ]
	done
	run sh ci/lib/series.sh ranges
	[ "$output" = $'[5.10,5.11)\n[6.1,6.2)' ]
}

@test "series: what one line needs may be in a directory of the line" {
	patch kernel/patches/later.patch '[7.1,)'
	mkdir kernel/patches/5.10
	toy_header 'toy: a' '[5.10,5.11)' >kernel/patches/5.10/a.patch
	refused 'kernel/patches/series does not name kernel/patches/5.10/a.patch'
	echo 5.10/a.patch >>kernel/patches/series
	patches 5.10.262
	[ "$output" = kernel/patches/5.10/a.patch ]
	patches 6.1.192
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "series: the ranges are those of all patches together" {
	patch kernel/patches/a.patch '[6.1,6.1.16)'
	patch kernel/patches/b.patch '[6.1,6.2)'
	patch kernel/patches/c.patch '[6.1.75,6.1.90)'
	patch kernel/patches/d.patch '[5.10,5.15)'
	patch arch/x86/patches/e.patch '[6.2,6.4)'
	patch arch/arm64/patches/f.patch '[7.1,)'
	patch samples/patches/g.patch '[5.10,8.0)'
	run sh ci/lib/series.sh ranges
	[ "$output" = $'[5.10,5.15)\n[6.1,6.4)\n[7.1,)' ]
	run sh ci/lib/series.sh ranges x86
	[ "$output" = $'[5.10,5.15)\n[6.1,6.4)' ]
}

@test "series: comments and blank lines are no patches" {
	patch kernel/patches/a.patch
	printf '%s\n' '' '# b.patch' 'c.patch -p1 # why' >>kernel/patches/series
	toy_header 'toy: c' >kernel/patches/c.patch
	patches
	[ "$output" = $'kernel/patches/a.patch\nkernel/patches/c.patch' ]
}

# refused SENTENCE
refused() {
	patches
	[ "$status" -eq 2 ]
	[[ $output == *"$1"* ]]
}

@test "series: a header that lacks something is named, and what it lacks" {
	patch kernel/patches/a.patch
	sed -i '/Range/d' kernel/patches/a.patch
	refused 'kernel/patches/a.patch has no line "X-Kit-Range:"'
	patch kernel/patches/a.patch 6.1
	refused "kernel/patches/a.patch: '6.1' is not a range of versions"
	patch kernel/patches/a.patch '[6.1,6.2)|6.6'
	refused "kernel/patches/a.patch: '6.6' is not a range of versions"
	patch kernel/patches/a.patch '' later
	refused 'kernel/patches/a.patch: its header needs a line "X-Kit-Stage:" with fix, feature or switch, not "later"'
	patch kernel/patches/a.patch
	printf '%s\n' '---' 'X-Kit-Stage: fix' >>kernel/patches/a.patch
	sed -i '0,/^X-Kit-Stage/{/^X-Kit-Stage/d}' kernel/patches/a.patch
	refused 'with fix, feature or switch, not ""'
}

@test "series: file and directory say the same" {
	patch kernel/patches/a.patch
	echo gone.patch >>kernel/patches/series
	refused 'kernel/patches/series names gone.patch, which is not there'
	sed -i '/gone/d' kernel/patches/series
	touch kernel/patches/forgotten.patch
	refused 'kernel/patches/series does not name kernel/patches/forgotten.patch'
	rm kernel/patches/forgotten.patch kernel/patches/series
	refused 'kernel/patches has no series file'
}

@test "series: a new file comes with one patch, no sooner, and not twice" {
	patch kernel/patches/a.patch '[6.1,6.2)' fix
	patch kernel/patches/b.patch '[6.1,7.0)'
	mkdir -p kernel/trace arch/arm64/kernel
	touch kernel/trace/{one.c,two.c} arch/arm64/kernel/three.S
	echo 'X-Kit-Files: kernel/trace/one.[ch]' >>kernel/patches/a.patch
	printf 'X-Kit-Files: %s\n' 'kernel/trace/t*' 'arch/*/kernel/three.S' >>kernel/patches/b.patch
	run sh ci/lib/series.sh owners 6.1.5
	[ "$status" -eq 0 ]
	[ "$(grep -c . <<<"$output")" -eq 3 ]
	grep -qx 'kernel/patches/a.patch kernel/trace/one.c' <<<"$output"
	grep -qx 'kernel/patches/b.patch arch/arm64/kernel/three.S' <<<"$output"
	STEPS=1 run sh ci/lib/series.sh overlay 6.1.5
	[ "$output" = kernel/trace/one.c ]
	run sh ci/lib/series.sh overlay 6.6
	[ "$output" = $'arch/arm64/kernel/three.S\nkernel/trace/two.c' ]
	run sh ci/lib/series.sh overlay 6.1 s390
	[[ $output != *arm64* ]]
	touch kernel/trace/four.c
	run sh ci/lib/series.sh overlay 6.1.5
	[ "$status" -eq 2 ]
	[[ $output == *'kernel/trace/four.c belongs to no patch'* ]]
	echo 'X-Kit-Files: kernel/*' >>kernel/patches/a.patch
	run sh ci/lib/series.sh overlay 6.1.5
	[ "$status" -eq 2 ]
	[[ $output == *'kernel/trace/two.c belongs to two patches, kernel/patches/a.patch and kernel/patches/b.patch'* ]]
}

@test "series: a patch that changes nothing and brings nothing is refused" {
	toy_source 6.1 6.1.5-1
	patch kernel/patches/a.patch
	run make tree BASE=6.1
	[ "$status" -ne 0 ]
	[[ $output == *"kernel/patches/a.patch changes nothing and brings no file"* ]]
	echo 'X-Kit-Files: kernel/new.c' >>kernel/patches/a.patch
	echo new >kernel/new.c
	make -s tree BASE=6.1
	[ -e "$KIT_BUILD/trees/6.1/kernel/new.c" ]
}

@test "series: the hashes follow what is in it, and are empty for nothing" {
	patch kernel/patches/a.patch
	echo 'X-Kit-Files: kernel/new.c' >>kernel/patches/a.patch
	echo new >kernel/new.c
	before=$(sh ci/lib/series.sh hash 6.1; sh ci/lib/series.sh overlay-hash 6.1)
	[ "$(wc -w <<<"$before")" -eq 2 ]
	echo other >kernel/new.c
	[ "$(sh ci/lib/series.sh overlay-hash 6.1)" != "${before#*[[:space:]]}" ]
	echo >>kernel/patches/a.patch
	[ "$(sh ci/lib/series.sh hash 6.1)" != "${before%[[:space:]]*}" ]
	# The text for a tree with a certain commit counts, too.
	before=$(sh ci/lib/series.sh hash 6.1)
	mkdir kernel/patches/with-123456789abc
	cp kernel/patches/*.patch kernel/patches/with-123456789abc/
	[ "$(sh ci/lib/series.sh hash 6.1)" != "$before" ]
	[ -z "$(sh ci/lib/series.sh hash 5.10)$(sh ci/lib/series.sh overlay-hash 5.10)" ]
}

# What the kit itself has.
real_patches() { (cd "$real" && ls -- {*,arch/*}/patches/{,[0-9]*/}*.patch); }

@test "series: each new file of the kit belongs to one patch, on every line" {
	cd "$real"
	for version in 5.10.1 5.15.1 6.1.192 6.6.1 6.12.1 7.3.1; do
		run sh ci/lib/series.sh owners "$version"
		[ "$status" -eq 0 ]
		[[ $output == *" samples/ftrace_direct/direct.h"* ]]
		[[ $output == *" tools/testing/selftests/ftrace_direct/Makefile"* ]]
	done
	for version in 5.10.262 5.15.215 6.1.192; do
		run sh ci/lib/series.sh owners "$version"
		[[ $output == *" kernel/trace/ftrace_switch.c"* ]]
	done
}

@test "series: git has each new file of the kit, and ignores none" {
	cd "$real"
	[ -e .git ] || skip "not a git checkout"
	for file in $(sh ci/lib/series.sh overlay 6.1.192); do
		file=$(realpath --relative-to=. "$file")
		! git check-ignore -q --no-index "$file" || { echo "ignored: $file"; return 1; }
		git ls-files --error-unmatch "$file" >/dev/null
	done
	# What an architecture adds to the suite is found through a link.
	[ "$(git ls-files -s tools/testing/selftests/ftrace_direct/arch | cut -d' ' -f1)" = 120000 ]
	run sh ci/lib/series.sh overlay 6.1.192
	[[ $output == *tools/testing/selftests/ftrace_direct/arch/x86/direct/landing.h* ]]
}

@test "series: each file pattern of the kit's patches matches something" {
	cd "$real"
	for patch in $(real_patches); do
		while read -r pattern; do
			compgen -G "$pattern" >/dev/null || {
				echo "$patch: $pattern"
				return 1
			}
		done < <(sed -n '/^---$/q; s/^X-Kit-Files: //p' "$patch")
	done
}

@test "series: the kit's patches have the fields of DEP-3, and git's form" {
	cd "$real"
	for patch in $(real_patches); do
		header=$(sed '/^---$/q' "$patch")
		for field in 'From: ' 'Date: ' 'Subject: \[PATCH\] ' 'Signed-off-by: ' 'Forwarded: ' 'Last-Update: 20'; do
			grep -q "^$field" <<<"$header" || { echo "$patch: no $field"; return 1; }
		done
		# The name is the subject, as git format-patch makes it.
		subject=$(awk '/^Subject:/ { s = $0; next } s && /^ / { s = s $0; next } s { print s; exit }' <<<"$header")
		subject=${subject#*\] }
		name=$(sed 's/[^A-Za-z0-9._]\{1,\}/-/g; s/^-//; s/-$//' <<<"$subject")
		[ "${patch##*/}" = "$name.patch" ] || { echo "$patch: $name"; return 1; }
		# A blob's name is true for one base only, so make series writes it.
		! grep -qE '^index [0-9a-f]+\.\.' "$patch" || { echo "$patch: index"; return 1; }
	done
}

@test "series: each fix names the commit that it fixes, and the upstream commit in its text" {
	cd "$real"
	count=0
	for patch in $(real_patches); do
		header=$(sed '/^---$/q' "$patch")
		if grep -qx 'X-Kit-Stage: fix' <<<"$header"; then
			grep -qE '^Fixes: [0-9a-f]{12} \(".+"\)$' <<<"$header" || { echo "$patch: no Fixes"; return 1; }
			count=$((count + 1))
		fi
		for id in $(sed -n 's/^Origin: backport, commit:\([0-9a-f]*\).*/\1/p' <<<"$header"); do
			paste -sd ' ' <<<"$header" | grep -q "upstream commit $id (\"" || { echo "$patch: $id"; return 1; }
		done
	done
	[ "$count" -ge 16 ]
}

# new_files_of VERSION: what the series brings
new_files_of() { (cd "$real" && sh ci/lib/series.sh overlay "$1"); }

@test "series: nothing in the tree is named after the kit's directories" {
	cd "$real"
	for version in 5.10.1 5.15.1 6.1.192 7.3.1; do
		[ -n "$(new_files_of "$version")" ]
		run grep -E '(^|/)kit/' <(new_files_of "$version")
		[ "$status" -eq 1 ]
		run grep -nE '[</]kit/' $(new_files_of "$version")
		[ "$status" -eq 1 ]
	done
	run grep -nE '^\+.*[</]kit/' $(real_patches)
	[ "$status" -eq 1 ]
}

@test "series: kernel/ builds nothing of arch/" {
	cd "$real"
	run grep -nE '^\+.*\.\./arch/' kernel/patches/{,[0-9]*/}*.patch
	[ "$status" -eq 1 ]
}

@test "series: MAINTAINERS has each new file, and names no person" {
	cd "$real"
	# What the patches add, and ftrace's own entry has on 6.1.
	patterns=$(sed -n "s|^+F:[[:space:]]*||p" $(real_patches))
	patterns="$patterns kernel/trace/ftrace* arch/*/*/*ftrace* arch/*/*/*/*ftrace*"
	set -f
	for file in $(new_files_of 6.1.192); do
		known=
		for pattern in $patterns; do
			case $pattern in */) pattern="$pattern*" ;; esac
			# shellcheck disable=SC2053 # a pattern on purpose
			[[ $file != $pattern ]] || known=yes
		done
		[ -n "$known" ] || { echo "no entry: $file"; return 1; }
	done
	set +f
	run grep -nE '^\+[MR]:' $(real_patches)
	[ "$status" -eq 1 ]
}

@test "kcsan: each function of the kit whose races are reported exists" {
	cd "$real"
	local names name
	names=$(sed -n 's/.*kit\.races=\([^ ]*\).*/\1/p' ci/flavors/*.descriptor | tr ',' '\n' |
		grep -E '^ftrace_(switch|veneer|direct)_')
	[ -n "$names" ]
	for name in $names; do
		grep -qE "\b$name\(" kernel/trace/*.c || {
			echo "ci/flavors: kit.races= names $name(), which no file in kernel/trace has"
			return 1
		}
	done
}
