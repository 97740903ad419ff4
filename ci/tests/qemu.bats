#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Which QEMU boots a cell, and whether with KVM. Shell scripts play QEMU.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit
load archive

setup() {
	fresh_kit
	printf 'ID=debian\nVERSION_CODENAME=toy\n' >"$BATS_TEST_TMPDIR/os-release"
	export OS_RELEASE=$BATS_TEST_TMPDIR/os-release DEPS=check
	mkdir "$BATS_TEST_TMPDIR/bin"
	PATH=$BATS_TEST_TMPDIR/bin:$PATH
	qemu "$BATS_TEST_TMPDIR/bin" 7.2.22
}

# qemu DIR VERSION: it boots nothing; under KVM it ends as $KVM says
qemu() {
	cat >"$1/qemu-system-x86_64" <<-EOF
	#!/bin/sh
	[ "\$1" != --version ] || { echo "QEMU emulator version $2 (toy)"; exit; }
	echo "\$*" >>"$BATS_TEST_TMPDIR/started"
	case "\$*" in
	*"-accel kvm"*) ;;
	*) exit 1 ;;
	esac
	case \$KVM in
	boots) echo "\$*" | sed 's/.*kit.token=\([^ ]*\).*/kit: done \1/' >&3 ;;
	hangs) echo \$\$ >"$BATS_TEST_TMPDIR/pid"; exec sleep 60 ;;
	esac
	EOF
	chmod +x "$1/qemu-system-x86_64"
}

backports() { # VERSION
	local root name
	toy_archive
	for name in opensbi qemu-system-common qemu-system-data qemu-system-x86 seabios; do
		root=$BATS_TEST_TMPDIR/$name
		mkdir -p "$root/usr/bin"
		[ "$name" != qemu-system-x86 ] || qemu "$root/usr/bin" "$1"
		toy_package "$root" "$name" "$1-1"
	done
	index maker toy-backports
}

cached() { echo "$XDG_CACHE_HOME/direct-call-kit/qemu/$1"; }

@test "qemu: an old one is not taken, the backports' is unpacked and verified" {
	backports 10.0
	run sh ci/get/qemu.sh get x86
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(sh ci/get/qemu.sh root x86)" = "$(cached 10.0-1)" ]
	[ -z "$(find "$(cached .)" -name '*.deb')" ]
	rm -r "$mirror"
	run sh ci/get/qemu.sh get x86
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "qemu: UPDATE=1 looks for a newer one" {
	backports 10.0
	sh ci/get/qemu.sh get x86
	rm -r "$mirror"
	backports 10.1
	sh ci/get/qemu.sh get x86
	[ "$(sh ci/get/qemu.sh root x86)" = "$(cached 10.0-1)" ]
	UPDATE=1 sh ci/get/qemu.sh get x86
	[ "$(sh ci/get/qemu.sh root x86)" = "$(cached 10.1-1)" ]
}

@test "qemu: a damaged package is refused and not kept" {
	backports 10.0
	damage "$mirror/pool/qemu-system-x86_10.0-1_all.deb"
	run sh ci/get/qemu.sh get x86
	[ "$status" -ne 0 ]
	[[ $output == *"qemu-system-x86.deb"*"run the same command again"* ]]
	[ -z "$(sh ci/get/qemu.sh root x86)" ]
}

@test "qemu: one that does not run is named, and not taken" {
	backports 10.0
	printf '#!/bin/sh\necho libtoy.so: cannot open shared object file\nexit 127\n' \
		>"$BATS_TEST_TMPDIR/qemu-system-x86/usr/bin/qemu-system-x86_64"
	toy_package "$BATS_TEST_TMPDIR/qemu-system-x86" qemu-system-x86 10.0-1
	index maker toy-backports
	run sh ci/get/qemu.sh get x86
	[ "$status" -ne 0 ]
	[[ $output == *"does not run: libtoy.so"* ]]
	[ -z "$(sh ci/get/qemu.sh root x86)" ]
}

@test "qemu: a new one, QEMU=system and DEPS=skip leave the system's" {
	qemu "$BATS_TEST_TMPDIR/bin" 10.0.2
	run sh ci/get/qemu.sh get x86
	[ "$status" -eq 0 ]
	qemu "$BATS_TEST_TMPDIR/bin" 7.2.22
	QEMU=system run sh ci/get/qemu.sh get x86
	[ "$status" -eq 0 ]
	DEPS=skip run sh ci/get/qemu.sh get x86
	[ "$status" -eq 0 ]
	[ ! -e "$(cached .)" ]
}

@test "qemu: the user's configuration gets what drivers of other boards need, without KVM only" {
	cell one
	echo "qemu-given -machine toy-firmware=on" >>arch/x86/descriptor
	KVM=refuses sh ci/command.sh "$DIR"
	[ -z "$(grep -o toy-firmware "$DIR/boot.sh")" ]
	echo CONFIG_SMP=y >"$BATS_TEST_TMPDIR/config"
	cell one "option KCONFIG $BATS_TEST_TMPDIR/config"
	KVM=refuses sh ci/command.sh "$DIR"
	grep -q -- "^exec .*-machine toy-firmware=on" "$DIR/boot.sh"
	native
	cell other "option KCONFIG $BATS_TEST_TMPDIR/config"
	KVM=boots sh ci/command.sh "$DIR"
	[ "$(accel)" = kvm ]
	[ -z "$(grep -oh toy-firmware "$DIR/boot.sh" "$BATS_TEST_TMPDIR/started")" ]
}

# cell KERNEL [FACT...]: what command.sh knows of the cell
cell() {
	export KVM
	DIR=$BATS_TEST_TMPDIR/cell
	touch "$BATS_TEST_TMPDIR/kvm"
	mkdir -p "$DIR/obj/arch/x86/boot"
	echo "$1" >"$DIR/obj/arch/x86/boot/bzImage"
	toy_cell "$DIR" "cell 6.1/x86/plain" "arch x86" "flavor plain" "version 6.1.5" \
		"option QEMU system" "option KVM_DEVICE $BATS_TEST_TMPDIR/kvm" "${@:2}"
}

accel() { sed -n 's/^accel //p' "$DIR/meta"; }
trials() { grep -c -- '-accel kvm' "$BATS_TEST_TMPDIR/started"; }

native() { [ "$(dpkg --print-architecture)" = amd64 ] || skip "KVM is for x86 on x86 only"; }

@test "kvm: a kernel that boots under it proves it, once for this start of the machine" {
	native
	cell one
	KVM=boots sh ci/command.sh "$DIR"
	[ "$(accel)" = kvm ]
	grep -q 'KIT_ACCEL:-kvm' "$DIR/boot.sh"
	cell other
	KVM=refuses sh ci/command.sh "$DIR"
	[ "$(accel)" = kvm ]
	[ "$(trials)" -eq 1 ]
}

@test "kvm: the file alone proves nothing, and the same kernel is not asked again" {
	native
	cell one
	KVM=refuses sh ci/command.sh "$DIR"
	[[ $(accel) == tcg* ]]
	cell one
	KVM=boots sh ci/command.sh "$DIR"
	[[ $(accel) == tcg* ]]
	[ "$(trials)" -eq 1 ]
	cell other
	KVM=boots sh ci/command.sh "$DIR"
	[ "$(accel)" = kvm ]
}

@test "kvm: without the device, or with ACCEL=, there is no trial" {
	native
	cell one "option ACCEL tcg"
	KVM=boots sh ci/command.sh "$DIR"
	[ "$(accel)" = tcg ]
	cell one "option KVM_DEVICE /nowhere"
	KVM=boots sh ci/command.sh "$DIR"
	[ ! -e "$BATS_TEST_TMPDIR/started" ]
}

@test "kvm: a trial that hangs is ended in time, or with the process that started it" {
	native
	cell one "option KVM_TRIAL 1"
	KVM=hangs sh ci/command.sh "$DIR"
	[[ $(accel) == tcg* ]]
	ended "$(cat "$BATS_TEST_TMPDIR/pid")"
	rm "$BATS_TEST_TMPDIR/pid"
	cell other "option KVM_TRIAL 60"
	KVM=hangs sh ci/command.sh "$DIR" 3>&- &
	for _ in $(seq 100); do [ -s "$BATS_TEST_TMPDIR/pid" ] && break; sleep 0.1; done
	trial=$(cat "$BATS_TEST_TMPDIR/pid")
	[ -d "/proc/$trial" ]
	kill -KILL $!
	for _ in $(seq 50); do ended "$trial" && break; sleep 0.1; done
	ended "$trial"
}

ended() { [ ! -d "/proc/$1" ]; }
