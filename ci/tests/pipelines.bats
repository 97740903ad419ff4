#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Jobs for the engines that exist, with cells that a shell script plays. GitLab's are run
# for real, GitHub's are checked against its schema.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit
load pipelines

setup() {
	toy_pipeline
	git init -q . && git add . && git -c user.name=toy -c user.email=toy@toy.example commit -qm toy
	git remote add origin https://git.example/toy/kit.git
}

teardown() { ! marked_left; }

# gitlab [VARIABLE...]: run the pipeline with the shell executor; the log is in $log
gitlab() {
	log=$BATS_TEST_TMPDIR/gitlab.log
	local program
	program=$(XDG_CACHE_HOME=$cache sh ci/get/npm.sh gitlab-ci-local 4.63.0 gitlab-ci-local)
	rc=0
	KIT_MARK=$BATS_TEST_TMPDIR "$program" --no-color --force-shell-executor --concurrency 2 "$@" \
		>"$log" 2>&1 3>&- || rc=$?
	cat "$log"
}

@test "pipelines: GitLab's jobs run for real: two cells, their bundles, and one report" {
	jobs gitlab .gitlab-ci.yml
	# GitLab's default is an hour.
	grep -q '^  timeout: 2h$' .gitlab-ci.yml
	gitlab
	[ "$rc" -eq 0 ]
	grep -q 'All cells are fine.' "$log"
	for cell in 6.1/arm64/plain 6.1/s390/plain; do
		left=$(echo jobs/*/"${cell//\//-}")
		[ "$(jq -r .verdict "$left/cells/$cell/result.json")" = PASS ]
		[ -s "$left/cells/$cell/bundle" ]
		[ -s "$left/report/junit.xml" ]
		[ -s "$left/report/results.json" ]
		grep -q "${cell//\//.}" build/report/junit.xml
	done
}

@test "pipelines: a job that is killed leaves nothing, and the report is not good" {
	seed=${KIT_SEED:-$RANDOM}
	echo "KIT_SEED=$seed"
	RANDOM=$seed
	jobs gitlab .gitlab-ci.yml
	for round in 1 2; do
		moment=0.$((RANDOM % 10))$((RANDOM % 10))
		echo "round $round: killed $moment s after the guest began"
		(
			for _ in $(seq 600); do
				boot=$(pgrep -f "kit-boot.*$kit/build/jobs/6.1/s390/plain" | head -n 1) || :
				[ -z "$boot" ] || break
				sleep 0.1
			done
			sleep "$moment"
			kill -KILL "$(pgrep -f 'job[.]sh 6.1/s390/plain' | while read -r pid; do
				[ "$(readlink "/proc/$pid/cwd")" != "$kit" ] || echo "$pid"
			done | head -n 1)"
		) 3>&- &
		killer=$!
		TOY_SECONDS=3 gitlab
		wait "$killer"
		[ "$rc" -ne 0 ]
		[ ! -e "jobs/$(pipeline)/6.1-s390-plain" ]
		[ -e "jobs/$(pipeline)/6.1-arm64-plain/cells/6.1/arm64/plain/result.json" ]
		grep -q '1 of 2 cells is not fine' "$log"
		sleep 0.5
		! marked_left
	done
}

# The newest pipeline's directory.
pipeline() { (cd jobs && ls -t | head -n 1); }

@test "pipelines: a bad verdict is a bad job and a bad report" {
	jobs gitlab .gitlab-ci.yml
	TOY="not ok" gitlab
	[ "$rc" -ne 0 ]
	[ "$(jq -r .verdict jobs/*/6.1-s390-plain/cells/6.1/s390/plain/result.json)" = FAIL ]
	[ "$(grep -c '<failure' build/report/junit.xml)" -ge 2 ]
}

@test "pipelines: what a job of an earlier pipeline left is not taken for this one's" {
	jobs gitlab .gitlab-ci.yml
	gitlab
	[ "$rc" -eq 0 ]
	sed -i '2i exit 3' ci/pipelines/job.sh
	gitlab
	[ "$rc" -ne 0 ]
	! grep -q 'All cells are fine' "$log"
}

@test "pipelines: GitHub's workflow is valid for GitHub's schema" {
	program=$(XDG_CACHE_HOME=$cache sh ci/get/npm.sh @action-validator/cli 0.6.0 action-validator @action-validator/core@0.6.0)
	mkdir -p .github/workflows
	jobs github .github/workflows/kit.yml SERIES=kit TIMEOUT_SCALE=2
	run "$program" .github/workflows/kit.yml
	echo "$output"
	[ "$status" -eq 0 ]
	grep -q "SERIES='kit' TIMEOUT_SCALE='2'" .github/workflows/kit.yml
	[ "$(grep -c 'cell: 6.1/' .github/workflows/kit.yml)" -eq 2 ]
	# The check can fail.
	sed -i 's/fail-fast: false/fail-fats: false/' .github/workflows/kit.yml
	run "$program" .github/workflows/kit.yml
	[ "$status" -ne 0 ]
}

@test "pipelines: slurm's script submits an array, and a merge after it whatever becomes of it" {
	mkdir "$BATS_TEST_TMPDIR/bin"
	cat >"$BATS_TEST_TMPDIR/bin/sbatch" <<-EOF
	#!/bin/sh
	echo "\$*" >>"$BATS_TEST_TMPDIR/submitted"
	cat >"$BATS_TEST_TMPDIR/script.\$(wc -l <"$BATS_TEST_TMPDIR/submitted")"
	echo 42
	EOF
	chmod +x "$BATS_TEST_TMPDIR/bin/sbatch"
	jobs slurm slurm.sh
	mkdir -p jobs/stale
	PATH=$BATS_TEST_TMPDIR/bin:$PATH sh slurm.sh
	[ ! -e jobs/stale ]
	[[ $(sed -n 1p "$BATS_TEST_TMPDIR/submitted") == *--array=1-2* ]]
	[[ $(sed -n 2p "$BATS_TEST_TMPDIR/submitted") == *--dependency=afterany:42* ]]
	SLURM_ARRAY_TASK_ID=2 sh "$BATS_TEST_TMPDIR/script.1"
	run sh "$BATS_TEST_TMPDIR/script.2"
	echo "$output"
	[ "$status" -ne 0 ]
	SLURM_ARRAY_TASK_ID=1 sh "$BATS_TEST_TMPDIR/script.1"
	run sh "$BATS_TEST_TMPDIR/script.2"
	[ "$status" -eq 0 ]
}

# The job only says what a variable of make is there.
job_that_says() { # VARIABLE
	cat >ci/pipelines/job.sh <<-END
	shift 2
	printf 'all:\n\t@printenv $1 >"%s"\n' "$BATS_TEST_TMPDIR/said" >"$BATS_TEST_TMPDIR/say.mk"
	exec make -s -f "$BATS_TEST_TMPDIR/say.mk" "\$@"
	END
}

# command_of FILE: the first job's command in it
command_of() {
	case $1 in
	*.yml) sed -n '/sh ci.pipelines.job[.]sh/{s/^ *//;p;q}' "$1" | sed 's/\${{ [a-z.]* }}/x/g' ;;
	*) sed -n 's/^1) exec \(.*\) ;;$/\1/p' "$1" ;;
	esac
}

@test "pipelines: a value arrives in the job as it was, whatever is in it" {
	job_that_says KERNEL_ARGS
	value='a  "b" $HOME $$ \t \\ `c` $(d) #e: {f} %s *'
	for format in gitlab github slurm; do
		file=$BATS_TEST_TMPDIR/$format.yml
		[ "$format" != slurm ] || file=$BATS_TEST_TMPDIR/jobs.sh
		jobs "$format" "$file" KERNEL_ARGS="${value//\$/\$\$}"
		rm -f "$BATS_TEST_TMPDIR/said"
		sh -c "$(command_of "$file")"
		echo "$format: $(cat "$BATS_TEST_TMPDIR/said")"
		[ "$(cat "$BATS_TEST_TMPDIR/said")" = "$value" ]
	done
	# For real, too: engines have variables of their own.
	sed -i 's|^make.*report.*|true|' "$BATS_TEST_TMPDIR/gitlab.yml"
	cp "$BATS_TEST_TMPDIR/gitlab.yml" .gitlab-ci.yml
	rm "$BATS_TEST_TMPDIR/said"
	gitlab 6.1-arm64-plain
	[ "$(cat "$BATS_TEST_TMPDIR/said")" = "$value" ]
}

@test "pipelines: what the formats cannot hold is refused" {
	for value in "it's" 'a ${{ github.token }}' 'a $[[ inputs.b ]]'; do
		run make -s ci-jobs FORMAT=github BASES=6.1 ARCHES=arm64 KERNEL_ARGS="${value//\$/\$\$}"
		echo "$output"
		[ "$status" -eq 2 ]
		[[ $output == *"KERNEL_ARGS=$value: the formats cannot hold "* ]]
	done
}

@test "pipelines: a directory with blanks is one" {
	job_that_says KDIR
	dir="$BATS_TEST_TMPDIR/my linux"
	mkdir -p "$dir"/{scripts/kconfig,kernel/trace,arch/arm64}
	touch "$dir"/{Kconfig,Kbuild,kernel/trace/ftrace.c,arch/arm64/Kconfig}
	printf 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\n' >"$dir/Makefile"
	make -s ci-jobs FORMAT=slurm KDIR="$dir" ARCHES=arm64 OUT=jobs.sh
	sh -c "$(command_of jobs.sh)"
	[ "$(cat "$BATS_TEST_TMPDIR/said")" = "$dir" ]
	grep -q 'job.sh kdir/arm64/plain jobs/kdir-arm64-plain ' jobs.sh
	# From the environment as well: without it the cell is none.
	KDIR=$dir make -s ci-jobs FORMAT=slurm ARCHES=arm64 OUT=jobs.sh
	rm "$BATS_TEST_TMPDIR/said"
	sh -c "$(command_of jobs.sh)"
	[ "$(cat "$BATS_TEST_TMPDIR/said")" = "$dir" ]
}

@test "pipelines: variables of other targets do not reach a job" {
	jobs slurm jobs.sh CELL=6.1/x86/plain SEED=d CELLS=a RESULTS=b TOKEN=c SERIES=kit CPUS=4
	command=$(command_of jobs.sh)
	[ "$command" = "sh ci/pipelines/job.sh 6.1/arm64/plain jobs/6.1-arm64-plain CPUS='4' SERIES='kit'" ] ||
		[ "$command" = "sh ci/pipelines/job.sh 6.1/arm64/plain jobs/6.1-arm64-plain SERIES='kit' CPUS='4'" ]
}

@test "pipelines: a part has its own cells, and a job needs no SHARD" {
	make -s ci-jobs FORMAT=slurm BASES=6.1 OUT=all.sh
	for part in 1 2 3; do
		make -s ci-jobs FORMAT=slurm BASES=6.1 SHARD="$part/3" OUT="$part.sh"
		! grep SHARD "$part.sh"
	done
	jobs_of() { sed -n 's|^[0-9]*) exec sh ci/pipelines/job[.]sh \([^ ]*\) .*|\1|p' "$@" | sort; }
	[ "$(jobs_of all.sh)" = "$(jobs_of 1.sh 2.sh 3.sh)" ]
	# One that the engine, or the user, has in its environment is not the job's.
	SHARD=2/2 run sh ci/pipelines/job.sh 6.1/arm64/plain jobs/a
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "pipelines: a compiler of one architecture is not for the jobs of four" {
	run make -s ci-jobs FORMAT=slurm BASES=6.1 CROSS_COMPILE=aarch64-linux-gnu-
	echo "$output"
	[ "$status" -eq 2 ]
	[[ $output == *"is the compiler of one architecture, and 4 are: "* ]]
}

@test "pipelines: what is at OUT is replaced only if make ci-jobs wrote it" {
	mkdir .github
	jobs github .github/workflows/kit.yml
	jobs github .github/workflows/kit.yml SERIES=kit
	grep -q "SERIES='kit'" .github/workflows/kit.yml
	echo 'mine: yes' >mine.yml
	run jobs gitlab mine.yml
	echo "$output"
	[ "$status" -eq 2 ]
	[[ $output == *"OUT=mine.yml is there already, and make ci-jobs did not write it; give another file, or remove it"* ]]
	[ "$(cat mine.yml)" = 'mine: yes' ]
	run jobs gitlab .
	[ "$status" -eq 2 ]
	run make -s ci-jobs FORMAT=gitlab BASES=6.1 ARCHES=arm64 SHARD=2/2 OUT=none.yml
	[ "$status" -eq 2 ]
	[[ $output == *"SHARD=2/2 has no cell"* ]]
	[ ! -e none.yml ]
	[ ! -e none.yml.new ]
}

@test "pipelines: slurm's script removes nothing where the kit is not" {
	jobs slurm slurm.sh
	mkdir -p "$BATS_TEST_TMPDIR/other/jobs/mine"
	run sh -c 'cd "$1/other" && sh "$2/slurm.sh"' - "$BATS_TEST_TMPDIR" "$PWD"
	echo "$output"
	[ "$status" -ne 0 ]
	[[ $output == *"submit this from the top directory of the kit"* ]]
	[ -d "$BATS_TEST_TMPDIR/other/jobs/mine" ]
}

@test "pipelines: an unknown format is refused, and the known ones are named" {
	run make -s ci-jobs FORMAT=jenkins
	[ "$status" -ne 0 ]
	[[ $output == *"FORMAT=jenkins is not understood; it takes github or gitlab or slurm"* ]]
	run make -s ci-jobs
	[[ $output == *"needs FORMAT="*"github gitlab slurm"* ]]
}

# left DIR CELL VERDICT STARTED: what a job left
left() {
	local ok=ok
	[ "$3" = PASS ] || ok="not ok"
	mkdir -p "$1/cells/$2"
	KIT_BUILD=$BATS_TEST_TMPDIR/toy TOY=$ok bash ci/cell.sh "$2" >/dev/null
	jq ".started = $4" "$BATS_TEST_TMPDIR/toy/cells/$2/result.json" >"$1/cells/$2/result.json"
	[ "$(jq -r .verdict "$1/cells/$2/result.json")" = "$3" ]
}

@test "report: results of several directories become one report" {
	left a 6.1/arm64/plain PASS 100
	left "b/x y" 6.1/s390/plain PASS 100
	RESULTS="a b" CELLS="6.1/arm64/plain 6.1/s390/plain" run sh ci/pipelines/report.sh
	echo "$output"
	[ "$status" -eq 0 ]
	left b 6.1/x86/plain FAIL 100
	RESULTS="a b" CELLS="6.1/arm64/plain 6.1/s390/plain" run sh ci/pipelines/report.sh
	[ "$status" -eq 1 ]
}

@test "report: a job that left nothing is a cell without a verdict" {
	left a 6.1/arm64/plain PASS 100
	RESULTS=a CELLS="6.1/arm64/plain 6.1/s390/plain" run sh ci/pipelines/report.sh
	echo "$output"
	[ "$status" -eq 1 ]
	mkdir none
	RESULTS=none CELLS="6.1/arm64/plain" run sh ci/pipelines/report.sh
	[ "$status" -eq 1 ]
	RESULTS=none run sh ci/pipelines/report.sh
	[ "$status" -eq 2 ]
	RESULTS=nowhere CELLS="6.1/arm64/plain" run sh ci/pipelines/report.sh
	[ "$status" -eq 2 ]
}

@test "report: what a job had when it was killed does not count" {
	mkdir -p jobs
	left jobs/a 6.1/arm64/plain PASS 100
	cat >>ci/lib/common.sh <<-'END'
	# The machine goes down while the job copies its result.
	cp() {
		command cp "$@"
		case $1 in */result.json) kill -KILL $$ ;; esac
	}
	END
	run sh ci/pipelines/job.sh 6.1/s390/plain jobs/b
	[ "$status" -eq 137 ]
	[ -n "$(find jobs -name result.json -path '*/s390/*')" ]
	RESULTS=jobs CELLS="6.1/arm64/plain 6.1/s390/plain" run sh ci/pipelines/report.sh
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"1 of 2 cells is not fine"* ]]
}

@test "report: a job that booted and has no bundle leaves nothing" {
	printf '%s\n' 'bundle_pack() { kill -KILL $$; }' >>ci/lib/bundle-file.sh
	run sh ci/pipelines/job.sh 6.1/s390/plain jobs/a
	echo "$output"
	[ "$status" -eq 2 ]
	[[ $output == *"6.1/s390/plain has the verdict PASS and no bundle"* ]]
	[ ! -e jobs/a ]
}

@test "report: half a result is no result" {
	left a 6.1/arm64/plain PASS 100
	head -c 100 a/cells/6.1/arm64/plain/result.json >half
	mv half a/cells/6.1/arm64/plain/result.json
	RESULTS=a CELLS="6.1/arm64/plain" run sh ci/pipelines/report.sh
	echo "$output"
	[ "$status" -eq 2 ]
	[[ $output == *"a/cells/6.1/arm64/plain/result.json cannot be read"* ]]
}

@test "report: of a job that ran twice the newer result counts, and that is said" {
	left a 6.1/arm64/plain PASS 100
	left b 6.1/arm64/plain FAIL 200
	for dirs in "a b" "b a"; do
		RESULTS=$dirs CELLS=6.1/arm64/plain run sh ci/pipelines/report.sh
		[ "$status" -eq 1 ]
		[[ $output == *"several results, of which the newest counts: 6.1/arm64/plain"* ]]
	done
	left b 6.1/arm64/plain FAIL 50
	RESULTS="a b" CELLS=6.1/arm64/plain run sh ci/pipelines/report.sh
	[ "$status" -eq 0 ]
}

@test "shard: each cell is in one part and in no other, whatever the order" {
	all=$(sh ci/lib/names.sh cells "5.10 6.1" "" "plain debug" | sort)
	for parts in 1 3 7; do
		seen=
		for part in $(seq "$parts"); do
			bases="6.1 5.10" flavors="debug plain"
			[ $((part % 2)) -eq 0 ] || bases="5.10 6.1" flavors="plain debug"
			seen+=$(BASES=$bases FLAVORS=$flavors SHARD=$part/$parts sh ci/lib/chosen.sh cells)$'\n'
		done
		[ "$(sort <<<"${seen%$'\n'}")" = "$all" ]
	done
	BASES=6.1 ARCHES=arm64 SHARD=2/2 run sh ci/lib/chosen.sh cells
	[ "$status" -eq 2 ]
	[[ $output == *"SHARD=2/2 has no cell: there are only 1"* ]]
}

@test "shard: each mutant is in one part and in no other, and the parts are about equal" {
	. ci/lib/shard.sh
	names=$(cd "$real" && find arch/*/mutants tools/testing/mutants -name '*.patch' | sed 's|.*/||; s|[.]patch$||')
	total=$(wc -l <<<"$names")
	for parts in 1 2 8; do
		all=
		for part in $(seq "$parts"); do
			SHARD=$part/$parts
			count=0
			for name in $names; do ! in_shard "$name" || { all+=$name$'\n' && count=$((count + 1)); }; done
			[ "$count" -ge $((total / parts / 4)) ]
		done
		[ "$(sort <<<"${all%$'\n'}")" = "$(sort <<<"$names")" ]
	done
}

@test "shard: what is no part is refused" {
	for shard in 0/3 4/3 3 a/b 1/0 1/2/3 /; do
		SHARD=$shard run sh ci/lib/variables.sh matrix
		[ "$status" -ne 0 ]
		[[ $output == *"SHARD=$shard from the environment is not understood; it takes one of several equal parts"* ]]
	done
}
