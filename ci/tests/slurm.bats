#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# The jobs for slurm, on a slurm of one node that runs from a directory: nothing is
# installed. The cells are played by a shell script. Only check-all runs this.
# shellcheck disable=SC2154 # status, output, lines are bats's

load kit
load pipelines

setup() {
	toy_pipeline
	slurm_packages
	slurm_start
}

teardown() {
	[ -z "${daemons:-}" ] || kill $daemons 2>/dev/null
	! marked_left
}

# slurm_packages: unpack the distribution's in $root
slurm_packages() {
	local package
	root=$BATS_FILE_TMPDIR/slurm
	[ ! -e "$root/usr" ] || return 0
	mkdir -p "$root"
	(cd "$root" && apt-get download slurmctld slurmd slurm-client slurm-wlm-basic-plugins libmunge2 libhwloc15) \
		>"$BATS_FILE_TMPDIR/apt.log" 2>&1 || { cat "$BATS_FILE_TMPDIR/apt.log" && return 1; }
	for package in "$root"/*.deb; do dpkg -x "$package" "$root"; done
}

slurm_start() {
	local library where=$BATS_TEST_TMPDIR/slurm name port=$((20000 + RANDOM % 20000))
	library=$(cd "$root"/usr/lib/*-linux-gnu && pwd)
	name=$(hostname -s)
	mkdir -p "$where/state" "$where/spool"
	cat >"$where/slurm.conf" <<-EOF
	ClusterName=toy
	SlurmctldHost=$name(127.0.0.1)
	AuthType=auth/none
	CredType=cred/none
	SlurmUser=$(id -un)
	SlurmdUser=$(id -un)
	ProctrackType=proctrack/linuxproc
	TaskPlugin=task/none
	MpiDefault=none
	SwitchType=switch/none
	SelectType=select/linear
	JobAcctGatherType=jobacct_gather/none
	AccountingStorageType=accounting_storage/none
	PluginDir=$library/slurm-wlm
	StateSaveLocation=$where/state
	SlurmdSpoolDir=$where/spool
	SlurmctldPidFile=$where/slurmctld.pid
	SlurmdPidFile=$where/slurmd.pid
	SlurmctldPort=$port
	SlurmdPort=$((port + 1))
	KillWait=2
	NodeName=$name NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
	PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:2
	EOF
	export SLURM_CONF=$where/slurm.conf LD_LIBRARY_PATH=$library/slurm-wlm:$library PATH=$root/usr/bin:$PATH
	"$root/usr/sbin/slurmctld-wlm" -D >"$where/slurmctld.log" 2>&1 3>&- &
	daemons=$!
	"$root/usr/sbin/slurmd-wlm" -D -d "$root/usr/sbin/slurmstepd-wlm" >"$where/slurmd.log" 2>&1 3>&- &
	daemons="$daemons $!"
	for _ in $(seq 150); do
		! sinfo -h -o %t 2>/dev/null | grep -qx idle || return 0
		sleep 0.2
	done
	tail "$where"/*.log
	return 1
}

# The report job's number is what the script prints.
submit() { report=$(sh slurm.sh); }

wait_for_report() {
	for _ in $(seq 300); do
		[ -n "$(squeue -h -j "$report" 2>/dev/null)" ] || { sleep 0.5 && cat jobs/log/*.log && return; }
		sleep 0.2
	done
	squeue
	return 1
}

@test "slurm: two cells as an array, and the merge after them" {
	jobs slurm slurm.sh
	submit
	wait_for_report
	grep -q 'All cells are fine.' jobs/log/report.log
	for cell in 6.1/arm64/plain 6.1/s390/plain; do
		[ "$(jq -r .verdict "jobs/${cell//\//-}/cells/$cell/result.json")" = PASS ]
	done
}

@test "slurm: a task that is cancelled is a cell without a verdict, and the merge runs" {
	jobs slurm slurm.sh
	export TOY_SECONDS=6
	submit
	for _ in $(seq 200); do
		grep -qs 'boot' jobs/log/2.log && break
		sleep 0.1
	done
	scancel "$(squeue -h -r -o '%i %K' | awk '$2 == 2 { print $1 }')"
	wait_for_report
	grep -q '1 of 2 cells is not fine' jobs/log/report.log
	[ ! -e jobs/6.1-s390-plain ]
	[ -e jobs/6.1-arm64-plain/cells/6.1/arm64/plain/result.json ]
}
