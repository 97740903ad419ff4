# SPDX-License-Identifier: GPL-2.0
# Sourced by the steps in ci/: messages, places, tables.
# shellcheck shell=sh

# kit_root: the top of the kit, from the place of the script that sources this
kit_root() {
	CDPATH='' cd -- "$(dirname -- "$0")" || return
	while [ ! -e ci/lib/common.sh ]; do
		[ "$PWD" != / ] || {
			echo "kit: $0 is not inside a checkout of the kit; set KIT to its top directory" >&2
			return 2
		}
		cd .. || return
	done
	pwd
}
KIT=${KIT:-$(kit_root)} || exit
BUILD=${KIT_BUILD:-$KIT/build}
CACHE=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
case $CACHE in
/*) CACHE=$CACHE/direct-call-kit ;;
*)
	echo "kit: no place for the cache, XDG_CACHE_HOME='${XDG_CACHE_HOME:-}' and HOME='${HOME:-}': set HOME, or XDG_CACHE_HOME to an absolute path" >&2
	exit 2
	;;
esac
HOST=${KIT_HOST:-$BUILD/host}
LC_ALL=C
export KIT BUILD CACHE HOST LC_ALL

say() { printf 'kit: %s\n' "$*"; }

# die [-STATUS] SENTENCE: say what went wrong, where, and what to do. Status 2 is an
# error of the kit's environment, 1 is a verdict.
die() {
	status=2
	case $1 in
	-[0-9]) status=${1#-}; shift ;;
	esac
	printf 'kit: %s\n' "$*" >&2
	exit "$status"
}

# field FILE KEY: the value of KEY in a table of "key value" lines
field() { sed -n "s/^$2[[:space:]]\{1,\}//p" "$1"; }

arch_field() { field "$KIT/arch/$1/descriptor" "$2"; }
# flavor_field FLAVOR KEY [ARCH]: what a flavor does differently. The value that the
# arch has for the flavor takes precedence over the one for all architectures.
flavor_field() { # FLAVOR KEY [ARCH]
	for table in ${3:+"$KIT/arch/$3/flavors/$1.descriptor"} "$KIT/ci/flavors/$1.descriptor"; do
		[ ! -e "$table" ] || field "$table" "$2"
	done | head -n 1
}

# cross_prefix ARCH: the prefix of the cross tools: the user's, if KIT_CROSS is "ARCH
# PREFIX" (ci/lib/chosen.sh). A machine needs no prefix for itself.
cross_prefix() {
	case ${KIT_CROSS:-} in
	"$1 "*) echo "${KIT_CROSS#* }" && return ;;
	esac
	[ "$(arch_field "$1" debian)" = "$(dpkg --print-architecture)" ] || arch_field "$1" cross
}

list_arches() { (cd "$KIT/arch" && ls -- */descriptor) | sed 's|/descriptor$||'; }
list_bases() { sed -n 's/^\([0-9][^[:space:]]*\).*/\1/p' "$KIT/ci/get/bases"; }
list_flavors() { (cd "$KIT/ci/flavors" && ls -- *.config) | sed 's/\.config$//'; }

# default_series BASE: what SERIES is if it is not set. A tree of the user's is judged as
# it is.
default_series() { [ "$1" = kdir ] && echo none || echo kit; }

now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.2f\n", b - a }'; }

# Kbuild cannot work below such a path.
plain_path() { # PATH
	case $1 in
	*[[:space:]:]*) die "the kernel cannot be built below a path with blanks or colons: $1; move it, or set KIT_BUILD to a directory elsewhere" ;;
	esac
}

# leashed COMMAND...: run a command that ends, with all that it started, when this script
# ends, however it ends. Until the kit's programs are built, only the command itself does.
leashed() {
	if [ -x "$HOST/kit-leash" ]; then
		"$HOST/kit-leash" "$@"
	else
		setpriv --pdeathsig TERM "$@"
	fi
}

# only_run FD: take the lock that is open as FD. A run that was killed needs a moment to end
# all that it started.
only_run() { flock -w 5 "$1"; }

# need_space DIR MEGABYTES WHAT
need_space() {
	free=$(df -Pm -- "$1" | awk 'NR == 2 { print $4 }')
	[ "$free" -ge "$2" ] ||
		die "$3 needs $2 MB in $1, but only $free MB are free; free some space and run the same command again"
}
