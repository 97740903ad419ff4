// SPDX-License-Identifier: GPL-2.0
/* Suite "health", the last: what the other suites did to the kernel. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guest.h"

/*
 * Bits of /proc/sys/kernel/tainted that only say where a module comes from (12: out of
 * tree, 13: unsigned, 15: a livepatch, 18: a test), not that something went wrong.
 */
#define HARMLESS ((1UL << 12) | (1UL << 13) | (1UL << 15) | (1UL << 18))

static unsigned long taint_before;

static unsigned long taint(void)
{
	char text[32];

	if (read_text("/proc/sys/kernel/tainted", text, sizeof(text)) <= 0)
		give_up("/proc/sys/kernel/tainted");
	return strtoul(text, NULL, 10) & ~HARMLESS;
}

/* Record the state of the machine before the first suite. */
void health_note(void)
{
	taint_before = taint();
}

static bool check_taint(struct ktap *k)
{
	unsigned long after = taint();

	if (after == taint_before)
		return true;
	ktap_diag(k, "taint was %#lx, is %#lx: see the console", taint_before,
		  after);
	return false;
}

/* ftrace disables itself permanently when patching went wrong. */
static bool check_ftrace(struct ktap *k)
{
	char text[8];

	if (write_text(TRACEFS "/current_tracer", "function") ||
	    write_text(TRACEFS "/current_tracer", "nop")) {
		ktap_diag(k, "the function tracer can no longer be used");
		return false;
	}
	read_text("/proc/sys/kernel/ftrace_enabled", text, sizeof(text));
	if (text[0] == '1')
		return true;
	ktap_diag(k, "ftrace_enabled is '%s'", text);
	return false;
}

/* The suites must have detached everything that they attached. */
static bool check_leftovers(struct ktap *k)
{
	char text[256];

	if (read_text(TRACEFS "/enabled_functions", text, sizeof(text)) < 0) {
		ktap_diag(k, "there is no " TRACEFS "/enabled_functions");
		return false;
	}
	if (!text[0])
		return true;
	ktap_diag(k, "still traced: %s", text);
	return false;
}

#define KMEMLEAK "/sys/kernel/debug/kmemleak"

/*
 * An object counts as leaked when it is five seconds old and a scan finds no pointer to
 * it. The first scan may miss a pointer that was just moved.
 */
static bool check_leaks(struct ktap *k)
{
	char text[1024], *line, *save;
	int scan;

	for (scan = 0; scan < 2; scan++) {
		sleep(6);
		if (write_text(KMEMLEAK, "scan")) {
			ktap_diag(k, "no scan through " KMEMLEAK);
			return false;
		}
	}
	if (read_text(KMEMLEAK, text, sizeof(text)) < 0) {
		ktap_diag(k, KMEMLEAK " cannot be read");
		return false;
	}
	if (!text[0])
		return true;
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		ktap_diag(k, "%s", line);
	return false;
}

static bool can_find_leaks(void)
{
	return !access(KMEMLEAK, F_OK);
}

static int health_count(void)
{
	return 3 + can_find_leaks() + races_can_be_found();
}

static void health_run(struct ktap *k)
{
	ktap_result(k, check_leftovers(k), "nothing_left_attached");
	ktap_result(k, check_ftrace(k), "ftrace_works");
	ktap_result(k, check_taint(k), "taint_unchanged");
	if (can_find_leaks())
		ktap_result(k, check_leaks(k), "no_leaks");
	if (races_can_be_found())
		ktap_result(k, races_check(k), "races_watched");
}

const struct suite health_suite = { "health", health_count, health_run };
