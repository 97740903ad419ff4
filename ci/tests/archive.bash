# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Shared by the bats files whose packages come from an archive: a small archive, created
# on the spot with its own key.

# toy_archive: set the archive that the kit uses from now on, and the key it trusts
toy_archive() {
	mirror=$BATS_TEST_TMPDIR/mirror
	export KIT_MIRROR=file://$mirror KEYRING=$BATS_TEST_TMPDIR/key.gpg
	export GNUPGHOME=$BATS_TEST_TMPDIR/gpg
	mkdir -p "$mirror/pool"
	# Only once: an agent would still look for its home after the home's removal.
	[ -d "$GNUPGHOME" ] || {
		mkdir -m 700 "$GNUPGHOME"
		key maker
	}
	gpg --batch --export maker >"$KEYRING" 2>/dev/null
}

key() { gpg --batch --quiet --passphrase '' --quick-gen-key "$1" rsa2048 default never; }

# toy_package ROOT NAME VERSION [NEEDED]: add what is below ROOT as a package to the pool
toy_package() {
	mkdir -p "$1/DEBIAN"
	printf '%s\n' "Package: $2" "Version: $3" 'Architecture: all' \
		'Maintainer: toy <toy@localhost>' 'Description: toy' \
		${4:+"Depends: $4"} >"$1/DEBIAN/control"
	deb=$mirror/pool/$2_$3_all.deb
	dpkg-deb --root-owner-group -b "$1" "$deb" >/dev/null
}

# index SIGNER [SUITE]: list the pool
index() {
	local arch suite
	arch=$(dpkg --print-architecture)
	suite=$mirror/dists/${2:-toy}
	mkdir -p "$suite/main/binary-$arch"
	for deb in "$mirror"/pool/*.deb; do
		dpkg-deb -f "$deb"
		echo "Filename: pool/${deb##*/}"
		echo "Size: $(stat -c %s "$deb")"
		echo "SHA256: $(sha256sum "$deb" | cut -d ' ' -f 1)"
		echo
	done >"$suite/main/binary-$arch/Packages"
	{
		echo "Origin: toy"
		echo "Suite: ${2:-toy}"
		echo "Codename: ${2:-toy}"
		echo "Date: $(date -Ru)"
		echo "Architectures: $arch"
		echo "Components: main"
		echo "SHA256:"
		(cd "$suite" && echo " $(sha256sum "main/binary-$arch/Packages" | cut -d ' ' -f 1)" \
			"$(stat -c %s "main/binary-$arch/Packages") main/binary-$arch/Packages")
	} >"$suite/Release"
	gpg --batch --yes --quiet --local-user "$1" --clearsign -o "$suite/InRelease" "$suite/Release"
	rm "$suite/Release"
}

# Change more than one byte: a single one might already have the new value.
damage() { # FILE
	printf 'not what was signed' | dd of="$1" bs=1 seek=200 conv=notrunc 2>/dev/null
}
