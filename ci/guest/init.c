// SPDX-License-Identifier: GPL-2.0
/*
 * The guest's init. The kernel's command line says what it does:
 *
 *	kit.mode=run	run the suites (the default)
 *	kit.mode=shell	start a shell on the console
 *	kit.mode=trial	only report that the machine boots
 *	kit.mode=bench	run the suites' benchmarks instead of their tests
 *	kit.token=...	printed after the last result
 *	kit.channel=...	where the results go: virtio (the default), kmsg, or a serial line
 *	kit.end=reboot	restart the machine at the end, and do not power it off
 *	kit.cpus=N	how many CPUs there must be
 *	kit.timeout=N	seconds that one test program may take
 *	kit.races=F,G	functions whose data races KCSAN reports; the machine panics
 *	kit.coverage=1	send the counters of CONFIG_GCOV_KERNEL after each part
 *	kit.only=A,-A.B,C.D	suite A without its program B, and program D of C
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guest.h"

#define BUSYBOX "/bin/busybox"

static const struct suite *const suites[] = {
	&guest_suite, &selftest_suite, &samples_suite, &ftracetest_suite,
	&direct_suite, &bpf_suite, &health_suite,
};

#define NR_SUITES (sizeof(suites) / sizeof(suites[0]))

/* The base's tests are shell scripts and find their tools in PATH. */
static void install_applets(void)
{
	int status;

	setenv("PATH", "/bin:/sbin:/usr/bin:/usr/sbin", 1);
	setenv("HOME", "/tmp", 1);
	if (access(BUSYBOX, X_OK))
		return;
	if (!fork()) {
		execl(BUSYBOX, BUSYBOX, "--install", "-s", "/bin", NULL);
		_exit(127);
	}
	wait(&status);
}

static int tests_in(const struct suite *suite)
{
	return selected(suite->name, NULL) ? suite->count() : 0;
}

static void run_suites(void)
{
	struct ktap top, inner;
	size_t i, wanted = 0;
	int count;

	for (i = 0; i < NR_SUITES; i++)
		wanted += tests_in(suites[i]) > 0;
	ktap_start(&top, 0, NULL, wanted);
	for (i = 0; i < NR_SUITES; i++) {
		count = tests_in(suites[i]);
		if (!count)
			continue;
		ktap_start(&inner, 1, suites[i]->name, count);
		coverage_begin();
		suites[i]->run(&inner);
		coverage_end(suites[i]->name, NULL);
		ktap_result(&top, !inner.failed, suites[i]->name);
	}
}

static void shell(void)
{
	pid_t pid;

	puts("kit: the suites are in /kit, modules in /lib/modules, tracing in "
	     TRACEFS "; exit powers off");
	pid = fork();
	if (!pid) {
		execl(BUSYBOX, "setsid", "cttyhack", "sh", "-l", NULL);
		perror(BUSYBOX);
		_exit(127);
	}
	/* Orphans end here, too. */
	while (wait(NULL) != pid)
		;
}

int main(void)
{
	ensure_console();
	mount_filesystems();
	install_applets();
	if (mode_is("shell")) {
		shell();
		poweroff();
	}
	open_channel();
	if (!mode_is("trial")) {
		health_note();
		races_note();
		run_suites();
	}
	say_done();
	poweroff();
}
