#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The user's own configuration as the start of a cell's: by the parser of a real kernel
# over Kconfig files of a few lines. Nothing is built but that parser.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup_file() {
	sources=${XDG_CACHE_HOME:-$HOME/.cache}/direct-call-kit/sources/6.1/current
	[ -e "$sources/scripts/kconfig" ] || { echo "the source of 6.1 is not in the cache" && return 1; }
	export sources
	# The parser, built once, as the step builds it: for a tree at this place.
	export tree=$BATS_FILE_TMPDIR/tree
	mini_tree "$tree"
	printf 'config NOTHING\n\tbool\n' >"$tree/Kconfig"
	make -s -C "$tree" O="$BATS_FILE_TMPDIR/obj" ARCH=arm64 CC=gcc LD=ld \
		HOSTCFLAGS="-fmacro-prefix-map=$tree/=" allnoconfig >&2
}

# mini_tree DIR: a kernel's Makefile and scripts, without its Kconfig files
mini_tree() {
	mkdir -p "$1/arch/arm64/configs" "$1/kernel/configs"
	ln -s "$sources/Makefile" "$sources/scripts" "$1/"
	ln -s "$sources/arch/arm64/Makefile" "$1/arch/arm64/"
}

setup() {
	fresh_kit lean
	export PATH=$BATS_TEST_TMPDIR/tools:$PATH
	mkdir -p "$BATS_TEST_TMPDIR/tools"
	for tool in gcc ld nm; do ln -s "$(command -v $tool)" "$BATS_TEST_TMPDIR/tools/aarch64-linux-gnu-$tool"; done
	rm -f ci/configs/*.config arch/arm64/*.config
	cp "$real/ci/configs/given.config" ci/configs/
	rm -rf "$tree"
	dir=$KIT_BUILD/cell
	mini_tree "$tree"
	toy_cell "$dir" "cell kdir/arm64/plain" "base kdir" "kdir $tree" "arch arm64" "flavor plain" \
		"tree $tree" "version 6.1.83" "status none" "series none"
	cp -a "$BATS_FILE_TMPDIR/obj/scripts" "$dir/obj/"
	asks 'CONFIG_TRACER=y'
	cat >"$tree/Kconfig" <<-'EOF'
	config MODULES
		bool "modules"
		modules
	config HAVE_TRACER
		bool
	config TRACER
		bool "tracer"
		depends on HAVE_TRACER
		select RING
	config RING
		bool
	config USB
		tristate "usb"
	config USB_FAST
		bool "fast usb"
		depends on USB
	config SECRET
		string "secret"
	config MODULE_SIG_FORCE
		bool "only signed modules"
	EOF
}

# asks LINE...: what the kit's fragments request, besides given.config
asks() { printf '%s\n' "$@" >ci/configs/common.config; }

# has_tracer: the architecture selects what the tracer needs
has_tracer() { printf 'config ARM64\n\tdef_bool y\n\tselect HAVE_TRACER\n' >>"$tree/Kconfig"; }

# config [KCONFIG]: the step
config() {
	[ -z "${1:-}" ] || fact "$dir" "option KCONFIG" "$1"
	run sh ci/config.sh "$dir"
	echo "$output"
}

# own LINE...: the user's own configuration
own() {
	mkdir -p "$BATS_TEST_TMPDIR/my files"
	printf '%s\n' "$@" >"$BATS_TEST_TMPDIR/my files/own config"
	own=$BATS_TEST_TMPDIR/my\ files/own\ config
}

changes() { tr '\t' ' ' <"$dir/config-changes"; }

@test "kconfig: the user's file is the start; what the kit changed is listed and counted" {
	has_tracer
	own CONFIG_MODULES=y CONFIG_USB=m CONFIG_USB_FAST=y CONFIG_SECRET='"word"' CONFIG_NEW_CPU=y
	config "$own"
	[ "$status" -eq 0 ]
	[ "$(changes)" = "set TRACER n y
follows RING n y
lost NEW_CPU y n
gone USB_FAST y n
module USB m n" ]
	grep -qx 'CONFIG_SECRET="word"' "$dir/obj/.config"
	grep -qx 'config_changes 2' "$dir/meta"
	grep -qxF "kconfig $own" "$dir/meta"
}

@test "kconfig: KMODULES=1 keeps the modules" {
	has_tracer
	own CONFIG_MODULES=y CONFIG_USB=m CONFIG_USB_FAST=y
	fact "$dir" "option KMODULES" 1
	config "$own"
	[ "$status" -eq 0 ]
	grep -qx CONFIG_USB=m "$dir/obj/.config"
	[ "$(changes)" = $'set TRACER n y\nfollows RING n y' ]
}

@test "kconfig: what the guest cannot live with is taken out, and need not exist" {
	has_tracer
	own CONFIG_MODULE_SIG_FORCE=y
	config "$own"
	[ "$status" -eq 0 ]
	[[ $(changes) == *"set MODULE_SIG_FORCE y n"* ]]
	! grep -q TRIM_UNUSED "$dir/obj/.config"
}

@test "kconfig: names of the tree's configurations are taken as kbuild takes them" {
	has_tracer
	echo CONFIG_USB=y >"$tree/arch/arm64/configs/board_defconfig"
	echo CONFIG_SECRET='"board"' >"$tree/arch/arm64/configs/board.config"
	echo CONFIG_USB_FAST=y >"$tree/kernel/configs/fast.config"
	printf '%s\n' CONFIG_USB_FAST=n CONFIG_RT=y >>"$tree/arch/arm64/configs/board_defconfig"
	config "board_defconfig board.config fast.config"
	[ "$status" -eq 0 ]
	grep -qx 'CONFIG_SECRET="board"' "$dir/obj/.config"
	grep -qx CONFIG_USB_FAST=y "$dir/obj/.config"
	[ "$(changes)" = $'set TRACER n y\nfollows RING n y\nlost RT y n' ]
}

@test "kconfig: a name that the tree does not have is told, with the nearest one" {
	touch "$tree/arch/arm64/configs/board_defconfig"
	config baord_defconfig
	[ "$status" -eq 1 ]
	[ "$(cat "$dir/reason")" = "KCONFIG: 'baord_defconfig' is no file, and no configuration in arch/arm64/configs or kernel/configs of this tree; did you mean 'board_defconfig'?" ]
}

@test "kconfig: another content of the same file configures anew, the same content does not" {
	has_tracer
	own CONFIG_USB=y
	config "$own"
	touch -d 2020-01-01 "$dir/obj/.config"
	config "$own"
	[ "$status" -eq 0 ]
	[ "$(stat -c %Y "$dir/obj/.config")" = "$(date -d 2020-01-01 +%s)" ]
	own CONFIG_USB=n
	config "$own"
	[ "$status" -eq 0 ]
	! grep -qx CONFIG_USB=y "$dir/obj/.config"
}

@test "kconfig: a cell is built anew when the content of the user's file is another" {
	fact "$dir" "option KCONFIG" "$BATS_TEST_TMPDIR/my.config"
	inputs() { sh -c '. ci/lib/common.sh; . ci/lib/cell.sh; . ci/lib/toolchain.sh; . ci/lib/built.sh
		cell_open "$1"; toolchain; built_from' - "$dir"; }
	echo CONFIG_USB=y >"$BATS_TEST_TMPDIR/my.config"
	before=$(inputs)
	[ "$before" = "$(inputs)" ]
	echo CONFIG_USB=n >"$BATS_TEST_TMPDIR/my.config"
	[ "$before" != "$(inputs)" ]
}

# chain SENTENCE: the step ends with this reason
chain() {
	config "$own"
	[ "$status" -eq 1 ]
	[ "$(cat "$dir/reason")" = "$1" ]
}

@test "chain: what the architecture does not select" {
	own CONFIG_USB=y
	chain "TRACER=y was asked for; it depends on HAVE_TRACER, which arch/arm64 does not select"
}

@test "chain: a dependency of a dependency, and what was dropped as well" {
	asks CONFIG_PROBES=y CONFIG_PROBES_TOO=y
	printf 'config %s\n\tbool "%s"\n\tdepends on %s\n' PROBES p TRACER PROBES_TOO t PROBES >>"$tree/Kconfig"
	own CONFIG_USB=y
	chain "PROBES=y was asked for; it depends on TRACER, which depends on HAVE_TRACER, which arch/arm64 does not select; dropped as well: CONFIG_PROBES_TOO"
}

@test "chain: an option of the user that must be off" {
	has_tracer
	printf 'config %s\n\tbool "%s"\n' PREEMPT p RT r >>"$tree/Kconfig"
	sed -i '/^config RT/a\	select PREEMPT' "$tree/Kconfig"
	sed -i 's/depends on HAVE_TRACER/depends on HAVE_TRACER \&\& !PREEMPT/' "$tree/Kconfig"
	own CONFIG_PREEMPT=y
	chain "TRACER=y was asked for; it depends on !PREEMPT, and the configuration has PREEMPT=y"
	own CONFIG_RT=y
	chain "TRACER=y was asked for; it depends on !PREEMPT, and the configuration has PREEMPT=y, which RT selects"
}

@test "chain: what the architecture selects on a condition that does not hold" {
	printf 'config PREEMPT\n\tbool "p"\n\tselect PREEMPT_BUILD\nconfig %s\n\tbool\n%s\n' PREEMPT_BUILD \
		'	select PREEMPTION' PREEMPTION '' >>"$tree/Kconfig"
	printf 'config ARM64\n\tdef_bool y\n\tselect HAVE_TRACER if !PREEMPTION && !RT\nconfig RT\n\tbool "r"\n' >>"$tree/Kconfig"
	own CONFIG_PREEMPT=y
	chain "TRACER=y was asked for; it depends on HAVE_TRACER, which ARM64 selects only with !PREEMPTION, and the configuration has PREEMPTION=y, which PREEMPT_BUILD selects, which PREEMPT selects"
	own CONFIG_RT=y
	chain "TRACER=y was asked for; it depends on HAVE_TRACER, which ARM64 selects only with !RT, and the configuration has RT=y"
}

@test "chain: an option that the configuration has off" {
	has_tracer
	sed -i 's/depends on HAVE_TRACER/depends on HAVE_TRACER \&\& USB_FAST/' "$tree/Kconfig"
	own CONFIG_USB=n
	chain "TRACER=y was asked for; it depends on USB_FAST, which depends on USB, which is n in the configuration"
}

@test "chain: a module where the kernel itself needs it" {
	has_tracer
	asks CONFIG_NET=y
	printf 'config NET\n\ttristate "net"\n\tdepends on USB\n' >>"$tree/Kconfig"
	own CONFIG_MODULES=y CONFIG_USB=m
	fact "$dir" "option KMODULES" 1
	chain "NET=y was asked for; it depends on USB, which is m in the configuration"
}

@test "chain: an option that no file defines, one of a choice, one that is selected" {
	asks CONFIG_NOBODY=y
	own CONFIG_USB=y
	chain "NOBODY=y was asked for; no Kconfig file of this tree defines it"
	asks CONFIG_BIG=y CONFIG_SMALL=y
	printf 'choice\n\tprompt "size"\nconfig BIG\n\tbool "big"\nconfig SMALL\n\tbool "small"\nendchoice\n' >>"$tree/Kconfig"
	chain "BIG=y was asked for; it is one of a choice, in which SMALL is set"
	asks '# CONFIG_RING is not set' CONFIG_TRACER=y
	has_tracer
	chain "RING=n was asked for; TRACER selects it"
}

@test "chain: none of several" {
	sed -i 's/depends on HAVE_TRACER/depends on HAVE_TRACER || USB_FAST/' "$tree/Kconfig"
	own CONFIG_USB=n
	chain "TRACER=y was asked for; it depends on HAVE_TRACER || USB_FAST, and none of these is on: HAVE_TRACER, which arch/arm64 does not select; USB_FAST, which depends on USB, which is n in the configuration"
}

@test "kconfig: a file that Kconfig sources and that is not there is the reason, with its submodule" {
	mkdir -p "$tree/drivers/foo"
	echo 'source "drivers/foo/Kconfig"' >>"$tree/Kconfig"
	printf '\nsource "drivers/bar/Kconfig"\n' >"$tree/drivers/foo/Kconfig"
	own CONFIG_USB=y
	chain "olddefconfig failed: drivers/foo/Kconfig:2 sources drivers/bar/Kconfig, which is not there; add it, if it comes from a repository of its own, or take out the line that sources it"
	printf '[submodule "b"]\n\tpath = drivers/bar\n\turl = nowhere\n' >"$tree/.gitmodules"
	chain "olddefconfig failed: drivers/foo/Kconfig:2 sources drivers/bar/Kconfig, which is not there; fetch the submodule: git submodule update --init drivers/bar"
}

@test "kconfig: the reason also for the kit's own configuration" {
	echo 'source "drivers/bar/Kconfig"' >"$tree/Kconfig"
	fact "$dir" "option KCONFIG" ""
	config
	[ "$status" -eq 1 ]
	[[ $(cat "$dir/reason") == "allnoconfig failed: Kconfig:1 sources drivers/bar/Kconfig, which is not there; "* ]]
}

@test "fragment: the user's options come last, on top of the small configuration and of KCONFIG" {
	printf '%s\n' '# CONFIG_TRACER is not set' 'CONFIG_USB=y' >"$BATS_TEST_TMPDIR/my own.config"
	printf 'config HAVE_TRACER\n\tdef_bool y\n' >>"$tree/Kconfig"
	fact "$dir" "option FRAGMENT" "$BATS_TEST_TMPDIR/my own.config"
	config
	[ "$status" -eq 0 ]
	grep -qx 'CONFIG_USB=y' "$dir/obj/.config"
	grep -qx '# CONFIG_TRACER is not set' "$dir/obj/.config"
	grep -qxF "fragment $BATS_TEST_TMPDIR/my own.config" "$dir/meta"
	echo CONFIG_NO_SUCH=y >>"$BATS_TEST_TMPDIR/my own.config"
	config
	[ "$status" -eq 1 ]
	[[ $(cat "$dir/reason") == *NO_SUCH* ]]
}

@test "fragment: =n is as good as 'is not set', as make takes both" {
	printf '%s\n' 'CONFIG_TRACER=n' 'CONFIG_NO_SUCH=n' 'CONFIG_USB=y' >"$BATS_TEST_TMPDIR/my own.config"
	printf 'config HAVE_TRACER\n\tdef_bool y\n' >>"$tree/Kconfig"
	fact "$dir" "option FRAGMENT" "$BATS_TEST_TMPDIR/my own.config"
	config
	[ "$status" -eq 0 ]
	grep -qx '# CONFIG_TRACER is not set' "$dir/obj/.config"
}

# first_error LINE...: what it says of a log with these lines
first_error() {
	printf '%s\n' "$@" >"$BATS_TEST_TMPDIR/log"
	run sh ci/lib/first-error.sh "$BATS_TEST_TMPDIR/log"
	[ "$status" -eq 0 ]
}

@test "first-error: an error in a file of the user's that the series does not touch is told as such" {
	tree=$BATS_TEST_TMPDIR/tree
	mkdir -p "$tree/.kit" "$tree/drivers" "$tree/kernel/trace"
	touch "$tree/drivers/vendor.c" "$tree/kernel/trace/ftrace.c" "$tree/.kit/source"
	echo kernel/trace/ftrace.c >"$tree/.kit/touched"
	printf '%s\n' "  CC drivers/vendor.o" "$tree/drivers/vendor.c:10:3: error: 'iova' undeclared" >"$BATS_TEST_TMPDIR/log"
	run sh ci/lib/first-error.sh "$BATS_TEST_TMPDIR/log" "$tree"
	[[ $output == "drivers/vendor.c:10:3: error: 'iova' undeclared; the series does not touch this file"*SERIES=none* ]]
	printf '%s\n' "$tree/kernel/trace/ftrace.c:10:3: error: 'iova' undeclared" >"$BATS_TEST_TMPDIR/log"
	run sh ci/lib/first-error.sh "$BATS_TEST_TMPDIR/log" "$tree"
	[ "$output" = "kernel/trace/ftrace.c:10:3: error: 'iova' undeclared" ]
	# A tree of a base has no file of the user's.
	rm "$tree/.kit/source"
	printf '%s\n' "drivers/vendor.c:10:3: error: x" >"$BATS_TEST_TMPDIR/log"
	run sh ci/lib/first-error.sh "$BATS_TEST_TMPDIR/log" "$tree"
	[ "$output" = "drivers/vendor.c:10:3: error: x" ]
}

@test "first-error: a warning that is an error with this compiler only is told as such" {
	mkdir -p "$tree/.kit" "$tree/drivers"
	touch "$tree/.kit/source" "$tree/.kit/touched" "$tree/drivers/vendor.c"
	echo "drivers/vendor.c:114:13: error: the comparison will always evaluate as 'true' [-Werror=address]" >"$BATS_TEST_TMPDIR/log"
	run sh ci/lib/first-error.sh "$BATS_TEST_TMPDIR/log" "$tree"
	[[ $output == "drivers/vendor.c:114:13: error: "*"; the series does not touch this file"*CROSS_COMPILE=*CONFIG_WERROR*FRAGMENT=* ]]
	[[ $output != *SERIES=none* ]]
}

@test "first-error: a symbol that a file of the user's lacks is told with the file" {
	tree=$BATS_TEST_TMPDIR/tree
	mkdir -p "$tree/.kit" "$tree/lib"
	touch "$tree/lib/uevent.c" "$tree/lib/entry.S" "$tree/lib/too.c" "$tree/.kit/source" "$tree/.kit/touched"
	missing="undefined reference to \`kfree_skb'"
	for lines in \
		"ld: lib/uevent.o: in function \`send':"$'\n'"uevent.c:(.text+0x14c): $missing"$'\n'"ld: lib/too.o: in function \`x':" \
		"ld: lib/uevent.o:(.data+0x8): $missing" \
		$'ld.lld: error: undefined symbol: kfree_skb\n>>> referenced by uevent.c\n>>>               lib/uevent.o:(send)' \
		"ld: lib/entry.o: in function \`enter':"$'\n'"(.text+0x8): $missing"; do
		printf '%s\n' "  LD vmlinux" "$lines" >"$BATS_TEST_TMPDIR/log"
		run sh ci/lib/first-error.sh "$BATS_TEST_TMPDIR/log" "$tree"
		echo "$output"
		[[ $output == lib/*.[cS]": "*kfree_skb*"; the series does not touch this file"*SERIES=none* ]]
	done
	# The series touches the file.
	echo lib/entry.S >"$tree/.kit/touched"
	run sh ci/lib/first-error.sh "$BATS_TEST_TMPDIR/log" "$tree"
	[ "$output" = "lib/entry.S: (.text+0x8): $missing" ]
	# Nothing says which file it is.
	echo "(.text+0x8): $missing" >"$BATS_TEST_TMPDIR/log"
	run sh ci/lib/first-error.sh "$BATS_TEST_TMPDIR/log" "$tree"
	[ "$output" = "(.text+0x8): $missing" ]
}

@test "first-error: a tool or a header that the machine lacks is told, with its package" {
	first_error '  LEX  scripts/kconfig/lexer.lex.c' '/bin/sh: 1: flex: not found' 'make[2]: *** [x] Error 127'
	[ "$output" = "/bin/sh: 1: flex: not found: install the package flex" ]
	first_error 'bash: line 1: bison: command not found' 'make: *** [y] Error 127'
	[ "$output" = "bash: line 1: bison: command not found: install the package bison" ]
	first_error 'scripts/sign-file.c:25:10: fatal error: openssl/opensslv.h: No such file or directory' 'make: *** Error 1'
	[[ $output == *"install the package libssl-dev" ]]
	first_error 'BTF: .tmp_vmlinux.btf: pahole (pahole) is not available' 'make: *** Error 1'
	[[ $output == *"install the package dwarves" ]]
	first_error '  CC  a.o' 'a.c:1:1: error: no' 'make: *** Error 1'
	[ "$output" = "a.c:1:1: error: no" ]
	first_error 'Preparing' 'make: *** Error 1'
	[ "$output" = "make: *** Error 1" ]
}

# refuses SENTENCE MAKE-ARGUMENTS...: make says the sentence, and starts nothing
refuses() {
	local sentence=$1
	shift
	run make matrix "$@"
	echo "$output"
	[ "$status" -eq 2 ]
	[[ ${lines[0]} == "kit: $sentence"* ]]
	[ ! -e "$KIT_BUILD/host" ]
}

@test "kconfig: it is checked before anything starts" {
	own '# Linux/arm64 6.1.83 Kernel Configuration' CONFIG_USB=y
	refuses "KCONFIG=$own is the configuration of one architecture, and several are selected: arm64 riscv s390 x86; select one with ARCH=" KCONFIG="$own"
	refuses "KCONFIG=$own is a configuration for arm64, and x86 is selected; give ARCH=arm64" ARCH=x86 KCONFIG="$own"
	refuses "KCONFIG=$own and the flavor debian are both a whole configuration" ARCH=arm64 FLAVOR=debian KCONFIG="$own"
	refuses "KCONFIG=/no/such/file: there is no such file" ARCH=arm64 KCONFIG=/no/such/file
	refuses "KCONFIG=ci is not understood; it takes a file that can be read, or" ARCH=arm64 KCONFIG=ci
	refuses "KCONFIG=Makefile is no kernel configuration" ARCH=arm64 KCONFIG=Makefile
	refuses "FRAGMENT=/no/such is not understood; it takes a file with lines CONFIG_...=" FRAGMENT=/no/such
	refuses "FRAGMENT=Makefile is no kernel configuration" FRAGMENT=Makefile
	refuses "KCONFIG=what is not understood; it takes the path of a configuration, or names" ARCH=arm64 KCONFIG=what
	refuses "KMODULES=yes is not understood; it takes 0 or 1" ARCH=arm64 KMODULES=yes
}

@test "kconfig: a name that the base does not have is refused before anything starts" {
	toy_source 6.1 6.1.5
	mkdir -p "$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5/arch/arm64/configs"
	touch "$XDG_CACHE_HOME/direct-call-kit/sources/6.1/6.1.5/arch/arm64/configs/x5_defconfig"
	refuses "KCONFIG: 'x6_defconfig' is no file, and no configuration in arch/arm64/configs or kernel/configs of this tree; did you mean 'x5_defconfig'?" ARCH=arm64 KCONFIG=x6_defconfig
}
