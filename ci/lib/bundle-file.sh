# SPDX-License-Identifier: GPL-2.0
# Sourced: bundles as files.
# shellcheck shell=sh

# bundle_pack DIR FILE: equal directories give equal files
bundle_pack() {
	(cd "$1" && tar --sort=name --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner \
		--mode=u=rwX,go=rX -cf - -- *) | xz -T1 -6 >"$2.new" || return
	mv "$2.new" "$2"
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

# bundle_id DIR: what tells one bundle from others
bundle_id() { sha256sum <"$1/sums" | cut -c 1-16; }
