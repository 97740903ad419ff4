#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Install the Debian packages that a job needs and the machine lacks.
#
#   deps.sh [host] [check] [arch:NAME]... [flavor:NAME/ARCH]...
#
# DEPS=install (default) installs them, DEPS=check only names them,
# DEPS=skip believes that other means have provided the tools.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"

native=$(dpkg --print-architecture 2>/dev/null) || {
	[ "${DEPS:-}" = skip ] && exit 0
	die "this is no Debian system (no dpkg): provide the tools of ci/get/packages.* and use DEPS=skip"
}

# A machine needs no cross compiler for itself.
arch_packages() {
	for package in $(arch_field "$1" packages); do
		case $package in
		gcc-* | libc6-dev-*-cross)
			[ "$native" = "$(arch_field "$1" debian)" ] && continue ;;
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

missing() {
	for package in $(wanted "$@" | sort -u); do
		dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null |
			grep -qx installed || echo "$package"
	done
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		env DEBIAN_FRONTEND=noninteractive "$@"
	else
		sudo env DEBIAN_FRONTEND=noninteractive "$@"
	fi
}

packages=$(missing "$@" | tr '\n' ' ')
[ -n "$packages" ] || exit 0

case ${DEPS:-install} in
skip) exit 0 ;;
check) die "missing packages: $packages(install them with: apt-get install $packages)" ;;
install) ;;
*) die "DEPS=$DEPS is not understood; it is one of install, check, skip" ;;
esac

[ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
	die "packages are missing and there is neither root nor sudo; have them installed: apt-get install $packages"
mkdir -p "$CACHE"
exec 9>"$CACHE/deps.lock"
flock 9
say "installing $packages"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # a list
{ as_root apt-get update && as_root apt-get install -y --no-install-recommends $packages; } >"$log" 2>&1 || {
	tail -n 5 "$log" >&2
	die "apt-get could not install $packages(see above); is the network there? The kit needs the distribution's package mirror"
}
