# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Shared by the bats files: a copy of the kit to break, with a cache and a
# build directory of its own, and a toy base in the cache.

# fresh_kit [lean]: lean leaves out the kit's own tests, which are most of its files
fresh_kit() {
	real=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	unset MAKEFLAGS MAKELEVEL KIT KIT_GIVEN KIT_CROSS
	# RANDOM would be no random number any more.
	# shellcheck disable=SC2046 # a list
	unset $(awk '!/^#/ && NF && !/^(KIT_HOST|CCACHE_DIR|RANDOM)/ { print $1 }' "$real/ci/lib/variables")
	export KIT_BUILD=$BATS_TEST_TMPDIR/build XDG_CACHE_HOME=$BATS_TEST_TMPDIR/cache DEPS=skip
	kit=$BATS_TEST_TMPDIR/kit
	mkdir -p "$kit" "$KIT_BUILD"
	cp -r "$real/Makefile" "$real/arch" "$real/tools" "$kit/"
	if [ "${1:-}" = lean ]; then
		mkdir -p "$kit/ci/tests"
		find "$real/ci" -mindepth 1 -maxdepth 1 ! -name tests -exec cp -r -t "$kit/ci" {} +
	else
		cp -r "$real/ci" "$kit/"
	fi
	rm -rf "$kit"/*/patches "$kit"/arch/*/{patches,include,mutants} "$kit/tools/testing/mutants" "$kit/ci/series/undo"
	cd "$kit" || return
	toy_list tools/patches/toy-files.patch
	{
		toy_header "toy: Bring files" '[5.10,)'
		printf 'X-Kit-Files: %s\n' 'tools/testing/*' 'arch/*/kernel/*'
	} >tools/patches/toy-files.patch
}

# toy_list PATCH: append the patch to its directory's series file
toy_list() {
	mkdir -p "${1%/*}"
	grep -qsxF "${1##*/}" "${1%/*}/series" || echo "${1##*/}" >>"${1%/*}/series"
}

# toy_drop PATCH: remove it from the series
toy_drop() {
	sed -i "/^${1##*/}\$/d" "${1%/*}/series"
	rm "$1"
}

# toy_header SUBJECT [RANGE [STAGE]]: the header of a patch
toy_header() {
	printf '%s\n' 'From: toy <toy@toy.example>' 'Date: Sun, 22 Nov 2026 18:41:13 +0000' "Subject: [PATCH] $1" '' "X-Kit-Range: ${2:-[6.1,6.2)}" "X-Kit-Stage: ${3:-feature}"
}

# toy_file FILE TEXT: a patch that brings a new file
toy_file() {
	mkdir -p "${1%/*}"
	echo "$2" >"$1"
	grep -qxF "X-Kit-Files: $1" tools/patches/toy-files.patch ||
		echo "X-Kit-Files: $1" >>tools/patches/toy-files.patch
}

# toy_compiler: a cross compiler, whose version the steps ask for
toy_compiler() {
	mkdir -p "$BATS_TEST_TMPDIR/tools"
	printf '#!/bin/sh\necho toy 1.0\n' >"$BATS_TEST_TMPDIR/tools/aarch64-linux-gnu-gcc"
	chmod +x "$BATS_TEST_TMPDIR/tools/aarch64-linux-gnu-gcc"
	PATH=$BATS_TEST_TMPDIR/tools:$PATH
}

# toy_source BASE VERSION: a base of three files, as if unpacked
toy_source() {
	local dir=$XDG_CACHE_HOME/direct-call-kit/sources/$1/$2
	mkdir -p "$dir/kernel" "$dir/arch/arm64"
	printf 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n' >"$dir/kernel/a.c"
	printf 'b\n' >"$dir/kernel/b.c"
	printf 'config ARM64\n\tselect HAVE_FTRACE\n' >"$dir/arch/arm64/Kconfig"
	printf 'VERSION = %s\nPATCHLEVEL = %s\n' "${1%.*}" "${1#*.}" >"$dir/Makefile"
	find "$dir" -exec touch -d '2020-01-01' {} +
	touch "$dir/.complete"
	ln -sfn "$2" "${dir%/*}/current"
}

# toy_patch FILE FROM TO [OLD-FIRST-LINE]: a patch that changes one line
toy_patch() {
	toy_list "$1"
	toy_header "toy: Change $2 to $3" >"$1"
	cat >>"$1" <<-EOF
	---

	--- a/kernel/a.c
	+++ b/kernel/a.c
	@@ -2,5 +2,5 @@ ${4:-one}
	 two
	 three
	-$2
	+$3
	 five
	 six
	EOF
}

# toy_cell DIR FACT...: a cell's directory as a step finds it; a fact is "key value"
toy_cell() {
	mkdir -p "$1/obj"
	printf '%s\n' "build $KIT_BUILD" "host ${KIT_HOST:-$KIT_BUILD/host}" "${@:2}" >"$1/meta"
}

# fact DIR KEY VALUE: replace a fact; an empty VALUE removes it
fact() {
	sed -i "/^$2 /d" "$1/meta"
	[ -z "$3" ] || echo "$2 $3" >>"$1/meta"
}

mtime() { stat -c %Y "$1"; }

# The commands of a document: each literal block that begins with one, perhaps after
# comments, goes to a file of its own, blocks/0001 and so on, "# FILE:LINE" first. Blocks
# of rst are indented by a tab; README's results are between markers.
commands_of() { # FILE DIRECTORY
	mkdir -p "$2"
	awk -v file="$1" -v dir="$2" '
		function is_command(line) {
			sub(/^([A-Z_]+=[^ ]* )+/, "", line)
			return line ~ /^(make|sh|bash|cat|cd|cp|git|grep|mkdir|sed|sudo|xz) /
		}
		function begin(line) {
			inside = 1
			wanted = is_command(line)
			if (wanted) {
				out = sprintf("%s/%04d", dir, ++n)
				print "# " file ":" FNR >out
			}
		}
		function take(line) {
			if (!inside && line ~ /^#/) return
			if (!inside) begin(line)
			if (wanted) print line >out
		}
		/^<!-- results/ { shown = 1 }
		/^<!-- end/ { shown = 0 }
		shown { next }
		/^```/ { fence = !fence; inside = 0; next }
		fence { take($0); next }
		/^\t/ && (literal || inside) { take(substr($0, 2)); next }
		/^[ \t]*$/ { if (inside && wanted) print "" >out; next }
		{ inside = 0; literal = /::$/ }' "$1"
}
