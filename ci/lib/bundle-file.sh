# SPDX-License-Identifier: GPL-2.0
# Sourced: bundles, as files and unpacked.
# shellcheck shell=sh

# bundle_pack DIR FILE: equal directories give equal files. tar runs xz, so its status is
# that of both: what one of them has not written whole does not become FILE.
bundle_pack() {
	packed=$(realpath -m -- "$2.new") || return
	(cd "$1" && tar --sort=name --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner \
		--mode=u=rwX,go=rX --force-local -I "xz -T1 -6" -cf "$packed" -- *) || return
	mv -- "$packed" "$2"
}

# bundle_unpack FILE DIR: a bundle that is not whole is refused. DIR is made anew.
bundle_unpack() {
	rm -rf "$2"
	mkdir -p "$2"
	xz -t -- "$1" 2>/dev/null && xz -dc -- "$1" | tar -C "$2" --no-same-owner -xf - 2>/dev/null &&
		[ -z "$(find "$2" -mindepth 1 ! -type f)" ] || rm -rf "$2/format"
	[ "$(cat "$2/format" 2>/dev/null)" = "kit-bundle 1" ] ||
		die "$1 is no bundle of this kit, or is not whole; make bundle writes one"
	(cd "$2" && sha256sum --quiet --strict -c sums >/dev/null 2>&1 &&
		[ "$(find . -type f ! -name sums | wc -l)" -eq "$(wc -l <sums)" ]) ||
		die "$1 is damaged: its files are not those of its list of sums"
}

# bundle_clock DIR KEY: one of its clocks. kit-boot would take none for its own default.
bundle_clock() {
	value=$(field "$1/clocks" "$2" | tail -n 1)
	[ -n "$value" ] || die "$1/clocks does not say $2; make the bundle again"
	echo "$value"
}

# bundle_scale DIR ACCEL: the factor for all of them on this machine; ACCEL is QEMU's
# accelerator, or "machine" for a machine
bundle_scale() {
	slower=$(bundle_clock "$1" slower) && emulation=$(bundle_clock "$1" emulation) || exit
	case $2 in
	kvm* | machine) emulation=1 ;;
	esac
	awk -v a="$emulation" -v b="${TIMEOUT_SCALE:-1}" -v c="$slower" 'BEGIN { print a * b * c }'
}

# bundle_id DIR: what tells one bundle from others
bundle_id() { sha256sum <"$1/sums" | cut -c 1-16; }
