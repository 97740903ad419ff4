// SPDX-License-Identifier: GPL-2.0
/*
 * What a direct call costs; "make bench" makes a table of it. This is not a test:
 * the numbers mean little unless the clock counts instructions.
 *
 * Prints the cost of each kind of call and where the site branches to. A line is
 * "ok" if the number measures that kind of call and nothing else.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "kselftest.h"
#include "device.h"

#define TIMES	1000000

static const char *const sites[DCT_PROBE_NR_SITES] = {
	[DCT_PROBE_MODULE]	= "module",
	[DCT_PROBE_KERNEL]	= "vmlinux",
};

static const char *const calls[DCT_BENCH_NR_CALLS] = {
	[DCT_BENCH_WRITTEN]	= "written",
	[DCT_BENCH_BARE]	= "bare",
	[DCT_BENCH_NEAR]	= "near",
	[DCT_BENCH_FAR]		= "far",
};

/* Code between site and trampoline: its address, its first bytes, its name. */
static void print_part(const struct dct_bench *req,
		       const struct dct_bench_part *part)
{
	char code[2 * DCT_BENCH_CODE + 1];
	int i;

	for (i = 0; i < DCT_BENCH_CODE; i++)
		sprintf(code + 2 * i, "%02x", part->code[i]);
	ksft_print_msg("path %s %s %llx %llx %s %s\n", sites[req->site],
		       calls[req->call], (unsigned long long)req->tramp,
		       (unsigned long long)part->address, code, part->symbol);
}

static void print(const struct dct_bench *req)
{
	int i;

	ksft_print_msg("cost %s %s %u %llu\n", sites[req->site],
		       calls[req->call], req->times,
		       (unsigned long long)req->ns);
	for (i = 0; i < DCT_BENCH_PARTS && req->parts[i].address; i++)
		print_part(req, &req->parts[i]);
}

static void measure(int fd, unsigned int site, unsigned int call)
{
	struct dct_bench req = { .site = site, .call = call, .times = TIMES };
	const char *where = sites[site], *kind = calls[call];

	if (ASK(fd, DCT_BENCH, &req)) {
		ksft_test_result_fail("%s_%s\n", where, kind);
	} else if (req.result == -EOPNOTSUPP) {
		ksft_print_msg("cost %s %s none\n", where, kind);
		ksft_test_result_skip("%s_%s: not on this architecture\n",
				      where, kind);
	} else if (req.result || req.wrong) {
		ksft_print_msg("attaching: %d, calls that ran something else: %llu\n",
			       req.result, (unsigned long long)req.wrong);
		ksft_test_result_fail("%s_%s\n", where, kind);
	} else {
		print(&req);
		ksft_test_result_pass("%s_%s\n", where, kind);
	}
}

int main(void)
{
	unsigned int site, call;
	int fd;

	ksft_print_header();
	fd = device_open();
	if (fd < 0 || !device_has(fd, DCT_HAS_DIRECT))
		ksft_exit_skip("no test module, or no direct calls\n");
	ksft_set_plan(DCT_PROBE_NR_SITES * DCT_BENCH_NR_CALLS);
	for (site = 0; site < DCT_PROBE_NR_SITES; site++)
		for (call = 0; call < DCT_BENCH_NR_CALLS; call++)
			measure(fd, site, call);
	close(fd);
	/* 5.10 has no ksft_finished(). */
	ksft_exit(!ksft_get_fail_cnt());
}
