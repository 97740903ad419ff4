# SPDX-License-Identifier: GPL-2.0
# Sourced by config.sh: where the configuration of the open cell starts. "start" is what
# start_of() says.
# shellcheck shell=sh disable=SC2154 # set by cell_open() and config.sh

# start_id: what tells one start from another, in one line
start_id() {
	case $start in
	distribution) echo "$(flavor_field "$FLAVOR" config "$ARCH") KMODULES=${KMODULES:-0}" ;;
	user) echo "KCONFIG=$KCONFIG KMODULES=${KMODULES:-0} $(user_files | sha256sum | cut -c 1-16)" ;;
	none) echo ;;
	esac
}

# user_files: the content of the user's file, or of the files of the tree that KCONFIG
# names. kbuild itself knows what "defconfig" is.
user_files() {
	if [ -f "$KCONFIG" ]; then
		cat -- "$KCONFIG"
	else
		for name in $KCONFIG; do
			cat "$TREE/arch/$ARCH/configs/$name" "$TREE/kernel/configs/$name" 2>/dev/null || :
		done
	fi
}

# given_by_user, given_by_distribution: write OBJ/start, the lines that were given, and
# OBJ/.config, from which kconfig goes on
given_by_user() {
	rm -f "$OBJ/.config"
	user_files >"$OBJ/start"
	[ ! -f "$KCONFIG" ] || {
		cp "$OBJ/start" "$OBJ/.config"
		return
	}
	# shellcheck disable=SC2086 # names
	sh "$KIT/ci/kconfig/known.sh" "$TREE" "$ARCH" $KCONFIG 2>"$DIR/reason.raw" || {
		cat "$DIR/reason.raw" >&2
		sed -n '$s/^kit: //p' "$DIR/reason.raw" >"$DIR/reason"
		exit 1
	}
	# shellcheck disable=SC2086 # names
	kconfig $KCONFIG
}

given_by_distribution() {
	line=$(echo "$VERSION" | sed 's/^\([0-9]*[.][0-9]*\).*/\1/')
	config=$(sh "$KIT/ci/get/distribution.sh" "$line" "$ARCH" "$(flavor_field "$FLAVOR" config "$ARCH")")
	cp "$config" "$OBJ/start"
	cp "$config" "$OBJ/.config"
}

# Modules take longest to build, and the guest loads none of them.
without_modules() {
	if [ "${KMODULES:-}" = 1 ]; then
		cat
	else
		sed 's/^\(CONFIG_[A-Za-z0-9_]*\)=m$/# \1 is not set/'
	fi
}
