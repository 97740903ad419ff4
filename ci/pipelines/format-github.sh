# SPDX-License-Identifier: GPL-2.0
# Sourced by ci-jobs.sh: a workflow for .github/workflows/ of a repository that has the kit
# at its top.
# shellcheck shell=sh disable=SC2154 # of ci-jobs.sh

jobs() { # CELL...
	head_lines
	cat <<-EOF
	name: direct calls
	on:
	  push:
	  workflow_dispatch:

	jobs:
	  cell:
	    runs-on: ubuntu-latest
	    container: $container
	    timeout-minutes: 120
	    strategy:
	      fail-fast: false
	      matrix:
	        include:
	EOF
	for cell; do
		cat <<-EOF
		          - cell: $cell
		            name: $(job_name "$cell")
		EOF
	done
	cat <<-EOF
	    name: \${{ matrix.name }}
	    env:
	      XDG_CACHE_HOME: \${{ github.workspace }}/.cache
	    steps:
	      - run: $first_packages
	      - uses: actions/checkout@v4
	      - uses: actions/cache@v4
	        with:
	          path: .cache
	          key: direct-call-kit-\${{ matrix.name }}-\${{ github.sha }}
	          restore-keys: direct-call-kit-\${{ matrix.name }}-
	      - run: >-
	          $(job_command "\${{ matrix.cell }}" "jobs/\${{ matrix.name }}")
	      - uses: actions/upload-artifact@v4
	        if: always()
	        with:
	          name: job-\${{ matrix.name }}
	          path: jobs/
	          if-no-files-found: ignore
	  report:
	    needs: cell
	    if: always()
	    runs-on: ubuntu-latest
	    container: $container
	    steps:
	      - run: $first_packages
	      - uses: actions/checkout@v4
	      - uses: actions/download-artifact@v4
	        with:
	          pattern: job-*
	          path: jobs
	          merge-multiple: true
	      - run: >-
	          mkdir -p jobs && $(report_command jobs)
	      - uses: actions/upload-artifact@v4
	        if: always()
	        with:
	          name: report
	          path: build/report/
	EOF
}
