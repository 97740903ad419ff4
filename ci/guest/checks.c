// SPDX-License-Identifier: GPL-2.0
/* Suite "guest": is this machine a valid environment for the other suites? */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "guest.h"

static bool check_tracefs(struct ktap *k)
{
	if (!access(TRACEFS "/trace", R_OK))
		return true;
	ktap_diag(k, TRACEFS "/trace cannot be read: no tracing in this kernel?");
	return false;
}

static bool check_cpus(struct ktap *k)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);
	long wanted = number_option("kit.cpus", online);

	if (online == wanted)
		return true;
	ktap_diag(k, "%ld CPUs online, kit.cpus=%ld", online, wanted);
	return false;
}

/*
 * A function that a system call reaches. It is called only through a pointer, so no
 * compiler can inline it.
 */
#define TRACED "version_proc_show"

static bool trace_shows_a_read(void)
{
	char byte[2];

	write_text(TRACEFS "/trace", "");
	read_text("/proc/version", byte, sizeof(byte));
	return has_line(TRACEFS "/trace", TRACED);
}

static bool check_function_tracer(struct ktap *k)
{
	bool seen;

	if (write_text(TRACEFS "/set_ftrace_filter", TRACED) ||
	    write_text(TRACEFS "/current_tracer", "function")) {
		ktap_diag(k, "the function tracer does not take " TRACED);
		return false;
	}
	seen = trace_shows_a_read();
	write_text(TRACEFS "/current_tracer", "nop");
	write_text(TRACEFS "/set_ftrace_filter", "");
	write_text(TRACEFS "/trace", "");
	if (!seen)
		ktap_diag(k, "a read called " TRACED " and the trace does not show it");
	return seen;
}

static const struct {
	const char *name;
	bool (*check)(struct ktap *k);
} checks[] = {
	{ "tracefs", check_tracefs },
	{ "cpus", check_cpus },
	{ "function_tracer", check_function_tracer },
};

#define NR_CHECKS ((int)(sizeof(checks) / sizeof(checks[0])))

static int guest_count(void)
{
	return NR_CHECKS;
}

static void guest_run(struct ktap *k)
{
	int i;

	for (i = 0; i < NR_CHECKS; i++)
		ktap_result(k, checks[i].check(k), checks[i].name);
}

const struct suite guest_suite = { "guest", guest_count, guest_run };
