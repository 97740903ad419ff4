# SPDX-License-Identifier: GPL-2.0
# Sourced after common.sh: hide tools of the machine that a cell does not use from its
# configuration. Otherwise the cell would be recompiled when such a tool is installed
# for another flavor.
# shellcheck shell=sh

# unlisted FLAVOR ARCH: the lines of ci/lib/optional-tools whose package the
# flavor does not list, nor ci/get/packages.kconfig for the user's own configuration
unlisted() {
	listed=$(flavor_field "$1" packages "$2")
	[ -z "${KCONFIG:-}" ] ||
		listed="$listed $(sed 's/#.*//' "$KIT/ci/get/packages.kconfig" | paste -sd ' ')"
	while read -r package program variable; do
		case $package in '#'* | '') continue ;; esac
		case " $listed " in *" $package "*) continue ;; esac
		echo "$program $variable"
	done <"$KIT/ci/lib/optional-tools"
}

# hidden_tools FLAVOR ARCH: print variables for kbuild's make that name programs which
# do not exist
hidden_tools() {
	unlisted "$1" "$2" | while read -r program variable; do
		[ -z "$variable" ] || printf '%s=no-%s ' "$variable" "$program"
	done
}

# hide_tools FLAVOR ARCH: for tools without a kbuild variable, put programs that only
# fail before the real ones in PATH
hide_tools() {
	for program in $(unlisted "$1" "$2" | awk 'NF == 1'); do
		PATH=$KIT/ci/lib/hidden/$program:$PATH
	done
	export PATH
}
