// SPDX-License-Identifier: GPL-2.0
/*
 * How long does unloading a module take while direct calls are attached? Both take
 * direct_mutex. For a person to read:
 *
 *	KIT_APPEND="kit.mode=bench kit.only=ftrace_direct.bench_unload" boot.sh
 *
 * The hash of direct functions must not have grown before, so once in a boot.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest.h"
#include "device.h"

#define ATTACHES	200
#define ALONE		3	/* seconds */

struct times {
	unsigned int count;
	double sum, max;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* In a process of its own, until that is ended. */
static void unload_again_and_again(struct times *times)
{
	double start, took;

	for (;;) {
		if (module_load("ftrace_direct_late"))
			_exit(1);
		start = now();
		if (module_unload("ftrace_direct_late"))
			_exit(1);
		took = now() - start;
		times->count++;
		times->sum += took;
		if (took > times->max)
			times->max = took;
	}
}

static void say(const char *when, const struct times *times,
		double seconds)
{
	ksft_print_msg("%s: %.2f s, %u unloads, %.1f ms each, the longest %.1f ms\n",
		       when, seconds, times->count,
		       times->count ? times->sum / times->count * 1000 : 0,
		       times->max * 1000);
}

static bool attach_each(int fd)
{
	struct dct_many many = { .count = ATTACHES };

	if (ASK(fd, DCT_MANY_EACH, &many))
		return false;
	if (many.result)
		ksft_print_msg("attaching: %d\n", many.result);
	return !many.result;
}

static bool measure(int fd, struct times *times)
{
	double start = now();
	pid_t child = fork();
	unsigned int begun;
	bool done;

	if (!child)
		unload_again_and_again(times);
	sleep(ALONE);
	say("alone", times, now() - start);
	*times = (struct times){};
	start = now();
	done = attach_each(fd);
	ksft_print_msg("200 attaches: %.2f s\n", now() - start);
	/* The one that has begun during the attaches counts too. */
	for (begun = times->count; times->count == begun; )
		usleep(1000);
	say("with 200 attaches", times, now() - start);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	return done;
}

int main(void)
{
	void *times = mmap(NULL, sizeof(struct times), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int fd = device_open();
	bool done;

	ksft_print_header();
	ksft_set_plan(1);
	done = times != MAP_FAILED && fd >= 0 &&
	       !module_load("ftrace_direct_many") && measure(fd, times);
	ksft_test_result(done, "unloads\n");
	device_reset(fd);
	return done ? ksft_exit_pass() : ksft_exit_fail();
}
