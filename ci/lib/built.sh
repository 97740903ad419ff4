# SPDX-License-Identifier: GPL-2.0
# Sourced after cell.sh: was the open cell built from the current inputs? Call the
# functions after toolchain(), in a subshell, so that the variables that toolchain()
# exports do not reach the steps.
# shellcheck shell=sh
#
# The file "built" of a cell has four lines: a checksum of everything that its
# configuration, build and image depend on, a checksum of what they made, how many files
# the tree had, and the compiler. kbuild, the suite's make and cpio take seconds to find
# that nothing is to be done. Comparing names, sizes and times takes a fraction of that.

# built_from: a checksum of the cell's inputs. The tree's files are not part of it: they
# are older than the file "built", or built_already() finds them.
built_from() {
	{
		grep -E '^(option (SERIES|STEPS|MUTANT|LINKS|FTRACETEST|V|KIT_CROSS|KCONFIG|KMODULES|FRAGMENT|KIT_COVERAGE)|cell|tree|version|series|status) ' "$DIR/meta"
		cat "$TREE/.kit/key" 2>/dev/null || :
		(cd "$KIT" && find arch ci include kernel samples tools \
			\( -path ci/tests -o -path ci/host -o -name mutants \) -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null | sort)
		# Names of the tree's own configurations are files of the tree.
		[ ! -f "$KCONFIG" ] || sha256sum "$KCONFIG"
		[ -z "$FRAGMENT" ] || sha256sum "$FRAGMENT"
		# The tools that compile, link and pack.
		[ -z "$(flavor_field "$FLAVOR" packages "$ARCH")$KCONFIG" ] || optional="pahole bpftool ld.lld"
		for tool in "${KERNEL_CC}" "${CROSS}gcc" "${CROSS}ld" ccache ${optional:-}; do
			stat -Lc '%n %s %.9Y' "$(command -v "$tool")" 2>/dev/null || echo "no $tool"
		done
		stat -c '%n %s %.9Y' "$CACHE/busybox/$(arch_field "$ARCH" debian)/busybox" 2>/dev/null || :
		for what in userland sysroot; do
			[ -z "$(flavor_field "$FLAVOR" "$what" "$ARCH")" ] ||
				sh "$KIT/ci/get/userland.sh" "$FLAVOR/$ARCH" "$what"
		done
	} | sha256sum
}

# cache_fact: how much of the build that has just ended the compiler cache had. ccache
# writes "# FILE" and what it did, a word a line. What came from the shared store was perhaps
# of no use.
cache_fact() {
	[ ! -s "$DIR/compiler-cache" ] || fact_set compiler_cache "$(awk '
		function end_of_file() {
			hits += hit
			remote += hit && far
			hit = far = 0
		}
		/^#/ { end_of_file() }
		/^(direct|preprocessed)_cache_hit$/ { hit = 1 }
		$0 == "cache_miss" { misses++ }
		$0 == "remote_storage_hit" { far = 1 }
		END {
			end_of_file()
			printf "%d of %d compilations (%.1f%%)", hits, hits + misses, 100 * hits / (hits + misses + !(hits + misses))
			if (remote) printf ", %d from the shared store", remote
		}' "$DIR/compiler-cache")"
}

# built_files: a checksum of the build's output, by name, size and time
built_files() {
	stat -c '%n %s %.9Y' "$OBJ/.config" "$OBJ/vmlinux" "$OBJ/$(arch_field "$ARCH" image)" \
		"$DIR/initramfs.cpio" "$DIR/required" | sha256sum
}

# tree_files THAN: how many files the tree has, and how many are newer than the file
# THAN. Python leaves its byte code in the tree when a build runs its scripts.
tree_files() {
	find "$TREE" \( -path "$TREE/.kit" -o -path "$TREE/.git" -o -name __pycache__ \) -prune -o \
		! -type d ! -name '*.pyc' \( -newer "$1" -printf 'newer\n' -o -printf 'old\n' \) |
		awk '{ n++; newer += $1 == "newer" } END { print n + 0, newer + 0 }'
}

# built_already: status 0 if the build would change nothing; sets the fact compiler
built_already() {
	[ -e "$DIR/built" ] || return 1
	{
		read -r from
		read -r files
		read -r count
		read -r compiler
	} <"$DIR/built"
	[ "$from" = "$(built_from)" ] && [ "$files" = "$(built_files 2>/dev/null)" ] &&
		[ "$(tree_files "$DIR/built")" = "$count 0" ] || return 1
	fact_set compiler "$compiler"
}

# built_now SINCE: record the build. SINCE is a file that built_from() wrote before the
# build, so an edit made during the build, in the kit or in the tree, is not part of it.
built_now() {
	{
		cat "$1"
		built_files
		tree_files "$1" | cut -d ' ' -f 1
		field "$DIR/meta" compiler
	} >"$DIR/built.new"
	touch -r "$1" "$DIR/built.new"
	mv "$DIR/built.new" "$DIR/built"
}
