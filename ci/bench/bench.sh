#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bench.sh ARCH...: measure what direct calls cost, for each base of ci/bench/compared.
# $BENCH selects the bench. calls: the instructions of a call beyond those of the same
# call written into the function, counted by the guest's clock and in the disassembly.
# switches: counted by the clock. clients: BPF programs that do nothing, counted by the
# clock. Without ARCH, measure all architectures that support the bench.
#
# Exit status: 0 when everything was measured and both counts agree, 1 when not, 2 when
# the bench could not run. See Documentation/bench.rst.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/prepare.sh"
cd "$KIT"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

export BENCH="${BENCH:-calls}"
flavor=plain
# needed ARCH: the file without which the bench cannot run there
needed() { echo "arch/$1/direct/direct_bench.h"; }
case $BENCH in
calls) ;;
switches) needed() { echo "arch/$1/descriptor"; } ;;
clients) flavor=bpf ;;
*) die "BENCH=$BENCH is neither calls nor switches nor clients" ;;
esac
# shellcheck disable=SC2046 # a list
[ $# -gt 0 ] || set -- $(list_arches | while read -r arch; do
	[ ! -e "$(needed "$arch")" ] || echo "$arch"
done)
for arch; do
	[ -e "$(needed "$arch")" ] ||
		die "there is no $(needed "$arch") yet, which says how a call is measured there; write it, as tools/testing/selftests/ftrace_direct/include/direct/bench.h describes"
done
bases=$(awk '!/^#/ && NF { print $1 }' ci/bench/compared)
# shellcheck disable=SC2086 # a list
sh ci/lib/names.sh base $bases >/dev/null
# The architectures that the flavor is for.
cells=$(for arch; do
	for base in $bases; do sh ci/lib/names.sh cell "$base/$arch/$flavor" 2>/dev/null || :; done
done)
[ -n "$cells" ] || die "flavor $flavor is for $(flavor_field "$flavor" arches), not for $*; choose other ARCHES"

top=$BUILD/bench
mkdir -p "$top"
exec 4>"$top/lock"
only_run 4 || die "another 'make bench' is at work in this checkout; wait for it to end"
# shellcheck disable=SC2086 # a list
set -- $cells
prepare "$@"
for cell; do rm -f "$top/cells/$cell/costs"; done

rc=0
leashed "$HOST/kit-progress" --cells-dir "$top/cells" --log "$top/log" "$@" -- \
	make --no-print-directory -f ci/jobs.mk KIT_RUN="sh ci/bench/bench-cell.sh" -k -j"$(jobs_for $#)" KIT_JOBS="$*" 4>&- || rc=$?
[ "$rc" -lt 128 ] || exit "$rc"
status=0
sh "ci/bench/bench-$BENCH-table.sh" "$top/cells" "$@" || status=$?
# Why something was not counted.
sed -n 's/^kit: /kit: /p' "$top/log" | sort -u | tail -n 5 >&2
[ "$rc" -eq 0 ] || die "not everything was measured (all of it: $top/log); run the same command again"
exit "$status"
