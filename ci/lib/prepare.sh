# SPDX-License-Identifier: GPL-2.0
# Sourced: prepare what cells need before they can be built.
# shellcheck shell=sh

. "$KIT/ci/lib/killed.sh"

# host_programs: the kit's own programs, which several build directories may share
host_programs() {
	mkdir -p "$BUILD" "${HOST%/*}"
	# make clean removes only what the kit built.
	: >>"$BUILD/host.lock"
	# KIT_HOST may be a directory of the user's.
	[ "$HOST" = "$BUILD/host" ] || made_whole() { shift && "$@"; }
	(
		flock 8
		made_whole "$HOST" make -s -f ci/host/Makefile OUT="$HOST" -j"$(nproc)" programs
	) 8>"$HOST.lock" >"$BUILD/host.log" 2>&1 || {
		tail -n 20 "$BUILD/host.log" >&2
		die "the kit's own programs do not build (see above)"
	}
}

# prepare_kdir: the snapshot, and the tree without which no cell has a verdict. Status 1
# is a verdict, which each cell gives.
prepare_kdir() {
	rc=0
	sh ci/port/assemble.sh kdir "${SERIES:-}" >/dev/null 2>"$BUILD/kdir.log" || rc=$?
	grep '^kit: kdir: ' "$BUILD/kdir.log" >&2 || :
	[ "$rc" -le 1 ] || { cat "$BUILD/kdir.log" >&2 && exit "$rc"; }
}

# prepare CELL...: packages, the kit's own programs, sources, contents of the guests
prepare() {
	bases=$(printf '%s\n' "$@" | cut -d / -f 1 | sort -u)
	arches=$(printf '%s\n' "$@" | cut -d / -f 2 | sort -u)
	case " $bases " in
	*kdir*) sh ci/get/kdir.sh check ;;
	esac

	# shellcheck disable=SC2046 # a list
	sh ci/get/deps.sh host ${KCONFIG:+kconfig} $(echo "$arches" | sed 's/^/arch:/') \
		$(printf '%s\n' "$@" | sed 's|.*/\(.*\)/\(.*\)|flavor:\2/\1|')
	plain_path "$BUILD"
	mkdir -p "$BUILD"
	need_space "$BUILD" 1000 "a build"
	host_programs
	for base in $bases; do
		if [ "$base" = kdir ]; then prepare_kdir; else sh ci/get/source.sh "$base" >/dev/null; fi
	done
	# shellcheck disable=SC2086 # a list
	sh ci/get/qemu.sh get $arches
	for flavor in $(printf '%s\n' "$@" | sed 's|.*/\(.*\)/\(.*\)|\2/\1|' | sort -u); do
		sh ci/get/userland.sh "$flavor" >/dev/null
		sh ci/get/userland.sh "$flavor" sysroot >/dev/null
	done
	# Look only once, so that all cells of a run use the same versions.
	unset UPDATE
	export KIT_SNAPSHOT=taken
	# shellcheck disable=SC2086 # a list
	sh ci/get/busybox.sh $arches >/dev/null
}

# A cell that configures, links, boots or sleeps in a test holds a job and leaves a CPU
# idle. Add one job for each further cell, up to twice the number of CPUs.
jobs_for() { # NUMBER OF CELLS
	cpus=$(nproc)
	jobs=$((cpus + $1 - 1))
	[ "$jobs" -le $((2 * cpus)) ] || jobs=$((2 * cpus))
	echo "${JOBS:-$jobs}"
}
