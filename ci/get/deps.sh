#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Install the packages that a job needs and the machine lacks. They have Debian's names;
# ci/hosts/names has those of Ubuntu, Fedora and Arch.
#
#   deps.sh [host] [check] [kconfig] [arch:NAME]... [flavor:NAME/ARCH]...
#
# DEPS=install (default) installs them, DEPS=check only names them, DEPS=skip uses what
# is installed.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"

case ${DEPS:-install} in
install | check) ;;
skip) exit 0 ;;
*) die "DEPS=$DEPS is not understood; it takes install, check or skip" ;;
esac

# The first of these that the system says it is, or is like.
host() {
	# shellcheck disable=SC1090,SC1091
	for id in $(. "${OS_RELEASE:-/etc/os-release}" 2>/dev/null && echo "${ID:-} ${ID_LIKE:-}"); do
		case $id in debian | ubuntu | fedora | arch) echo "$id" && return ;; esac
	done
	return 1
}
host=$(host) ||
	die "this machine runs none of Debian, Ubuntu, Fedora and Arch: install the tools of ci/get/packages.* and use DEPS=skip, or use the container of ci/hosts/Containerfile"

# By Debian's name. Elsewhere dpkg may be one of the packages that are missing.
native=$(dpkg --print-architecture 2>/dev/null) || case $(uname -m) in
x86_64) native=amd64 ;;
aarch64) native=arm64 ;;
*) native=$(uname -m) ;;
esac

KIT_CROSS=${KIT_CROSS:-}
# A machine needs no cross compiler for itself, nor for an arch with the user's compiler.
arch_packages() {
	for package in $(arch_field "$1" packages); do
		case $package in
		gcc-* | libc6-dev-*-cross)
			[ "$native" = "$(arch_field "$1" debian)" ] && continue
			[ "${KIT_CROSS%% *}" = "$1" ] && continue
			;;
		esac
		echo "$package"
	done
}

wanted() {
	for group; do
		case $group in
		arch:*) arch_packages "${group#arch:}" ;;
		flavor:*/*)
			group=${group#flavor:}
			flavor_field "${group%%/*}" packages "${group#*/}" | tr ' ' '\n'
			;;
		*) sed 's/#.*//' "$KIT/ci/get/packages.$group" ;;
		esac
	done
}

# named: what each line's package is called here, a line each. "- PACKAGE": there is none.
named() {
	awk -F '\t' -v host="$host" '
		BEGIN { column = host == "ubuntu" ? 2 : host == "fedora" ? 3 : host == "arch" ? 4 : 1 }
		FNR == NR { if (!/^#/) name[$1] = $column; next }
		!($1 in name) || name[$1] == "=" { print; next }
		name[$1] == "-" { print "- " $1; next }
		{ n = split(name[$1], word, " "); for (i = 1; i <= n; i++) print word[i] }' "$KIT/ci/hosts/names" -
}

# lacking PACKAGE...: those that are not installed. Query all at once: dpkg reads its whole
# list each time.
lacking() {
	case $host in
	debian | ubuntu)
		installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null |
			sed -n 's/ installed$//p')
		printf '%s\n' "$@" | grep -vxF -e "$installed" || :
		;;
	fedora) rpm -q --whatprovides "$@" | sed -n 's/^no package provides //p' ;;
	arch) pacman -T "$@" || : ;;
	esac
}

# The command that installs packages.
installer() {
	case $host in
	debian | ubuntu) echo apt-get install ;;
	fedora) echo dnf install ;;
	arch) echo pacman -S --needed ;;
	esac
}

add() { # PACKAGE...
	case $host in
	debian | ubuntu) as_root apt-get update && as_root apt-get install -y --no-install-recommends "$@" ;;
	fedora) as_root dnf install -y "$@" ;;
	arch) as_root pacman -S --needed --noconfirm "$@" ;;
	esac
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		env DEBIAN_FRONTEND=noninteractive "$@"
	else
		sudo env DEBIAN_FRONTEND=noninteractive "$@"
	fi
}

[ "$host" = debian ] || set -- "$@" other
packages=$(wanted "$@" | sed '/^$/d' | named | sort -u)
[ -n "$packages" ] || exit 0
nowhere=$(printf '%s\n' "$packages" | sed -n 's/^- //p' | paste -sd ' ')
# shellcheck disable=SC2046 # a list
packages=$(lacking $(printf '%s\n' "$packages" | grep -v '^- ') | tr '\n' ' ')
[ -z "$nowhere" ] ||
	die "$host has no package for: $nowhere; ${packages:+install what it has with: $(installer) $packages; }the container of ci/hosts/Containerfile has all, DEPS=skip uses what you have installed by hand"
[ -n "$packages" ] || exit 0

[ "${DEPS:-install}" = install ] ||
	die "missing packages: $packages(install them with: $(installer) $packages)"
[ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
	die "packages are missing, and you are not root and have no sudo; ask the administrator to run: $(installer) $packages"
mkdir -p "$CACHE"
exec 9>"$CACHE/deps.lock"
flock 9
say "installing $packages"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # a list
add $packages >"$log" 2>&1 || {
	tail -n 5 "$log" >&2
	die "$(installer | cut -d " " -f 1) could not install $packages(see above); check that the machine reaches its package mirror, and run the same command again"
}
