#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# What the documents say can be done, and what they name, is there.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	real=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	cd "$real" || return
}

documents() { printf '%s\n' README.md Documentation/*.rst; }

# played_cell CELL: as a run leaves it, with a guest that a shell script plays
played_cell() {
	local dir=$KIT_BUILD/cells/$1 base arch flavor image
	IFS=/ read -r base arch flavor <<<"$1"
	toy_cell "$dir" "cell $1" "base $base" "arch $arch" "flavor $flavor" "status native" \
		"version $base.1" "qemu QEMU 7.2" "accel tcg"
	image=$dir/obj/$(sed -n 's/^image[[:space:]]*//p' "arch/$arch/descriptor")
	mkdir -p "${image%/*}"
	echo kernel >"$image"
	echo guest >"$dir/initramfs.cpio"
	echo toy.dc05_works >"$dir/required"
	echo "build 1.0" >"$dir/stages"
	cat >"$dir/boot.sh" <<-'EOF'
	#!/bin/sh
	printf 'KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  # RUN direct.dc13_direct\n' >&3
	printf '  ok 1 dc05_works\nok 1 toy\nkit: done %s\n' "$KIT_TOKEN" >&3
	EOF
	chmod +x "$dir/boot.sh"
	"$dir/boot.sh" 3>"$dir/result.ktap"
}

# A copy of the kit in which what takes long only says that it was called, with
# a toy cell, a kernel tree at ~/linux and a directory for more of them.
toy_kit() {
	fresh_kit
	export KIT_HOST=$real/build/host HOME=$BATS_TEST_TMPDIR/home
	[ -x "$KIT_HOST/kit-boot" ] || skip "the kit's programs are not built"
	ln -s "$KIT_BUILD" build
	mkdir -p "$HOME/trees" "$HOME"/linux/{scripts/kconfig,kernel/trace,arch/arm64,arch/x86}
	touch "$HOME"/linux/{Kconfig,Kbuild,kernel/trace/ftrace.c}
	printf 'VERSION = 6\nPATCHLEVEL = 1\n' >"$HOME/linux/Makefile"
	echo CONFIG_MODULES=y | tee "$HOME/board.config" >"$HOME/driver.config"
	touch cell.bundle console.log result.ktap
	mkdir jobs
	for step in matrix compare bundles pipelines/ci-jobs pipelines/report port/assemble config build image command mutants/mutants coverage/coverage \
		bench/bench bench/figures bench/times public-trees/public-trees export/abi export/series series/series-check tests/check; do
		[ -e "ci/$step.sh" ]
		printf '%s\n' '#!/bin/sh' 'echo "$0 $*"' \
			'case $1 in build/cells/*) [ -d "$1" ] ;; esac' >"ci/$step.sh"
	done
	played_cell 6.1/arm64/plain
	cp -r "$real/README.md" "$real/Documentation" .
	cp -r "$real/tools/testing/mutants" tools/testing/
	for dir in arch/*/; do cp -r "$real/${dir}mutants" "$dir"; done
	mkdir -p arch/arm64/include/asm
	cp "$real/arch/arm64/include/asm/ftrace_direct_tramp.h" arch/arm64/include/asm/
	git init -q . && git add Makefile arch && git -c user.name=toy -c user.email=toy commit -qm toy
}

# run_blocks DOCUMENT...: their commands, one block after another
run_blocks() {
	local document block
	for document; do
		commands_of "$real/$document" "$BATS_TEST_TMPDIR/blocks/$document"
		for block in "$BATS_TEST_TMPDIR/blocks/$document"/*; do
			[ -e "$block" ] || continue
			# What is for the tree that takes the series: ci/tests/export.bats.
			! grep -q 'OUT/' "$block" || continue
			# A fuzzer runs as long as it is told to.
			sed -i 's/<arch>/arm64/g; s/<base>/6.1/g; s/ SECONDS=[0-9]*/ SECONDS=1/' "$block"
			run bash -eu "$block" </dev/null
			[ "$status" -eq 0 ] || {
				echo "status $status of the commands at $(head -n 1 "$block"):"
				sed 1d "$block"
				echo "$output"
				return 1
			}
		done
	done
}

@test "docs: every command in README and the documents can be given" {
	toy_kit
	# What is for the kernel's tree or the reader's machine: see below.
	# shellcheck disable=SC2046 # a list
	run_blocks $(cd "$real" && documents | grep -v debian-12)
}

@test "docs: quick start's edit changes the trampoline, and what undoes it does" {
	toy_kit
	commands_of "$real/Documentation/quick-start.rst" "$BATS_TEST_TMPDIR/blocks"
	edit=$(grep -l '^sed' "$BATS_TEST_TMPDIR"/blocks/*)
	undo=$(grep -l '^git checkout' "$BATS_TEST_TMPDIR"/blocks/*)
	bash -eu "$edit"
	[ "$(git diff --numstat arch | cut -f 1,2)" = $'0\t1' ]
	bash -eu "$undo"
	git diff --quiet arch
}

@test "docs: the commands for Debian 12 are the kit's, or shell that can be parsed" {
	toy_kit
	commands_of "$real/Documentation/debian-12-arm64.rst" "$BATS_TEST_TMPDIR/blocks"
	count=0
	for block in "$BATS_TEST_TMPDIR"/blocks/*; do
		bash -n "$block"
		if grep -qE '^make (tree|matrix)' "$block"; then
			bash -eu "$block"
			count=$((count + 1))
		fi
	done
	[ "$count" -eq 2 ]
}

@test "docs: make help's examples can be given" {
	toy_kit
	grep -oE '\<make [a-z-]+( [A-Z_]+=("[^"]*"|[^ ]+))*$' "$real/ci/help.txt" >"$BATS_TEST_TMPDIR/examples"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/examples")" -ge 10 ]
	bash -eu "$BATS_TEST_TMPDIR/examples"
}

@test "docs: a target that the prose names is there" {
	bad=
	# What comes after make in `...` or ``...``; kbuild's are for the kernel's tree.
	for target in $(documents | xargs grep -ohE '`make [a-z-]+' | sed 's/.* //' | sort -u); do
		case $target in localmodconfig | olddefconfig) continue ;; esac
		grep -qE "^([a-z-]+ )*$target( [a-z-]+)*:" Makefile || bad="$bad $target"
	done
	echo "no such target:$bad"
	[ -z "$bad" ]
}

# Files of the kernel that the documents name, and those of a walkthrough.
is_elsewhere() {
	case $1 in
	arch/powerpc | arch/powerpc/descriptor | arch/powerpc/kit.config | arch/powerpc/direct*) ;;
	arch/arm64/Kconfig | kernel/trace/ftrace.c | tools/testing/selftests/ftrace) ;;
	*) return 1 ;;
	esac
}

@test "docs: a path that a document names is there" {
	bad=
	while IFS=: read -r file path; do
		path=$(sed 's/<[a-z]*>/*/g; s|[.,:/]*$||; s/\*\*/*/g' <<<"$path")
		compgen -G "$path" >/dev/null || is_elsewhere "$path" || bad="$bad$file: $path"$'\n'
	done < <(documents | xargs grep -oHP \
		'(?<![\w/.~-])(ci|arch|tools|kernel|samples|include|Documentation)/[\w.*<>/+-]*' ci/help.txt)
	printf 'no such file:\n%s' "$bad"
	[ -z "$bad" ]
}

# What a merge leaves behind looks like one that does not fit.
@test "docs: the lines under and over a heading are as long as it is" {
	for document in Documentation/*.rst; do
		run awk '
			function check() {
				if (is_line && length(before) != length(line) && length($0) != length(line)) {
					print FILENAME ":" FNR - 1 ": " line
					bad = 1
				}
			}
			{ check(); before = line; line = $0; is_line = /^=+$/ }
			END { $0 = ""; check(); exit bad }' "$document"
		[ "$status" -eq 0 ] || { echo "$output" && return 1; }
	done
}

@test "docs: a comment line of a script ends before column 100" {
	# shellcheck disable=SC2046 # a list
	run awk '/^[ \t]*# / && !/shellcheck/ && length >= 100 { print FILENAME ":" FNR ": " $0; bad = 1 }
		END { exit bad }' $(find ci -name '*.sh' -o -name '*.awk' -o -name '*.ba[ts]*')
	[ "$status" -eq 0 ] || { echo "$output" && return 1; }
}

@test "docs: the index names every document" {
	for document in Documentation/*.rst; do
		[ "$document" = Documentation/index.rst ] || grep -q "$document" Documentation/index.rst ||
			{ echo "Documentation/index.rst does not name $document" && return 1; }
	done
}

@test "docs: every result is shown by a document, and has a head" {
	for result in Documentation/results/*; do
		name=${result##*/}
		grep -qE "^\.\. include:: results/$name\$" Documentation/*.rst ||
			grep -qxF -- "<!-- results/$name -->" README.md ||
			{ echo "no document includes $result" && return 1; }
		sed -n 2p "$result" | grep -qE '^20[0-9]{2}-[0-9]{2}-[0-9]{2}' ||
			{ echo "the second line of $result has no date" && return 1; }
	done
}

@test "docs: every result that a document includes is there" {
	for result in $(sed -n 's/^\.\. include:: //p' Documentation/*.rst); do
		[ -e "Documentation/$result" ] || { echo "no such file: Documentation/$result" && return 1; }
	done
}

@test "docs: no document has a result that a command prints" {
	for document in $(documents); do
		run awk '
			/^<!-- results/ { shown = 1 }
			/^<!-- end/ { shown = 0 }
			shown { next }
			/(PASS|XFAIL|FAIL) +(native|ported|none) [0-9]+\/[0-9]+ / ||
			/ DC-[0-9]+ +(killed|equal|OTHER|SURVIVED)/ ||
			/ (near|far|stub) +[0-9,]+ +[0-9,]+/ ||
			/^.?contract: [0-9]+ of [0-9]+ guarantees/ ||
			/^.?(matrix|arm64|kunit).* +[0-9]+\.[0-9] s$/ { print FILENAME ":" FNR ": " $0; bad = 1 }
			END { exit bad }' "$document"
		[ "$status" -eq 0 ] || { echo "$output" && return 1; }
	done
}

@test "docs: README shows the results as they are in Documentation/results" {
	cp -r README.md Documentation "$BATS_TEST_TMPDIR/"
	KIT=$BATS_TEST_TMPDIR KIT_BUILD=$real/build sh ci/lib/record.sh readme
	diff -u README.md "$BATS_TEST_TMPDIR/README.md"
}

# record COMMAND...: as make does with RECORD=1, in a kit of its own
record() {
	export KIT=$BATS_TEST_TMPDIR/kit
	mkdir -p "$KIT/ci/get" "$KIT/ci/lib"
	cp "$real/ci/get/bases" "$KIT/ci/get/"
	[ -e "$KIT/README.md" ] || printf '%s\n' 'Text' '<!-- results/toy-6.1.txt -->' 'old' '<!-- end -->' 'More' >"$KIT/README.md"
	run env XDG_CACHE_HOME="$BATS_TEST_TMPDIR/cache" KIT_BUILD="$KIT/build" \
		sh "$real/ci/lib/record.sh" "toy 6.1" 'make toy BASES="6.1"' "$@"
}

@test "record: what a command prints is kept, with what it was made of, and its status" {
	mkdir -p "$BATS_TEST_TMPDIR/cache/direct-call-kit/sources/6.1"
	ln -s 6.1.5-1 "$BATS_TEST_TMPDIR/cache/direct-call-kit/sources/6.1/current"
	record sh -c 'echo 6.1/x/plain: build; printf "\033[31mtable\033[0m\n"; echo "report: $KIT/build/report"; exit 1'
	[ "$status" -eq 1 ]
	[[ $output == *table* ]]
	result=$KIT/Documentation/results/toy-6.1.txt
	cat "$result"
	[ "$(sed -n 1p "$result")" = 'make toy BASES="6.1"' ]
	[[ $(sed -n 2p "$result") == "$(date +%Y)-"*", kit "*", 6.1.5-1" ]]
	[[ $(sed -n 3p "$result") == *" CPUs ("*"), "*" GiB" ]]
	[ "$(sed 1,3d "$result")" = $'\ntable\nreport: build/report' ]
	# and README shows it
	[ "$(sed -n '3p;$p' "$KIT/README.md" | paste -sd ' ')" = '``` More' ]
	[ "$(sed '1,3d' "$KIT/README.md" | head -n -3)" = "$(cat "$result")" ]
}

@test "record: a command without a result leaves none" {
	record sh -c 'echo half a table; exit 2'
	[ "$status" -eq 2 ]
	record true
	[ "$status" -eq 0 ]
	[ ! -e "$KIT/Documentation" ]
	grep -qx old "$KIT/README.md"
}

@test "record: RECORD= is a name, and nothing that leaves the directory" {
	RECORD=mine record echo table
	[ -e "$KIT/Documentation/results/mine.txt" ]
	for name in ../mine /mine .mine 'a b'; do
		RECORD=$name record echo table
		[ "$status" -eq 2 ]
		[[ $output == *"RECORD='$name' is no name"* ]]
	done
}

@test "record: without RECORD no command writes anything" {
	run make -n matrix
	[[ $output != *record.sh* ]]
	run make -n matrix RECORD=1
	[[ $output == *record.sh* ]]
}

# Documents leave out the suite and the fixture: many.dc32_* is
# ftrace_direct.many.direct_dc32_never_attached_address and others.
@test "docs: a test that a document names is in a manifest" {
	bad=
	for name in $(documents | xargs grep -ohP '(?<=``)[a-z_]+\.[a-z_]*dc\d\d_[\w*]*(?=``)' | sort -u); do
		pattern="[.]${name%%.*}[.]([a-z_]+_)?$(sed 's/[*]/.*/g' <<<"${name#*.}")( |\$)"
		grep -qE "$pattern" tools/testing/selftests/ftrace_direct/manifest ci/flavors/*.manifest ||
			bad="$bad $name"
	done
	echo "no manifest has:$bad"
	[ -z "$bad" ]
}
