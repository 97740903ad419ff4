#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# ci-jobs.sh CELL...: write the jobs of these cells for the engine $FORMAT, to $OUT or to
# standard output: one job a cell, and one that merges what they left. A format is a file
# format-NAME.sh, which has the function jobs() (Documentation/pipelines.rst).
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"

[ -n "${FORMAT:-}" ] ||
	die "make ci-jobs needs FORMAT=, the engine: $(cd "$KIT/ci/pipelines" && echo format-*.sh | sed 's/format-//g; s/[.]sh//g')"

# The variables that a job must have, too: those of the command line that say what a cell
# is and how it boots.
options() {
	for name in ${KIT_GIVEN:-}; do
		case $name in
		BASE | BASES | ARCH | ARCHES | FLAVOR | FLAVORS | FORMAT | OUT | SHARD | O | KIT_BUILD | REPORT | RECORD) continue ;;
		esac
		eval "value=\$$name"
		case $value in *"'"*) die "$name=$value: the formats cannot hold an apostrophe; leave it out" ;; esac
		printf " %s='%s'" "$name" "$value"
	done
}

# job_name CELL: a name that every engine takes
job_name() { echo "$1" | tr / -; }

# The command of a job, and of the job that merges.
job_command() { # CELL DIR
	echo "sh ci/pipelines/job.sh $1 $2$options"
}

report_command() { # DIR
	echo "make report RESULTS=$1 CELLS=\"$cells\""
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

options=$(options)
cells=$*
# shellcheck disable=SC1090 # the format
. "$KIT/ci/pipelines/format-$FORMAT.sh"
if [ -n "${OUT:-}" ]; then
	mkdir -p -- "$(dirname -- "$OUT")"
	jobs "$@" >"$OUT.new"
	mv "$OUT.new" "$OUT"
else
	jobs "$@"
fi
