# SPDX-License-Identifier: GPL-2.0
# What the kit needs, on a machine with Nix:
#
#	nix-shell ci/hosts/shell.nix --run 'make matrix ARCHES=arm64 KIT_MIRROR=...'
#
# Sources come from Debian's archive here, too; KIT_MIRROR is the URI of a mirror of it.
{ pkgs ? import <nixpkgs> { } }:
let
  crosses = {
    "x86_64-linux-gnu-" = pkgs.pkgsCross.gnu64;
    "aarch64-linux-gnu-" = pkgs.pkgsCross.aarch64-multiplatform;
    "s390x-linux-gnu-" = pkgs.pkgsCross.s390x;
    "riscv64-linux-gnu-" = pkgs.pkgsCross.riscv64;
  };
  # The tools by the names that arch/*/descriptor has; init is linked statically.
  tools = prefix: cross: pkgs.runCommand "${prefix}tools" { } ''
    mkdir -p $out/bin
    for tool in ${cross.stdenv.cc}/bin/${cross.stdenv.cc.targetPrefix}*; do
      ln -s $tool $out/bin/${prefix}''${tool##*/${cross.stdenv.cc.targetPrefix}}
    done
    for gcc in gcc cc; do
      rm -f $out/bin/${prefix}$gcc
      printf '#!/bin/sh\nexec %s -L%s "$@"\n' ${cross.stdenv.cc}/bin/${cross.stdenv.cc.targetPrefix}gcc \
        ${cross.glibc.static}/lib >$out/bin/${prefix}$gcc
      chmod +x $out/bin/${prefix}$gcc
    done
  '';
in
pkgs.mkShell {
  # The kernel's makefiles name their own flags.
  hardeningDisable = [ "all" ];
  packages = (builtins.attrValues (builtins.mapAttrs tools crosses)) ++ (with pkgs; [
    apt bc bison ccache cpio dpkg elfutils flex gcc git gnumake jansson kmod libxml2 openssl
    patch perl pkg-config python3 qemu rsync util-linux xz
  ]);
  # There are no packages to install.
  DEPS = "skip";
  KEYRING = "${pkgs.debian-archive-keyring or pkgs.emptyDirectory}/share/keyrings/debian-archive-keyring.gpg";
}
