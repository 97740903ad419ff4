// SPDX-License-Identifier: GPL-2.0
/*
 * What an empty BPF program costs, by a direct call and by a kprobe; "make bench" makes
 * a table of it. ../ftrace_direct/bench.c measures a trampoline alone. The same test
 * module makes and times the calls.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "kselftest.h"
#include "../ftrace_direct/device.h"
#include "bench.skel.h"

#define TIMES	1000000

enum { ENTER, LEAVE, PROBE, PROBE_RETURN, NR_PROGRAMS };

static const struct way {
	const char *name;
	bool has[NR_PROGRAMS];
} ways[] = {
	{ .name = "nothing" },
	{ "fentry", { [ENTER] = true } },
	{ "fexit", { [LEAVE] = true } },
	{ "fentry_fexit", { [ENTER] = true, [LEAVE] = true } },
	{ "kprobe", { [PROBE] = true } },
	{ "kretprobe", { [PROBE_RETURN] = true } },
};

#define NR_WAYS	(sizeof(ways) / sizeof(ways[0]))

/* The address of the only trampoline of BPF; 0 if there is none. */
static unsigned long long trampoline(void)
{
	FILE *symbols = fopen("/proc/kallsyms", "re");
	unsigned long long address, found = 0;
	char line[512], digit[2];

	while (symbols && fgets(line, sizeof(line), symbols))
		if (sscanf(line, "%llx %*c bpf_trampoline_%1[0-9]", &address, digit) == 2)
			found = address;
	if (symbols)
		fclose(symbols);
	return found;
}

/* What the site branches to: its address, its name, its first bytes. */
static void print_path(const struct way *way, const struct dct_bench *req)
{
	char code[2 * DCT_BENCH_CODE + 1];
	int i;

	for (i = 0; i < DCT_BENCH_CODE; i++)
		sprintf(code + 2 * i, "%02x", req->code[i]);
	ksft_print_msg("path %s %llx %llx %s %s\n", way->name, trampoline(),
		       (unsigned long long)req->target, code, req->symbol);
}

/* Measure what is attached now. Returns false if that failed. */
static bool measure(int fd, const struct way *way)
{
	struct dct_bench req = {
		.site = DCT_PROBE_KERNEL, .call = DCT_BENCH_BARE, .times = TIMES,
	};

	if (ASK(fd, DCT_BENCH, &req))
		return false;
	if (req.wrong) {
		ksft_print_msg("calls with a wrong result: %llu\n",
			       (unsigned long long)req.wrong);
		return false;
	}
	ksft_print_msg("cost %s %u %llu\n", way->name, req.times,
		       (unsigned long long)req.ns);
	if (req.target)
		print_path(way, &req);
	return true;
}

static bool attach(struct bench_bpf *skeleton, const struct way *way,
		   struct bpf_link **links)
{
	struct bpf_program *const programs[NR_PROGRAMS] = {
		[ENTER]		= skeleton->progs.enter,
		[LEAVE]		= skeleton->progs.leave,
		[PROBE]		= skeleton->progs.probe,
		[PROBE_RETURN]	= skeleton->progs.probe_return,
	};
	int i;

	for (i = 0; i < NR_PROGRAMS; i++) {
		if (!way->has[i])
			continue;
		links[i] = bpf_program__attach(programs[i]);
		if (!links[i])
			return false;
	}
	return true;
}

static void measure_way(int fd, struct bench_bpf *skeleton, const struct way *way)
{
	struct bpf_link *links[NR_PROGRAMS] = {};
	bool good;
	int i;

	good = attach(skeleton, way, links) && measure(fd, way);
	for (i = 0; i < NR_PROGRAMS; i++)
		bpf_link__destroy(links[i]);
	if (good)
		ksft_test_result_pass("%s\n", way->name);
	else
		ksft_test_result_fail("%s\n", way->name);
}

int main(void)
{
	struct bench_bpf *skeleton;
	unsigned int i;
	int fd;

	ksft_print_header();
	fd = device_open();
	if (fd < 0 || !device_has(fd, DCT_HAS_DIRECT))
		ksft_exit_skip("no test module, or no direct calls\n");
	skeleton = bench_bpf__open_and_load();
	if (!skeleton)
		ksft_exit_fail_msg("the programs could not be loaded\n");
	ksft_set_plan(NR_WAYS);
	for (i = 0; i < NR_WAYS; i++)
		measure_way(fd, skeleton, &ways[i]);
	bench_bpf__destroy(skeleton);
	close(fd);
	/* 5.10 has no ksft_finished(). */
	ksft_exit(!ksft_get_fail_cnt());
}
