#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The Nix shell, evaluated by Nix with packages that are names only: nothing of nixpkgs is
# fetched. The distribution's nix-bin runs from a directory: nothing is installed. Only
# check-all runs this.
# shellcheck disable=SC2154 # status, output, lines are bats's

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	where=$BATS_TEST_TMPDIR
	mkdir -p "$where/archives/partial" "$where/root"
	apt-get install -y --no-install-recommends --download-only -o Dir::Cache::archives="$where/archives" \
		nix-bin >"$where/apt.log" 2>&1 || { cat "$where/apt.log" && return 1; }
	for deb in "$where"/archives/*.deb; do dpkg -x "$deb" "$where/root"; done
	cat >"$where/packages.nix" <<-'END'
	let
	  cross = target: {
	    stdenv.cc = { outPath = "/cc/${target}"; targetPrefix = "${target}-"; };
	    glibc.static = { outPath = "/glibc/${target}"; };
	  };
	  names = [
	    "apt" "bc" "bison" "ccache" "cpio" "dpkg" "elfutils" "flex" "gcc" "git" "gnumake" "jansson" "kmod"
	    "libxml2" "openssl" "patch" "perl" "pkg-config" "python3" "qemu" "rsync" "util-linux" "xz" "emptyDirectory"
	  ];
	in builtins.listToAttrs (map (name: { inherit name; value = { outPath = "/${name}"; }; }) names) // {
	  pkgsCross = {
	    gnu64 = cross "x86_64-unknown-linux-gnu"; aarch64-multiplatform = cross "aarch64-unknown-linux-gnu";
	    s390x = cross "s390x-unknown-linux-gnu"; riscv64 = cross "riscv64-unknown-linux-gnu";
	  };
	  runCommand = name: _: text: { inherit name text; };
	  mkShell = shell: shell;
	}
	END
}

evaluate() {
	local library
	library=$(echo "$where"/root/usr/lib/*-linux-gnu)
	LD_LIBRARY_PATH=$where/root/usr/lib/nix:$library:${library/usr\//} NIX_STATE_DIR=$where/state NIX_STORE_DIR=$where/store \
		NIX_LOG_DIR=$where/log NIX_LOCALSTATE_DIR=$where/state HOME=$where \
		"$where/root/usr/bin/nix-instantiate" --eval --strict --json \
		-E "import $1 { pkgs = import $where/packages.nix; }" 2>"$where/said"
}

@test "nix: the shell has each architecture's tools by the names that the descriptors have" {
	shell=$(evaluate "$PWD/ci/hosts/shell.nix") || { cat "$where/said" && return 1; }
	[ "$(jq -r .DEPS <<<"$shell")" = skip ]
	for arch in arch/*/descriptor; do
		prefix=$(sed -n 's/^cross[[:space:]]*//p' "$arch")
		text=$(jq -r --arg name "${prefix}tools" '.packages[] | objects | select(.name == $name).text' <<<"$shell")
		[[ $text == *"\$out/bin/$prefix"* ]]
		# Its own compiler, and the libraries that init is linked with.
		[[ $text == *"/cc/${prefix%%-*}-unknown-linux-gnu/bin/"*"/glibc/${prefix%%-*}-unknown-linux-gnu/lib"* ]]
	done
	sed 's/rsync/rsnyc/' ci/hosts/shell.nix >"$where/shell.nix"
	! evaluate "$where/shell.nix"
	grep -q rsnyc "$where/said"
}
