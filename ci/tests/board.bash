# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A machine for backends: a guest of the distribution, which has sshd and kexec, and a
# serial line.

# board_packages CACHE: fetch them, through a private apt state; print where. In a subshell.
board_packages() {
	KIT=$PWD
	. ci/lib/common.sh
	. ci/get/apt.sh
	CACHE=$1/direct-call-kit
	apt_open board-arm64 arm64 bookworm bookworm-security || return
	: >"$APT_DIR/status"
	image=$("$APT_HELPER" cat-file "$APT_DIR"/lists/*_binary-arm64_Packages* |
		sed -n 's/^Package: \(linux-image-6\.1\.[0-9]*-[0-9]*-arm64\)$/\1/p' | sort -V | tail -n 1)
	rm -f "$APT_DIR/archives"/*.deb
	APT_CONFIG=$APT_DIR/apt.conf apt-get install -y --no-install-recommends --download-only \
		-o Dir::State::status="$APT_DIR/status" -o pkgCacheFile::Generate=true \
		openssh-server kexec-tools busybox-static >"$APT_DIR/install.log" 2>&1 &&
		(cd "$APT_DIR/archives" && APT_CONFIG=$APT_DIR/apt.conf apt-get download \
			-o Dir::State::status="$APT_DIR/status" -o pkgCacheFile::Generate=true "$image") >>"$APT_DIR/install.log" 2>&1 ||
		{ cat "$APT_DIR/install.log" >&2 && return 1; }
	echo "$APT_DIR/archives"
}

# board_make DIR CACHE: its kernel, its initrd and a key for it, in DIR
board_make() {
	local dir=$1 root=$1/root debs deb module release
	[ ! -e "$dir/initrd" ] || return 0
	debs=$(board_packages "$2") || return
	mkdir -p "$root"
	for deb in "$debs"/*.deb; do dpkg -x "$deb" "$root"; done
	ssh-keygen -q -t ed25519 -N '' -f "$dir/key"
	ssh-keygen -q -t ed25519 -N '' -f "$root/etc/ssh/ssh_host_ed25519_key"
	mkdir -p "$root"/{proc,sys,dev,run/sshd,tmp,root/.ssh,run/modules}
	cp "$dir/key.pub" "$root/root/.ssh/authorized_keys"
	chmod -R go= "$root/root"
	printf '%s\n' 'root:*:0:0:root:/root:/bin/sh' 'sshd:*:100:65534::/run/sshd:/bin/false' >"$root/etc/passwd"
	printf '%s\n' root:x:0: nogroup:x:65534: >"$root/etc/group"
	ln -sf busybox "$root/bin/sh"
	cat >"$root/init" <<-'END'
	#!/bin/busybox sh
	export PATH=/usr/sbin:/usr/bin:/sbin:/bin
	busybox mkdir -p /bb
	busybox mount -t proc proc /proc
	/bin/busybox --install -s /bb
	PATH=$PATH:/bb
	mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
	exec >/dev/console 2>&1
	mkdir -p /dev/pts; mount -t devpts pts /dev/pts
	modprobe virtio_pci; modprobe virtio_net
	ifconfig lo up; ifconfig eth0 10.0.2.15 netmask 255.255.255.0
	echo "board: ready"
	exec /usr/sbin/sshd -D -e -f /dev/null
	END
	chmod +x "$root/init"
	release=$(ls "$root/lib/modules")
	cp "$root/boot/vmlinuz-$release" "$dir/vmlinuz"
	# Only the modules for its network.
	for module in virtio virtio_ring virtio_pci virtio_pci_modern_dev virtio_pci_legacy_dev virtio_net net_failover failover; do
		find "$root/lib/modules/$release" -name "$module.ko" -exec mv -t "$root/run/modules" {} +
	done
	rm -rf "$root"/{boot,usr/share,usr/lib/aarch64-linux-gnu/perl*,usr/share/perl*} "$root/lib/modules/$release"/kernel
	mv "$root/run/modules" "$root/lib/modules/$release/kernel"
	depmod -b "$root" "$release"
	(cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$dir/initrd.new"
	mv "$dir/initrd.new" "$dir/initrd"
	rm -rf "$root"
}

# board_start DIR: start it; its console is $DIR/serial, ssh's configuration $DIR/ssh; the
# command $RESET resets it
board_start() {
	local dir=$1 port=$((20000 + RANDOM % 20000)) qemu
	qemu=$(sh ci/get/qemu.sh root arm64)
	cat >"$dir/ssh" <<-END
	Host board
	HostName 127.0.0.1
	Port $port
	User root
	IdentityFile $dir/key
	StrictHostKeyChecking no
	UserKnownHostsFile /dev/null
	LogLevel ERROR
	END
	# It is no QEMU that a backend has started.
	QEMU_MODULE_DIR=${qemu:+$(echo "$qemu"/usr/lib/*-linux-gnu/qemu)} KIT_MARK='' \
		"${qemu:+$qemu/usr/bin/}qemu-system-aarch64" ${qemu:+-L "$qemu/usr/share/qemu"} -machine virt -cpu cortex-a57 -smp 2 -m 2G \
		-accel tcg,thread=multi -nodefaults -no-user-config -display none \
		-kernel "$dir/vmlinuz" -initrd "$dir/initrd" -append "console=ttyAMA0 panic=1" \
		-serial "file:$dir/serial" -netdev "user,id=net,hostfwd=tcp:127.0.0.1:$port-:22" \
		-device virtio-net-pci,netdev=net,romfile= -monitor "tcp:127.0.0.1:$((port + 1)),server=on,wait=off" \
		>"$dir/qemu.log" 2>&1 3>&- &
	board=$!
	RESET="bash -c 'echo system_reset >/dev/tcp/127.0.0.1/$((port + 1))'"
}
