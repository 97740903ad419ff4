# SPDX-License-Identifier: GPL-2.0
# Sourced by ci-jobs.sh: a script that submits the jobs to slurm, from the kit's top
# directory on a file system that all nodes share. It prints the merging job's number.
# shellcheck shell=sh disable=SC2154 # of ci-jobs.sh

jobs() { # CELL...
	echo "#!/bin/sh"
	head_lines
	cat <<-EOF
	set -eu
	[ -e ci/pipelines/job.sh ] || { echo "submit this from the top directory of the kit" >&2 && exit 2; }
	# Results of an earlier submission must not stand for those of this one.
	rm -rf jobs
	mkdir -p jobs/log
	cells=\$(sbatch --parsable --job-name=direct-calls --array=1-$# --output=jobs/log/%a.log <<'JOB'
	#!/bin/sh
	case \$SLURM_ARRAY_TASK_ID in
	EOF
	number=0
	for cell; do
		number=$((number + 1))
		printf '%s\n' "$number) exec $(job_command "$cell" "jobs/$(job_name "$cell")") ;;"
	done
	cat <<-EOF
	esac
	JOB
	)
	sbatch --parsable --job-name=direct-calls-report --dependency="afterany:\$cells" --output=jobs/log/report.log <<'JOB'
	#!/bin/sh
	exec $(report_command jobs)
	JOB
	EOF
}
