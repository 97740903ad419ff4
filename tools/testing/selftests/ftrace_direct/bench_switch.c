// SPDX-License-Identifier: GPL-2.0
/*
 * What a switch costs; "make bench-switch" makes a table of it. See bench.c.
 *
 * Prints how long a switch of 1 to 1,024 functions takes: between trampolines in
 * and out of branch range, and with stub ops on a kernel that switches in place.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "kselftest.h"
#include "device.h"
#include "inplace.h"

#define MODULE	"ftrace_direct_many"

/* The first switches allocate; the last one is measured. */
#define SWITCHES	4

static const unsigned int counts[] = { 1, 64, 256, 1024 };

#define NR_COUNTS	(sizeof(counts) / sizeof(counts[0]))

static int switch_often(int fd, struct dct_many *many)
{
	int i;

	for (i = 1; i <= SWITCHES; i++) {
		many->tramp = i % 2;
		if (ASK(fd, DCT_MANY_MODIFY, many))
			return NO_ANSWER;
		if (many->result)
			return many->result;
	}
	return 0;
}

/* Does each of them call what it was switched to? */
static bool is_switched(int fd, const struct dct_many *many)
{
	struct dct_many_calls calls = {
		.count = many->count, .tramp = many->tramp,
	};

	return !ASK(fd, DCT_MANY_CALL, &calls) && calls.direct == many->count &&
	       !calls.wrong;
}

static bool measure_attached(int fd, struct dct_many *many)
{
	int err = switch_often(fd, many);

	if (err)
		ksft_print_msg("switching: %d\n", err);
	else if (!is_switched(fd, many))
		ksft_print_msg("not all functions were switched\n");
	else
		return true;
	return false;
}

static void measure(int fd, const char *way, unsigned int count)
{
	struct dct_many many = { .count = count };
	bool good = false;

	if (!ASK(fd, DCT_MANY_ATTACH, &many) && !many.filter && !many.result) {
		good = measure_attached(fd, &many);
		if (ASK(fd, DCT_MANY_DETACH, &many) || many.result)
			good = false;
	}
	if (good)
		ksft_print_msg("switch %s %u %llu\n", way, count,
			       (unsigned long long)many.ns);
	if (good)
		ksft_test_result_pass("%s_%u\n", way, count);
	else
		ksft_test_result_fail("%s_%u\n", way, count);
}

static void measure_all(int fd, const char *way)
{
	unsigned int i;

	for (i = 0; i < NR_COUNTS; i++)
		measure(fd, way, counts[i]);
}

static void skip_all(const char *way, const char *why)
{
	unsigned int i;

	for (i = 0; i < NR_COUNTS; i++) {
		ksft_print_msg("switch %s %u none\n", way, counts[i]);
		ksft_test_result_skip("%s_%u: %s\n", way, counts[i], why);
	}
}

static void measure_far(int fd, const char *way)
{
	int err = far_on(fd);

	if (err == -EOPNOTSUPP)
		skip_all(way, "not on this architecture");
	else
		measure_all(fd, way);
	device_reset(fd);
}

int main(void)
{
	int fd;

	ksft_print_header();
	fd = device_open();
	if (fd < 0 || !device_has(fd, DCT_HAS_DIRECT) || module_load(MODULE))
		ksft_exit_skip("no test module, or no direct calls\n");
	ksft_set_plan(3 * NR_COUNTS);
	measure_all(fd, "near");
	measure_far(fd, "far");
	if (by_stub_ops())
		skip_all("stub", "this kernel has no other way");
	else
		measure_all(fd, "stub");
	as_after_boot();
	close(fd);
	if (module_unload(MODULE))
		ksft_exit_fail_msg("the module with the functions stays\n");
	/* 5.10 has no ksft_finished(). */
	ksft_exit(!ksft_get_fail_cnt());
}
