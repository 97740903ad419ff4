#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Bundles: what boots and is judged elsewhere (Documentation/backends.rst).
#
#   bundles.sh bundle CELL	build the cell, write its bundle to $OUT
#   bundles.sh boot		boot $BUNDLE with $BACKEND and judge the boot
#   bundles.sh judge		judge the streams $CONSOLE and $RESULTS of a boot with $TOKEN,
#				which ended as $ENDED says
#   bundles.sh token		print a new token for a boot of $BUNDLE
#
# Exit status: as of a step (Documentation/formats.rst).
set -eu
. "$(dirname -- "$0")/lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/prepare.sh"
. "$KIT/ci/lib/bundle-file.sh"
cd "$KIT"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

needs() { # VARIABLE WHAT
	eval "value=\${$1:-}"
	[ -n "$value" ] || die "give $1=: $2"
}

# A cell that does not build has a verdict and no bundle.
bundle() { # CELL
	needs OUT "the file to write, for example OUT=cell.bundle"
	prepare "$1"
	dir=$BUILD/cells/$1
	judged=
	[ ! -e "$dir/result.json" ] || judged=yes
	leashed make --no-print-directory -f ci/jobs.mk KIT_RUN="bash ci/cell.sh" KIT_UNTIL=image \
		-j"$(jobs_for 1)" KIT_JOBS="$1" >"$BUILD/bundle.log" 2>&1 || {
		tail -n 5 "$BUILD/bundle.log" >&2
		die "$1 was not built (all of it: $BUILD/bundle.log)"
	}
	[ ! -e "$dir/result.json" ] ||
		die -1 "$1 does not get as far as a bundle: $("$HOST/kit-result" get "$dir/result.json" reason)"
	exec 7>"$dir/lock"
	only_run 7 || die "cell $1 is at work in another run; wait for it to end"
	# The cell can be booted as before, and keeps its verdict if it is the same kernel.
	sh ci/command.sh "$dir"
	[ -z "$judged" ] || ! grep -qx 'build 0 kept' "$dir/stages" || mv "$dir/result.last.json" "$dir/result.json"
	sh ci/bundle.sh "$dir"
	bundle_pack "$dir/bundle" "$OUT" || die "$OUT could not be written; give another file with OUT=, or free some space"
	say "$OUT: $1, $(($(wc -c <"$OUT") / 1024)) KiB, bundle $(bundle_id "$dir/bundle")"
}

# unpack_bundle: unpack $BUNDLE in the directory new, which is removed at the end; set cell
unpack_bundle() {
	needs BUNDLE "the file that make bundle wrote"
	mkdir -p "$BUILD/bundles"
	# The place is the same each time, so that what a run left that was killed does not stay.
	new=$BUILD/bundles/new
	exec 8>"$BUILD/bundles/lock"
	flock 8
	trap 'rm -rf "$new"' EXIT
	bundle_unpack "$BUNDLE" "$new"
	cell=$(field "$new/meta" cell)
	printf '%s\n' "$cell" | grep -qxE '[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_-]+){2}' ||
		die "$BUNDLE: its meta names '$cell', which is no cell; make the bundle again"
}

# place_bundle [FILE...]: make the cell's directory, dir, of it. These files must not be in it:
# it is made anew.
place_bundle() {
	dir=$BUILD/bundles/$cell
	mkdir -p "$dir"
	for file; do
		case $(realpath -- "$file") in
		"$(realpath -- "$dir")"/*) die "$file is where the result is to be written; copy it to another directory" ;;
		esac
	done
	exec 7>"$dir.lock"
	only_run 7 || die "a bundle of $cell is at work in another run; wait for it to end"
	rm -f "$dir/result.json"
	rm -rf "$dir"
	mv "$new" "$dir"
	trap - EXIT
	exec 8>&-
}

# again: the command that does this again
again() {
	printf 'make %s' "$goal"
	case $goal in
	boot) set -- BUNDLE BACKEND MACHINE SERIAL SSH RESET JOB STATE ACCEL TIMEOUT_SCALE ;;
	judge) set -- BUNDLE TOKEN CONSOLE RESULTS ENDED ;;
	esac
	for name; do
		eval "value=\${$name:-}"
		[ -z "$value" ] || printf ' %s=%s' "$name" "$(quoted "$(printf '%s' "$value" | sed 's/[$]/$$/g')")"
	done
}

# judged ACCEL BACKEND ARGUMENT...: boot with a backend, and judge
judged() {
	accel=$1
	backend=$2
	shift 2
	printf '%s\n' "rerun $(again)" "accel $accel" >>"$dir/meta"
	unset KIT_INITRD
	exec sh ci/lib/judged-boot.sh "$dir" "$accel" --backend "$backend" --whole "$@" "$dir"
}

boot() {
	backend=${BACKEND:-qemu}
	case $backend in
	*/*) ;;
	*) backend=$KIT/ci/backends/$backend ;;
	esac
	[ -x "$backend" ] && [ -f "$backend" ] ||
		die "BACKEND=${BACKEND:-qemu} is no program; the kit's are: $(cd ci/backends && echo *); give another one by its path"
	host_programs
	unpack_bundle
	place_bundle
	if [ "${BACKEND:-qemu}" = qemu ]; then
		sh ci/get/qemu.sh get "$(field "$dir/meta" arch)"
		set -- "${ACCEL:-tcg}" "$backend"
	else
		set -- "${ACCEL:-machine}" "$backend" --prepare 600
	fi
	# A program that hangs may take a third of the boot's time, as in a cell.
	total=$(bundle_clock "$dir" total) && scale=$(bundle_scale "$dir" "$1")
	set -- "$@" --token "$(token "$dir")"
	KIT_APPEND="kit.timeout=$(awk -v a="$total" -v b="$scale" 'BEGIN { printf "%d", a * b / 3 }') ${KIT_APPEND:-}"
	export KIT_APPEND
	judged "$@"
}

token() {
	printf '%s-%s\n' "$(od -An -v -t x8 -N 16 /dev/urandom | tr -d ' ')" "$(bundle_id "$1")"
}

judge() {
	needs CONSOLE "the file with what the machine's console said"
	needs TOKEN "the token that this boot had on its command line as kit.token="
	for file in "$CONSOLE" ${RESULTS:+"$RESULTS"}; do
		[ -r "$file" ] || die "$file cannot be read; CONSOLE= and RESULTS= are the files with the streams of a boot"
	done
	host_programs
	unpack_bundle
	[ "${TOKEN#*-}" = "$(bundle_id "$new")" ] ||
		die "TOKEN=$TOKEN was not made for a boot of this bundle; make token BUNDLE= makes one, and each boot needs a new one"
	place_bundle "$CONSOLE" ${RESULTS:+"$RESULTS"}
	KIT_CONSOLE=$(realpath -- "$CONSOLE")
	KIT_RESULTS=${RESULTS:+$(realpath -- "$RESULTS")}
	export KIT_CONSOLE KIT_RESULTS
	judged machine "$KIT/ci/lib/recorded.sh" --token "$TOKEN" --recorded "${ENDED:-unknown}"
}

goal=$1
case $goal in
bundle) bundle "$2" ;;
boot | judge) "$goal" ;;
token)
	unpack_bundle
	token "$new"
	;;
*) die "bundles.sh: no command '$1'" ;;
esac
