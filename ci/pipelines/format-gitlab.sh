# SPDX-License-Identifier: GPL-2.0
# Sourced by ci-jobs.sh: a .gitlab-ci.yml for a repository that has the kit at its top.
# A runner may keep its checkout, so each pipeline has a directory of its own.
# A runner with the shell executor has git and make, and sudo to install the rest.
# shellcheck shell=sh disable=SC2154 # of ci-jobs.sh

jobs() { # CELL...
	head_lines
	cat <<-EOF
	image: $container

	stages:
	  - cells
	  - report

	variables:
	  XDG_CACHE_HOME: \$CI_PROJECT_DIR/.cache

	default:
	  before_script:
	    - git --version && make --version || { $first_packages; }

	.cell:
	  stage: cells
	  timeout: 2h
	  artifacts:
	    when: always
	    paths:
	      - jobs/\$CI_PIPELINE_ID/
	    reports:
	      junit: jobs/\$CI_PIPELINE_ID/*/report/junit.xml
	  cache:
	    key: direct-call-kit-\$CI_JOB_NAME_SLUG
	    paths:
	      - .cache/
	EOF
	for cell; do
		cat <<-EOF

		$(job_name "$cell"):
		  extends: .cell
		  script:
		    - >-
		      $(job_command "$cell" "jobs/\$CI_PIPELINE_ID/$(job_name "$cell")")
		EOF
	done
	cat <<-EOF

	report:
	  stage: report
	  when: always
	  script:
	    - mkdir -p jobs/\$CI_PIPELINE_ID
	    - >-
	      $(report_command "jobs/\$CI_PIPELINE_ID")
	  artifacts:
	    when: always
	    paths:
	      - build/report/
	    reports:
	      junit: build/report/junit.xml
	EOF
}
