#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# A tree of the user's (KDIR, REV), here a few files that look like one: the snapshot of
# it, the tree that is assembled from that, and the facts that go into the results.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit

setup() {
	fresh_kit lean
	export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=toy GIT_AUTHOR_EMAIL=toy@toy
	export GIT_COMMITTER_NAME=toy GIT_COMMITTER_EMAIL=toy@toy
	KDIR=$BATS_TEST_TMPDIR/linux
	export KDIR
	own_tree "$KDIR"
}

# own_tree DIR [VERSION]: a kernel source of a few files
own_tree() {
	mkdir -p "$1"/{kernel/trace,scripts/kconfig,arch/arm64,arch/riscv,arch/x86}
	printf 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n' >"$1/kernel/a.c"
	echo b >"$1/kernel/b.c"
	touch "$1"/{Kconfig,Kbuild,kernel/trace/{ftrace.c,Makefile},scripts/kconfig/conf.c}
	printf 'config %s\n\tselect HAVE_FTRACE\n' ARM64 >"$1/arch/arm64/Kconfig"
	printf 'config %s\n\tselect HAVE_FTRACE\n' RISCV >"$1/arch/riscv/Kconfig"
	printf 'config X86\n\tselect HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS\n' >"$1/arch/x86/Kconfig"
	printf 'VERSION = 6\nPATCHLEVEL = %s\nSUBLEVEL = 83\nEXTRAVERSION = -x5\n' "${2:-1}" >"$1/Makefile"
	printf '.*\n!.gitignore\n*.o\n/vmlinux\ninclude/config/\n' >"$1/.gitignore"
	find "$1" -exec touch -d '2020-01-01' {} +
}

# in_git [DIR]: make a repository of it
in_git() {
	git -c init.defaultBranch=stable init -q "${1:-$KDIR}"
	git -C "${1:-$KDIR}" add -f -A .
	git -C "${1:-$KDIR}" commit -qm first
}

# everything DIR: what a write to it would change
everything() { find "$1" -printf '%p %y %i %s %m %T@ %C@ %l\n' | sort; }

take() { sh ci/get/kdir.sh take; }

# refuses SENTENCE: what check says
refuses() {
	run sh ci/get/kdir.sh check
	[ "$status" -eq 2 ]
	[[ $output == "kit: "*"$1"* ]] || { echo "it said: $output" && return 1; }
	[ "${#lines[@]}" -eq 1 ]
}

# same_files SNAPSHOT: it has the files of KDIR, and nothing else
same_files() { diff -r -x .git "$KDIR" "$1"; }

@test "kdir: nothing is written to the user's tree" {
	in_git
	echo changed >>"$KDIR/kernel/b.c"
	touch "$KDIR/untracked.c" "$KDIR/kernel/c.o"
	# The times in git's index are not those of the files any more.
	touch "$KDIR/kernel/a.c"
	toy_patch kernel/patches/0001-toy.patch four FOUR
	everything "$KDIR" >before
	for command in "tree SERIES=kit" tree "tree SERIES=kit ARCHES=arm64" "tree REV=HEAD"; do
		# shellcheck disable=SC2086 # words
		make -s $command
	done
	sh ci/lib/status.sh status kdir arm64 "$(make -s tree)"
	everything "$KDIR" | diff before -
	rm -rf "$KDIR/.git"
	touch "$KDIR/.config"
	everything "$KDIR" >before
	make -s tree SERIES=kit
	everything "$KDIR" | diff before -
}

@test "kdir: of a git tree it is what git tracks, and what it does not ignore" {
	in_git
	echo changed >"$KDIR/kernel/b.c"
	echo new >"$KDIR/kernel/new.c"
	touch "$KDIR/kernel/b.o" "$KDIR/.config" "$KDIR/vmlinux"
	rm "$KDIR/kernel/trace/Makefile"
	tree=$(take)
	[ "$(cat "$tree/kernel/b.c" "$tree/kernel/new.c")" = $'changed\nnew' ]
	[ ! -e "$tree/kernel/b.o" ]
	[ ! -e "$tree/.config" ]
	[ ! -e "$tree/vmlinux" ]
	[ ! -e "$tree/kernel/trace/Makefile" ]
	[ ! -e "$tree/.git" ]
}

@test "kdir: a tree that commits its .config has a snapshot that can be built" {
	touch "$KDIR/.config"
	in_git
	tree=$(take)
	[ -e "$tree/Makefile" ]
	[ ! -e "$tree/.config" ]
}

@test "kdir: a tree without git is taken as it is, or without what a build has left there" {
	touch "$KDIR/kernel/blob.o"
	tree=$(take)
	same_files "$tree"
	mkdir -p "$KDIR"/include/{config,generated} "$KDIR/arch/x86/include/generated"
	touch "$KDIR"/{.config,vmlinux,System.map,Module.symvers,.vmlinux.cmd,include/config/auto.conf,arch/x86/include/generated/x.h}
	# As Debian's source has it.
	printf '/*\n!/debian/\n' >>"$KDIR/.gitignore"
	tree=$(take)
	[ "$(cd "$tree"
	echo *)" = "Kbuild Kconfig Makefile arch kernel scripts" ]
	[ -e "$tree/kernel/a.c" ]
	[ ! -e "$tree/kernel/blob.o" ]
	[ ! -e "$tree/.config" ]
	[ ! -e "$tree/arch/x86/include/generated/x.h" ]
	rm "$KDIR/.gitignore"
	refuses "was built in place, and without a .gitignore the products cannot be told from the source; clean it first: make -C '$KDIR' mrproper"
}

@test "kdir: a path may have blanks, commas, colons and quotes" {
	toy_patch kernel/patches/0001-toy.patch four FOUR
	for how in plain git bare; do
		new="$BATS_TEST_TMPDIR/it's a \"tree\", of: mine ($how)"
		if [ $how = bare ]; then
			git clone -q --bare "$KDIR" "$new"
			export REV=stable
		else
			mv "$KDIR" "$new"
		fi
		KDIR=$new
		[ $how != git ] || in_git
		tree=$(make -s tree KDIR="$KDIR" SERIES=kit)
		[[ $tree == "$KIT_BUILD"/trees/kdir-it_s_a__tree___of__mine__"$how"_-* ]]
		[ "$(sed -n 4p "$tree/kernel/a.c")" = FOUR ]
		cmp "$tree/kernel/b.c" <(echo b)
	done
}

@test "kdir: a name with a blank or a quote in the tree is copied" {
	toy_patch kernel/patches/0001-toy.patch four FOUR
	echo 1 >"$KDIR/kernel/a b's.c"
	in_git
	[ "$(cat "$(take)/kernel/a b's.c")" = 1 ]
	make -s tree SERIES=kit
	echo 2 >"$KDIR/kernel/a b's.c"
	[ "$(cat "$(make -s tree SERIES=kit)/kernel/a b's.c")" = 2 ]
}

@test "kdir: a bare repository and a revision of any repository" {
	in_git
	echo second >"$KDIR/kernel/b.c"
	git -C "$KDIR" commit -qam second
	git -C "$KDIR" tag -am tag v6.1.83-2
	echo dirt >"$KDIR/kernel/b.c"
	same_files "$(take)"
	tree=$(REV=HEAD~1 take)
	[ "$(cat "$tree/kernel/b.c")" = b ]
	touch -d '2020-01-02' "$tree/kernel/a.c"
	REV=v6.1.83-2 take
	[ "$(cat "$tree/kernel/b.c")" = second ]
	# The working tree is another source than its revisions.
	[ "$(take)" != "$tree" ]
	[ "$(REV=stable sh ci/get/kdir.sh version)" = 6.1.83-x5 ]
	git clone -q --bare "$KDIR" "$BATS_TEST_TMPDIR/bare.git"
	KDIR=$BATS_TEST_TMPDIR/bare.git
	refuses "is a repository without a working tree; say which revision is meant with REV=, for example REV=stable"
	everything "$KDIR" >before
	tree=$(REV=stable take)
	everything "$KDIR" | diff before -
	[ "$(cat "$tree/kernel/b.c")" = second ]
	[[ $(cat "${tree%/tree}/facts") == *"branch stable"*"describe v6.1.83-2"*"dirty no"* ]]
	[[ $tree == */kdir/bare-* ]]
	REV=no-such refuses "REV=no-such is no revision of KDIR=$KDIR; it has, for example, stable"
	REV=--all refuses "REV=--all is no revision"
}

@test "kdir: a revision needs a repository, and has to be a kernel source" {
	REV=v6.1 refuses "REV=v6.1 is a revision of a git repository, and KDIR=$KDIR is none"
	in_git
	git -C "$KDIR" rm -q Kbuild
	git -C "$KDIR" commit -qm without
	REV=HEAD refuses "KDIR=$KDIR REV=HEAD is no kernel source tree (it has no Kbuild)"
	REV=HEAD~1 sh ci/get/kdir.sh check
}

# As a partial clone leaves them out.
@test "kdir: a repository without its largest files" {
	own_tree "$KDIR"
	echo large >"$KDIR/kernel/large.h"
	in_git
	blob=$(git -C "$KDIR" rev-parse HEAD:kernel/large.h)
	rm -f "$KDIR/.git/objects/${blob:0:2}/${blob:2}"
	REV=HEAD run take
	[ "$status" -eq 0 ]
	[[ $output == *"kit: kdir: 1 files of HEAD are not in the repository and are left out, for example kernel/large.h"* ]]
	tree=${lines[-1]}
	[ ! -e "$tree/kernel/large.h" ]
	[ -e "$tree/kernel/a.c" ]
	REV=HEAD run take
	[ "$output" = "$tree" ]
}

@test "kdir: a linked worktree, a shallow clone, a directory of a larger repository" {
	in_git
	git -C "$KDIR" commit -q --allow-empty -m second
	top=$KDIR
	git -C "$top" worktree add -q -b side "$BATS_TEST_TMPDIR/side"
	KDIR=$BATS_TEST_TMPDIR/side
	tree=$(take)
	same_files "$tree"
	[[ $(cat "${tree%/tree}/facts") == *"branch side"*"dirty no"* ]]
	git clone -q --depth 1 "file://$top" "$BATS_TEST_TMPDIR/shallow"
	KDIR=$BATS_TEST_TMPDIR/shallow
	tree=$(take)
	same_files "$tree"
	[[ $(cat "${tree%/tree}/facts") == *"commit $(git -C "$top" rev-parse HEAD)"* ]]
	mkdir "$BATS_TEST_TMPDIR/sdk"
	own_tree "$BATS_TEST_TMPDIR/sdk/kernel"
	in_git "$BATS_TEST_TMPDIR/sdk"
	KDIR=$BATS_TEST_TMPDIR/sdk/kernel
	same_files "$(take)"
	tree=$(REV=HEAD take)
	same_files "$tree"
	# A directory that the repository around it ignores is no part of it.
	mkdir "$BATS_TEST_TMPDIR/sdk/ignored"
	echo /ignored >"$BATS_TEST_TMPDIR/sdk/.gitignore"
	own_tree "$BATS_TEST_TMPDIR/sdk/ignored"
	KDIR=$BATS_TEST_TMPDIR/sdk/ignored
	tree=$(take)
	same_files "$tree"
	! grep -q commit "${tree%/tree}/facts"
}

@test "kdir: submodules and repositories in the tree are part of it" {
	own_tree "$BATS_TEST_TMPDIR/driver"
	in_git "$BATS_TEST_TMPDIR/driver"
	in_git
	git -C "$KDIR" -c protocol.file.allow=always submodule --quiet add "$BATS_TEST_TMPDIR/driver" drivers
	git -C "$KDIR" commit -qm drivers
	git clone -q "$BATS_TEST_TMPDIR/driver" "$KDIR/untracked"
	touch "$KDIR/drivers/kernel/x.o" "$KDIR/drivers/new.c"
	tree=$(take)
	[ -e "$tree/drivers/kernel/a.c" ]
	[ -e "$tree/drivers/new.c" ]
	[ -e "$tree/untracked/kernel/a.c" ]
	[ ! -e "$tree/drivers/kernel/x.o" ]
	REV=HEAD run take
	[[ $output == *"kit: kdir: the submodules of HEAD are left out: drivers; if a build needs one, give a working tree"* ]]
	[ ! -e "$tree/drivers/.git" ]
}

@test "kdir: source in a directory that the repository ignores is part of it" {
	mkdir -p "$KDIR"/drivers/{camera,modem,products,out}
	printf '/camera\n/modem\n/products\n/out\n' >"$KDIR/drivers/.gitignore"
	in_git
	tree=$(take)
	[[ $(cat "${tree%/tree}/facts") == *"dirty no"* ]]
	# Another repository, the same without git, products of a build, a build directory.
	own_tree "$BATS_TEST_TMPDIR/driver"
	in_git "$BATS_TEST_TMPDIR/driver"
	rmdir "$KDIR/drivers/camera"
	git clone -q "$BATS_TEST_TMPDIR/driver" "$KDIR/drivers/camera"
	touch "$KDIR/drivers/camera/kernel/x.o" "$KDIR"/drivers/modem/{Kconfig,modem.c,modem.o,.modem.o.cmd}
	touch "$KDIR/drivers/products/x.h" "$KDIR"/drivers/out/{Makefile,.config}
	tree=$(take)
	[ -e "$tree/drivers/camera/kernel/a.c" ]
	[ ! -e "$tree/drivers/camera/kernel/x.o" ]
	[ "$(cd "$tree/drivers/modem" && echo *)" = "Kconfig modem.c" ]
	[ ! -e "$tree/drivers/products" ]
	[ ! -e "$tree/drivers/out" ]
	[[ $(cat "${tree%/tree}/facts") == *"dirty yes"* ]]
}

@test "kdir: a link that leads out of the tree becomes what it leads to" {
	mkdir -p "$BATS_TEST_TMPDIR/vendor"
	echo 1 >"$BATS_TEST_TMPDIR/vendor/v.c"
	ln -s ../vendor "$KDIR/vendor"
	ln -s ../../vendor/v.c "$KDIR/kernel/v.c"
	ln -s a.c "$KDIR/kernel/inside.c"
	ln -s nowhere "$KDIR/dangling"
	in_git
	tree=$(take)
	[ "$(cat "$tree/vendor/v.c" "$tree/kernel/v.c")" = $'1\n1' ]
	[ ! -L "$tree/kernel/v.c" ]
	[ ! -L "$tree/vendor" ]
	[ "$(readlink "$tree/kernel/inside.c")" = a.c ]
	echo 22 >"$BATS_TEST_TMPDIR/vendor/v.c"
	take
	[ "$(cat "$tree/vendor/v.c" "$tree/kernel/v.c")" = $'22\n22' ]
}

@test "kdir: a tree of another user" {
	[ "$(id -u)" = 0 ] || skip "only root can make one"
	in_git
	echo dirt >"$KDIR/kernel/b.c"
	chown -R 12345:12345 "$KDIR"
	run git -C "$KDIR" status
	[[ $output == *dubious* ]]
	tree=$(take)
	same_files "$tree"
	[[ $(cat "${tree%/tree}/facts") == *"branch stable"*"dirty yes"* ]]
	[ "$(cat "$(REV=HEAD take)/kernel/b.c")" = b ]
}

@test "kdir: what is no kernel source is told what it is" {
	KDIR=$KDIR/kernel refuses "is a directory inside a kernel source tree; give the tree's top directory: KDIR=$KDIR"
	in_git
	KDIR=$KDIR/.git refuses "is a repository without a working tree; say which revision"
	sed -i '/^VERSION/d' "$KDIR/Makefile"
	refuses "$KDIR/Makefile has no line VERSION ="
	rm "$KDIR/Kconfig"
	refuses "is no kernel source tree (it has no Kconfig); check out the files, or name a revision with REV="
	rm -rf "$KDIR/.git"
	refuses "is no kernel source tree (it has no Kconfig); give the top directory of one"
	KDIR=$BATS_TEST_TMPDIR/none refuses "none is no directory"
}

@test "kdir: a repository without git on the machine" {
	in_git
	mkdir bin
	for tool in sh bash env id dirname sed cat grep realpath sha256sum cut tr; do ln -s "$(command -v $tool)" bin/; done
	PATH=$PWD/bin refuses "is a git repository, and git is not installed; install it: apt-get install git"
}

@test "kdir: a second run copies nothing, and an edit only what it changes" {
	in_git
	toy_patch kernel/patches/0001-toy.patch four FOUR
	snapshot=$(take)
	tree=$(make -s tree SERIES=kit)
	everything "$snapshot" >snapshot
	everything "$tree" >tree
	[ "$(make -s tree SERIES=kit)" = "$tree" ]
	everything "$snapshot" | diff snapshot -
	everything "$tree" | diff tree -
	touch -d '2021-01-01' "$tree"/kernel/{a,b}.c "$tree/Kconfig"
	echo 'and more' >>"$KDIR/kernel/b.c"
	# A change of times alone is none.
	touch "$KDIR/Kconfig"
	make -s tree SERIES=kit
	[ "$(cat "$tree/kernel/b.c")" = $'b\nand more' ]
	[ "$(mtime "$tree/kernel/b.c")" -gt "$(date -d '2025-01-01' +%s)" ]
	[ "$(mtime "$tree/kernel/a.c")" -eq "$(date -d '2021-01-01' +%s)" ]
	[ "$(mtime "$tree/Kconfig")" -eq "$(date -d '2021-01-01' +%s)" ]
	# A file that the series changes as well.
	sed -i 's/seven/SEVEN/' "$KDIR/kernel/a.c"
	make -s tree SERIES=kit
	[ "$(paste -sd, "$tree/kernel/a.c")" = one,two,three,FOUR,five,six,SEVEN ]
}

@test "kdir: what goes, becomes a link or a directory, or may be run, does so in the tree" {
	toy_patch kernel/patches/0001-toy.patch four FOUR
	ln -s a.c "$KDIR/kernel/link.c"
	mkdir "$KDIR/gone" "$KDIR/was-dir"
	touch "$KDIR/gone/x" "$KDIR/was-dir/y" "$KDIR/was-file"
	tree=$(make -s tree SERIES=kit)
	[ -L "$tree/kernel/link.c" ]
	[ -e "$tree/gone/x" ]
	rm -r "$KDIR"/{gone,was-dir,was-file,kernel/link.c}
	ln -s kernel "$KDIR/was-dir"
	mkdir "$KDIR/was-file"
	echo z >"$KDIR/was-file/z"
	echo file >"$KDIR/kernel/link.c"
	chmod +x "$KDIR/kernel/b.c"
	make -s tree SERIES=kit
	sed -i s/four/FOUR/ "$KDIR/kernel/a.c"
	[ "$(cd "$tree"
	echo *)" = "Kbuild Kconfig Makefile arch kernel scripts tools was-dir was-file" ]
	for name in kernel was-dir was-file; do diff -r --no-dereference "$KDIR/$name" "$tree/$name"; done
	sed -i s/FOUR/four/ "$KDIR/kernel/a.c"
	[ -x "$tree/kernel/b.c" ]
	rm "$KDIR/was-dir"
	mkdir "$KDIR/was-dir"
	echo new >"$KDIR/was-dir/a.c"
	make -s tree SERIES=kit
	[ ! -L "$tree/was-dir" ]
	[ "$(cat "$tree/was-dir/a.c")" = new ]
	[ "$(head -n 1 "$tree/kernel/a.c")" = one ]
}

@test "kdir: an edit in the assembled tree is kept, and told if the user's tree changes there" {
	toy_patch kernel/patches/0001-toy.patch four FOUR
	tree=$(make -s tree SERIES=kit)
	sleep 0.02
	echo mine >>"$tree/kernel/b.c"
	echo yours >>"$KDIR/kernel/a.c"
	make -s tree SERIES=kit
	[ "$(tail -n 1 "$tree/kernel/b.c")" = mine ]
	[ "$(tail -n 1 "$tree/kernel/a.c")" = yours ]
	[ "$(cat "$(take)/kernel/b.c")" = b ]
	echo mine >>"$tree/kernel/a.c"
	echo more >>"$KDIR/kernel/a.c"
	run make tree SERIES=kit
	[ "$status" -ne 0 ]
	[[ $output == *"edited in the tree, and the series now changes it too: $tree/kernel/a.c"* ]]
}

@test "kdir: all cells of a run have the snapshot with which it began" {
	tree=$(take)
	echo later >"$KDIR/kernel/b.c"
	KIT_SNAPSHOT=taken take
	[ "$(cat "$tree/kernel/b.c")" = b ]
	take
	[ "$(cat "$tree/kernel/b.c")" = later ]
}

@test "kdir: trees of one name are not mixed, nor are the objects of a cell" {
	toy_patch kernel/patches/0001-toy.patch four FOUR
	own_tree "$BATS_TEST_TMPDIR/other/linux"
	echo other >"$BATS_TEST_TMPDIR/other/linux/kernel/b.c"
	one=$(make -s tree SERIES=kit)
	other=$(make -s tree SERIES=kit KDIR="$BATS_TEST_TMPDIR/other/linux")
	[ "$one" != "$other" ]
	[ "$(cat "$one/kernel/b.c" "$other/kernel/b.c")" = $'b\nother' ]
	toy_compiler
	printf '%%:\n\ttouch $(O)/.config\n' >>"$KDIR/Makefile"
	cp "$KDIR/Makefile" "$BATS_TEST_TMPDIR/other/linux/"
	configure() {
		KDIR=$1 sh -euc '. ci/lib/common.sh; . ci/lib/cell.sh; STEPS=1 cell_new cell kdir/arm64/plain
			sh ci/source.sh cell && sh ci/tree.sh cell && sh ci/config.sh cell' ci/cell.sh
	}
	configure "$KDIR"
	mkdir -p cell/suite
	touch cell/obj/vmlinux
	configure "$KDIR"
	[ -e cell/obj/vmlinux ]
	configure "$BATS_TEST_TMPDIR/other/linux"
	[ ! -e cell/obj/vmlinux ]
	[ ! -e cell/suite ]
	[ -e cell/obj/.config ]
	# A tree that was copied anew is another one, too.
	touch cell/obj/vmlinux
	rm -r "$(sed -n 's/^tree //p' cell/meta)"
	configure "$BATS_TEST_TMPDIR/other/linux"
	[ ! -e cell/obj/vmlinux ]
	# New options of its Kconfig files must not get their defaults.
	touch cell/obj/vmlinux
	rm cell/obj/.config
	cp cell/obj/requested before
	echo '# more' >>"$BATS_TEST_TMPDIR/other/linux/Kconfig"
	configure "$BATS_TEST_TMPDIR/other/linux"
	[ -e cell/obj/vmlinux ]
	! cmp cell/obj/requested before
}

@test "kdir: only the patches of the chosen architectures count" {
	toy_patch kernel/patches/0001-toy.patch four FOUR
	toy_patch arch/riscv/patches/0002-riscv.patch absent never
	toy_file arch/riscv/kernel/toy.S riscv
	toy_file arch/arm64/kernel/toy.S arm64
	run make -s tree SERIES=kit
	[ "$status" -ne 0 ]
	[[ $output == *"arch/riscv/patches/0002-riscv.patch does not apply to 6.1.83-x5: kernel/a.c, hunk 1"* ]]
	arm64=$(make -s tree SERIES=kit ARCHES=aarch64)
	[[ $arm64 == */trees/kdir-linux-*-arm64 ]]
	[ "$(sed -n 4p "$arm64/kernel/a.c")" = FOUR ]
	[ -e "$arm64/arch/arm64/kernel/toy.S" ]
	[ ! -e "$arm64/arch/riscv/kernel/toy.S" ]
	two=$(make -s tree SERIES=kit ARCHES="x86 arm64")
	[[ $two == */trees/kdir-linux-*-arm64-x86 ]]
	toy_drop arch/riscv/patches/0002-riscv.patch
	all=$(make -s tree SERIES=kit)
	[ -e "$all/arch/riscv/kernel/toy.S" ]
	[ "$(make -s tree SERIES=kit ARCHES="arm64 riscv x86")" = "$all" ]
	[ "$(make -s tree)" = "$all-none" ]
	run make tree SERIES=kit ARCHES=arm65
	[ "$status" -ne 0 ]
	[[ $output == *"unknown arch 'arm65'"* ]]
}

@test "kdir: a matrix of some architectures says so to its cells" {
	printf '#!/bin/sh\necho "$KIT_ARCHES: $*"\nexit 2\n' >ci/get/deps.sh
	run sh ci/matrix.sh kdir/x86/plain kdir/arm64/plain kdir/arm64/debug
	[[ $output == *"arm64 x86: host arch:arm64"* ]]
	run env KIT_ARCHES= sh ci/matrix.sh 6.1/x86/plain
	[[ $output == ": host arch:x86"* ]]
}

@test "kdir: a version without a series is told which versions have one, and what it has" {
	toy_patch kernel/patches/0001-toy.patch four FOUR
	# Same size, same time, another content.
	make -s tree SERIES=kit
	own_tree "$KDIR" 6
	run make tree SERIES=kit
	[ "$status" -ne 0 ]
	[[ $output == *"kit: the kit has no series for 6.6.83-x5, the version of KDIR=$KDIR; it has one for [6.1,6.2). As it is, the tree has direct calls on x86; without SERIES=kit it is tested as it is"* ]]
	make -s tree
}

# direct_patch: a patch that adds direct calls to arm64
direct_patch() {
	toy_list arch/arm64/patches/direct.patch
	toy_header "arm64: Add direct calls" >arch/arm64/patches/direct.patch
	cat >>arch/arm64/patches/direct.patch <<-'END'
	---

	--- a/arch/arm64/Kconfig
	+++ b/arch/arm64/Kconfig
	@@ -1,2 +1,3 @@
	 config ARM64
	+	select HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
	 	select HAVE_FTRACE
	END
}

@test "kdir: architectures that the series for this version leaves out are refused" {
	direct_patch
	toy_patch kernel/patches/0001-toy.patch four FOUR
	# riscv has its patch in another version only.
	toy_list arch/riscv/patches/direct.patch
	sed 's|arm64|riscv|g; s|ARM64|RISCV|; s|^X-Kit-Range:.*|X-Kit-Range: [6.6,6.7)|' \
		arch/arm64/patches/direct.patch >arch/riscv/patches/direct.patch
	for arches in riscv "riscv x86" ""; do
		run make -s tree SERIES=kit ARCHES="$arches"
		[ "$status" -ne 0 ]
		[[ $output == *"kit: the kit's series for 6.1.83-x5, the version of KDIR=$KDIR, adds no direct calls to riscv; choose the architectures that have them with it: ARCHES=\"arm64 x86\""* ]]
	done
	make -s tree SERIES=kit ARCHES="arm64 x86"
	make -s tree
}

# status_of ARCH [SERIES]: of the assembled tree
status_of() { sh ci/lib/status.sh status kdir "$1" "$(sh ci/port/assemble.sh kdir "${2:-}")"; }

@test "kdir: ported is what the series adds, also where somebody applied it by hand" {
	direct_patch
	[ "$(status_of arm64)" = none ]
	[ "$(status_of arm64 kit)" = ported ]
	[ "$(status_of x86)" = native ]
	[ "$(status_of x86 kit)" = native ]
	[ "$(status_of riscv kit)" = none ]
	[ "$(status_of s390 kit)" = absent ]
	patch -s -d "$KDIR" -p1 <arch/arm64/patches/direct.patch
	# A vendor's own, without the kit's series, is the tree's.
	[ "$(status_of arm64)" = native ]
	echo 'obj-y += ftrace_switch.o' >"$KDIR/kernel/trace/Makefile"
	[ "$(status_of arm64)" = ported ]
	[ "$(status_of x86)" = native ]
	# A team may stop before the switch.
	echo 'obj-y += ftrace_veneer.o' >"$KDIR/kernel/trace/Makefile"
	mkdir -p "$KDIR/tools/testing/selftests/ftrace_direct"
	touch "$KDIR/tools/testing/selftests/ftrace_direct/Makefile"
	[ "$(status_of arm64)" = ported ]
	[ "$(status_of x86)" = native ]
	# The kit does not add direct calls to this version.
	sed -i 's/^PATCHLEVEL.*/PATCHLEVEL = 6/' "$KDIR/Makefile"
	[ "$(status_of arm64)" = native ]
}

# steps_of_cell ARCH: its first two steps, with the facts of the user's variables
steps_of_cell() {
	sh -euc '. ci/lib/common.sh; . ci/lib/cell.sh; cell_new cell "$1"; unset KDIR REV
		sh ci/source.sh cell && sh ci/tree.sh cell' ci/cell.sh "kdir/$1/plain"
}

has_fact() { grep -qxF -- "$1" cell/meta || { cat cell/meta && return 1; }; }

@test "kdir: the facts about the tree, and what was applied, are in the cell" {
	direct_patch
	toy_file arch/arm64/kernel/toy.S arm64
	printf -- '-rt\n' >"$KDIR/localversion-rt"
	in_git
	commit=$(git -C "$KDIR" rev-parse HEAD)
	git -C "$KDIR" tag -am tag v6.1.83-vendor
	KIT_ARCHES=arm64 SERIES=kit steps_of_cell arm64
	for fact in "base kdir" "kdir $KDIR" "tree_name linux" "commit $commit" "branch stable" "describe v6.1.83-vendor" \
		"dirty no" "extraversion -x5" "localversion -rt" "version 6.1.83-x5" "series none" "status ported" \
		"patches_applied 2" "patches_already 0" "patches_conflict 0" "option KIT_ARCHES arm64" \
		"patchset_hash $(sh ci/lib/series.sh hash 6.1.83 arm64)" \
		"overlay_hash $(sh ci/lib/series.sh overlay-hash 6.1.83 arm64)"; do
		has_fact "$fact"
	done
	[ "$(paste -sd, cell/applied)" = "applied arch/arm64/patches/direct.patch,applied tools/patches/toy-files.patch" ]
	# A second run, in which nothing is assembled, says the same.
	rm cell/applied
	KIT_ARCHES=arm64 SERIES=kit steps_of_cell arm64
	[ "$(wc -l <cell/applied)" -eq 2 ]
	touch "$KDIR/untracked.c"
	steps_of_cell arm64
	for fact in "dirty yes" "commit $commit" "status none" "option SERIES none"; do has_fact "$fact"; done
	[ "$(grep -c '^patch' cell/meta)" -eq 0 ]
	REV=v6.1.83-vendor steps_of_cell x86
	for fact in "dirty no" "commit $commit" "status native" "rev v6.1.83-vendor"; do has_fact "$fact"; done
	grep -qF "rerun make rerun CELL=kdir/x86/plain KDIR='$KDIR' REV='v6.1.83-vendor'" cell/meta
	mv "$KDIR" "$KDIR's"
	KDIR="$KDIR's"
	steps_of_cell x86
	[ "$(eval "set -- $(sed -n 's/^rerun //p' cell/meta)"; echo "$4")" = "KDIR=$KDIR" ]
}

@test "kdir: a patch that does not apply is in the file applied, and the tree stays" {
	direct_patch
	sed -i s/ARM64/OTHER/ "$KDIR/arch/arm64/Kconfig"
	in_git
	SERIES=kit run steps_of_cell arm64
	[ "$status" -eq 1 ]
	has_fact "commit $(git -C "$KDIR" rev-parse HEAD)"
	[ "$(grep -c '^conflict arch/arm64/patches/direct.patch .*arch/arm64/Kconfig, hunk 1' cell/applied)" -eq 1 ]
	[[ $(cat cell/reason) == *"direct.patch does not apply to 6.1.83-x5: arch/arm64/Kconfig, hunk 1"* ]]
}

@test "kdir: applied by hand, the kit's files are told by their hash" {
	direct_patch
	toy_file arch/arm64/kernel/toy.S arm64
	patch -s -d "$KDIR" -p1 <arch/arm64/patches/direct.patch
	sh ci/lib/series.sh overlay 6.1.83 arm64 | xargs cp --parents -t "$KDIR"
	echo 'obj-y += ftrace_switch.o' >"$KDIR/kernel/trace/Makefile"
	steps_of_cell arm64
	has_fact "status ported"
	has_fact "series kit"
	has_fact "overlay_hash $(sh ci/lib/series.sh overlay-hash 6.1.83 arm64)"
	echo changed >>"$KDIR/arch/arm64/kernel/toy.S"
	steps_of_cell arm64
	! grep -qF "overlay_hash $(sh ci/lib/series.sh overlay-hash 6.1.83 arm64)" cell/meta
	echo 'obj-y += ftrace_veneer.o' >"$KDIR/kernel/trace/Makefile"
	steps_of_cell arm64
	has_fact "series kit-without-switch"
	grep -q '^overlay_hash ' cell/meta
}

@test "kdir: the defects of upstream are expected in it by its version" {
	KIT=$kit
	. "$kit/ci/lib/common.sh"
	. "$kit/ci/lib/selector.sh"
	[[ $(selected native 7.1.5 x86 plain none "$kit/ci/allow/expected-failures") == *direct_dc08_unaligned* ]]
	[[ $(selected native 6.1.83-x5 x86 plain none "$kit/ci/allow/expected-failures") == *direct_dc30_unregister_without_memory* ]]
	[[ $(selected native 6.1.83-x5 x86 plain kit "$kit/ci/allow/expected-failures") != *direct_dc30_unregister_without_memory* ]]
}
