#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# job.sh CELL DIR [NAME=VALUE...]: the job of one cell in a pipeline of any engine: build
# it, write its bundle, boot and judge it, and leave in DIR what make report merges:
#
#   cells/CELL/		result.json, console.log, result.ktap, bundle
#   report/		junit.xml, results.json, report.tap, index.html
#
# NAME=VALUE are variables of make. What is in DIR is complete, however this job ends: it
# comes there with one rename, from .NAME.new next to it, which make report does not read.
# Exit status: 0 for a good verdict, 1 for a bad one, 2 for none; then there is no DIR.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"

CELL=$1
dir=$2
shift 2
cell_split "$CELL"
# Jobs of one machine may share a checkout.
KIT_BUILD=$BUILD/jobs/$CELL
KIT_HOST=$HOST
export KIT_BUILD KIT_HOST
mkdir -p "$(dirname -- "$dir")"
new=$(cd "$(dirname -- "$dir")" && pwd)/.$(basename -- "$dir").new
left=$new/cells/$CELL
rm -rf "$dir" "$new"
mkdir -p "$left"
trap 'rm -rf "$new"' EXIT

# make's own variables would reach the makes of this job, and the cell is chosen already.
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES SHARD
# A result of an earlier job says nothing of this one.
cell=$KIT_BUILD/cells/$CELL
[ ! -e "$cell/result.json" ] || mv "$cell/result.json" "$cell/result.last.json"
# A cell that does not build has no bundle, and a verdict that says why.
leashed make -C "$KIT" --no-print-directory bundle CELL="$CELL" OUT="$left/bundle" "$@" || :
rc=0
leashed make -C "$KIT" --no-print-directory matrix BASES="$BASE" ARCHES="$ARCH" FLAVORS="$FLAVOR" \
	REPORT="$new/report" "$@" || rc=1
[ -e "$cell/result.json" ] || die "$CELL came to no verdict"
verdict=$("$HOST/kit-result" get "$cell/result.json" verdict)
case $verdict in
SKIP | APPLY | CONFIG | BUILD) ;;
*) [ -e "$left/bundle" ] || die "$CELL has the verdict $verdict and no bundle (see above); run the job again" ;;
esac
cp "$cell/result.json" "$left/"
for file in console.log result.ktap; do
	[ ! -e "$cell/$file" ] || cp "$cell/$file" "$left/"
done
mv "$new" "$dir"
exit "$rc"
