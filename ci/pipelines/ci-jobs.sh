#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# ci-jobs.sh CELL...: write the jobs of these cells for the engine $FORMAT, to $OUT or to
# standard output: one job a cell, and one that merges what they left. A format is a file
# format-NAME.sh, which has the function jobs() (Documentation/pipelines.rst).
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/lib/given.sh"

[ -n "${FORMAT:-}" ] ||
	die "make ci-jobs needs FORMAT=, the engine: $(cd "$KIT/ci/pipelines" && echo format-*.sh | sed 's/format-//g; s/[.]sh//g')"

# names: those of the variables that say what a cell is and how it boots: of the command
# line, and for a tree of the user's of the environment. The others choose cells, or are of
# other targets.
names() {
	names=${KIT_GIVEN:-}
	case " $cells" in
	*' kdir/'*)
		for name in KDIR REV SERIES KCONFIG KMODULES FRAGMENT; do
			eval "value=\${$name:-}"
			[ -z "$value" ] || given "$name" || names="$names $name"
		done
		;;
	esac
	for name in $names; do
		case $name in
		BASE | BASES | ARCH | ARCHES | FLAVOR | FLAVORS | CELL | SHARD | FORMAT | OUT | O | KIT_BUILD | KIT_HOST | REPORT | RECORD) ;;
		TREES | MUTANTS | RANDOM | SEED | SURVIVORS | SIGNOFF | BENCH | GDB_PORT | FTRACETEST) ;;
		BUNDLE | BACKEND | MACHINE | SERIAL | SSH | RESET | JOB | STATE | CONSOLE | RESULTS | CELLS | TOKEN | ENDED) ;;
		*) echo "$name" ;;
		esac
	done
}

# The variables that a job must have, too. The value is make's, in a shell's apostrophes.
options() {
	for name in $(names); do
		eval "value=\$$name"
		case $value in
		*"'"*) die "$name=$value: the formats cannot hold an apostrophe; leave it out" ;;
		*'${{'* | *'$[['*) die "$name=$value: the formats cannot hold \${{ or \$[[, which engines replace; leave it out" ;;
		esac
		printf " %s='%s'" "$name" "$(printf '%s\n' "$value" | sed 's/[$]/$$/g')"
	done
}

# job_name CELL: a name that every engine takes
job_name() { echo "$1" | tr / -; }

# The command of a job, and of the job that merges.
job_command() { # CELL DIR
	printf '%s\n' "sh ci/pipelines/job.sh $1 $2$options"
}

report_command() { # DIR
	printf '%s\n' "make report RESULTS=$1 CELLS=\"$cells\""
}

# What a container needs before it can get the kit; the kit gets the rest by itself.
# shellcheck disable=SC2034 # for the formats
container=debian:12
# shellcheck disable=SC2034
first_packages="apt-get update && apt-get install -y --no-install-recommends ca-certificates git make"

# What is at the top of each file.
head_lines() {
	echo "# Written by make ci-jobs FORMAT=$FORMAT of the direct-call port kit: one job a cell, and"
	echo "# one that merges what they left. Write it again when the cells change."
}

cells=$*
options=$(options)
# shellcheck disable=SC1090 # the format
. "$KIT/ci/pipelines/format-$FORMAT.sh"
if [ -n "${OUT:-}" ]; then
	[ ! -e "$OUT" ] || { [ -f "$OUT" ] && head -n 2 -- "$OUT" | grep -q '^# Written by make ci-jobs '; } ||
		die "OUT=$OUT is there already, and make ci-jobs did not write it; give another file, or remove it"
	trap 'rm -f "$OUT.new"' EXIT
	mkdir -p -- "$(dirname -- "$OUT")"
	jobs "$@" >"$OUT.new"
	mv "$OUT.new" "$OUT"
else
	jobs "$@"
fi
