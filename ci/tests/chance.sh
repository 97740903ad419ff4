#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# chance.sh CELL NUMBER LIMIT: mutants by chance, of the commit's seed, as one test in TAP.
#
# Each commit has others, and a few tell little. If 95% of those that can be noticed are
# killed, which is the least that make mutants RANDOM=200 is to show, one or more of ten
# survive by chance at four commits in ten. So what survives is told, for a person to
# read, and more than LIMIT are a failure: a suite, or a machinery, that notices nothing any
# more. The debug flavor, which might notice more, is not booted here.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
cd "$KIT"

seed=${SEED:-$(git rev-parse --short=8 HEAD 2>/dev/null || echo check)}
log=$BUILD/check/chance.log
mkdir -p "${log%/*}"
echo "1..1"
rc=0
SEED=$seed KIT_RANDOM=$2 SURVIVORS=0 sh ci/mutants/mutants.sh "$1" >"$log" 2>&1 || rc=$?
sed 's/^/# /' "$log"
# There is a score if all came to an end and the baseline kernel passed.
score=$(sed -n "s|^$1, seed .* changes: \([0-9]*\) killed .* \([0-9]*\) survived, .*|\1 \2|p" "$log")
! grep -q 'first make it so that it passes$' "$log" || score=
[ "$rc" -le 1 ] && [ -n "$score" ] || {
	echo "not ok 1 at most $3 of $2 survive"
	die "there is no score; the output above says why"
}
killed=${score% *}
survived=${score#* }
[ "$survived" -eq 0 ] || {
	say "$survived of $2 mutants by chance survived: make mutants RANDOM=$2 CELL=$1 SEED=$seed" >&2
	sed -n 's/^ *\([0-9]* *SURVIVED .*\)/  \1/p' "$log" >&2
}
if [ "$killed" -gt 0 ] && [ "$survived" -le "$3" ]; then
	echo "ok 1 at most $3 of $2 survive"
else
	echo "not ok 1 at most $3 of $2 survive"
fi
