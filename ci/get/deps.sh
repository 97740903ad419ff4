#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Install the Debian packages that a job needs and the machine lacks.
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

native=$(dpkg --print-architecture 2>/dev/null) ||
	die "this is no Debian system (no dpkg): install the tools of ci/get/packages.* and use DEPS=skip"

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

# Query all packages at once: dpkg reads its whole list each time.
missing() {
	packages=$(wanted "$@" | sort -u | sed '/^$/d')
	[ -n "$packages" ] || return 0
	# shellcheck disable=SC2086 # a list
	installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $packages 2>/dev/null |
		sed -n 's/ installed$//p')
	printf '%s\n' "$packages" | grep -vxF -e "$installed" || :
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

[ "${DEPS:-install}" = install ] ||
	die "missing packages: $packages(install them with: apt-get install $packages)"
[ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
	die "packages are missing, and you are not root and have no sudo; ask the administrator to run: apt-get install $packages"
mkdir -p "$CACHE"
exec 9>"$CACHE/deps.lock"
flock 9
say "installing $packages"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # a list
{ as_root apt-get update && as_root apt-get install -y --no-install-recommends $packages; } >"$log" 2>&1 || {
	tail -n 5 "$log" >&2
	die "apt-get could not install $packages(see above); check that the machine reaches its package mirror, and run the same command again"
}
