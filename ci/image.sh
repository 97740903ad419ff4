#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# image.sh DIR: make the guest of a cell: one cpio archive with init, the
# distribution's static busybox, the samples, ftracetest and the suite. If the flavor
# needs a userland, its archive comes first. Equal content gives equal bytes.
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/toolchain.sh"
. "$KIT/ci/lib/killed.sh"
cell_open "${1:-}"
CROSS=$(cross_prefix "$ARCH")
suite=$(suite_dir)

root=$DIR/root
guest=$BUILD/guest/$ARCH
release=$(cat "$OBJ/include/config/kernel.release")
modules=$root/lib/modules/$release

# All cells of an arch share it.
mkdir -p "${guest%/*}"
(
	flock 8
	made_whole "$guest" make -s -C "$KIT/ci/guest" OUT="$guest" CC="${CROSS}gcc"
) 8>"$guest.lock"

rm -rf "$root"
mkdir -p "$root/bin" "$root/kit" "$modules/kernel"
cp "$guest/init" "$guest/broken" "$root/"
cp "$(sh "$KIT/ci/get/busybox.sh" "$ARCH")" "$root/bin/busybox"

sh "$KIT/ci/lib/samples.sh" "$DIR" >"$root/kit/samples"
while read -r sample _; do
	cp "$OBJ/samples/$sample.ko" "$modules/kernel/"
done <"$root/kit/samples"
sed -i 's|^[^ ]*/||' "$root/kit/samples"
# Additional samples of a flavor.
sed -n 's|^\(kernel/\)\{0,1\}\(samples/.*\)\.k\{0,1\}o$|\2.ko|p' "$OBJ/modules.order" |
	while read -r module; do cp "$OBJ/$module" "$modules/kernel/"; done

sh "$KIT/ci/lib/manifest.sh" "$DIR" ftracetest >"$root/kit/ftracetest.list"
cp -r "$TREE/tools/testing/selftests/ftrace" "$root/kit/ftracetest"

# programs SUITE VARIABLE: the programs that the Makefile lists in VARIABLE
programs() {
	sed -n "s/^$2[[:space:]]*[:+]*=[[:space:]]*//p" "${suite%/*}/$1/Makefile" | tr ' ' '\n'
}
mkdir "$root/kit/ftrace_direct"
programs ftrace_direct TEST_GEN_PROGS >"$root/kit/ftrace_direct.list"
programs ftrace_direct TEST_GEN_PROGS_EXTENDED >"$root/kit/ftrace_direct.bench"
xargs -I{} cp "$DIR/suite/{}" "$root/kit/ftrace_direct/" \
	<"$root/kit/ftrace_direct.list"
xargs -I{} cp "$DIR/suite/{}" "$root/kit/ftrace_direct/" \
	<"$root/kit/ftrace_direct.bench"
cp "$DIR"/suite/*.ko "$root/kit/ftrace_direct/"

userland=$(sh "$KIT/ci/get/userland.sh" "$FLAVOR/$ARCH")
if [ -n "$userland" ]; then
	mkdir "$root/kit/ftrace_direct_bpf"
	{
		programs ftrace_direct_bpf TEST_PROGS
		programs ftrace_direct_bpf TEST_GEN_PROGS
	} >"$root/kit/ftrace_direct_bpf.list"
	programs ftrace_direct_bpf TEST_GEN_PROGS_EXTENDED >"$root/kit/ftrace_direct_bpf.bench"
	{
		programs ftrace_direct_bpf TEST_PROGS
		programs ftrace_direct_bpf TEST_FILES
	} | xargs -I{} cp "${suite}_bpf/{}" "$root/kit/ftrace_direct_bpf/"
	{
		programs ftrace_direct_bpf TEST_GEN_PROGS
		programs ftrace_direct_bpf TEST_GEN_PROGS_EXTENDED
		programs ftrace_direct_bpf TEST_GEN_FILES
	} | xargs -I{} cp "$DIR/suite_bpf/{}" "$root/kit/ftrace_direct_bpf/"
	sh "$KIT/ci/lib/bpf-selftests.sh" "$DIR" install "$root/kit/bpf"
fi

cp "$OBJ/modules.builtin" "$OBJ/modules.builtin.modinfo" "$OBJ/modules.order" "$modules/" 2>/dev/null || :
/sbin/depmod -b "$root" "$release"

find "$root" -exec touch -h -d @0 {} +
# Not a pipeline: the archive would lack what a killed find or sort does not say.
find "$root" -mindepth 1 -printf './%P\n' >"$DIR/root.found"
sort "$DIR/root.found" >"$DIR/root.files"
{
	[ -z "$userland" ] || cat "$userland"
	(cd "$root" && cpio -o -H newc -R 0:0 --reproducible --quiet) <"$DIR/root.files"
} >"$DIR/initramfs.cpio"
rm -f "$DIR/root.found" "$DIR/root.files"
