#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bundle.sh DIR: gather in bundle/ all that it takes to boot a cell anywhere and to judge
# the boot. Nothing in it depends on this machine, on the place of the build or on the
# time: equal cells have equal bundles (Documentation/backends.rst).
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/clocks.sh"
. "$KIT/ci/lib/boot-script.sh"
cell_open "${1:-}"

# The machine that boots the bundle may be slower or faster.
TIMEOUT_SCALE=
bundle=$DIR/bundle
new=$DIR/bundle.new

# What a result says of the kernel. The other facts are those of this machine: the tree's
# snapshot too, which has the times of its files.
facts() {
	for key in cell base arch flavor version series status patchset_hash overlay_hash compiler \
		tree_name commit branch describe dirty extraversion localversion \
		config_changes patches_applied patches_already patches_merged patches_conflict; do
		value=$(field "$DIR/meta" "$key" | tail -n 1)
		[ -z "$value" ] || echo "$key $value"
	done
	echo "cpus $(cell_cpus)"
}

# A second name of the same file costs no space.
take() { # FILE NAME
	ln "$1" "$new/$2" 2>/dev/null || cp "$1" "$new/$2"
}

# Where nobody gave the boot a token, it makes one, for make judge.
boot_script_start() {
	cat <<-'EOF'
	cd -- "$(dirname -- "$0")"
	[ -n "${KIT_TOKEN:-}" ] || {
		KIT_TOKEN=$(od -An -v -t x8 -N 16 /dev/urandom | tr -d ' ')-$(sha256sum <sums | cut -c 1-16)
		echo "TOKEN=$KIT_TOKEN" >&2
	}
	EOF
}

rm -rf "$new"
mkdir "$new"
echo "kit-bundle 1" >"$new/format"
facts >"$new/meta"
take "$OBJ/$(arch_field "$ARCH" image)" kernel
take "$DIR/initramfs.cpio" initramfs.cpio
[ -z "$DTB" ] || cp "$DTB" "$new/dtb"
cp "$DIR/required" "$new/required"
cp "$KIT/ci/allow/splats" "$KIT/ci/allow/expected-failures" "$new/"
clocks >"$new/clocks"
# Multi-threaded TCG has faults that depend on QEMU's version; with one thread it has none.
accel=tcg,thread=single
cell_cmdline "$accel" | tr -s ' ' | sed 's/^ //; s/ $//' >"$new/cmdline"
{
	echo "machine $(qemu_program) $(machine_words)"
	echo "console $(machine_cmdline)"
	echo "cpus $(cell_cpus)"
	echo "memory $(cell_memory)"
} | tr -s ' ' | sed 's/ $//' >"$new/machine"
boot_script "\"\${KIT_QEMU:-$(qemu_program)}\"" "$accel" kernel initramfs.cpio "${DTB:+dtb}" \
	"$(boot_script_start)" >"$new/boot.sh"
chmod +x "$new/boot.sh"
(cd "$new" && sha256sum -- *) >"$new.sums"
mv "$new.sums" "$new/sums"
rm -rf "$bundle"
mv "$new" "$bundle"
