// SPDX-License-Identifier: GPL-2.0
/*
 * All registers of a call that a direct call intercepts, whatever else is
 * attached to the function: DC-01 to DC-04.
 *
 * FTRACE_DIRECT_SEED, a number, repeats the patterns of an earlier run.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <stdlib.h>
#include <time.h>

#include "graph.h"

DEFINE_FIXTURE(direct)

#define ROUNDS	250

/* What is attached, in this order, and what of it is a direct call. */
struct way {
	const char *name;
	unsigned int count;
	unsigned int part[3];
};

#define PARTS(...)							\
	.count = ARRAY_SIZE(((unsigned int[]){ __VA_ARGS__ })),		\
	.part = { __VA_ARGS__ }

static const struct way ways[] = {
	{ .name = "nothing" },
	{ "callback", PARTS(FDT_PROBE_CALLBACK) },
	{ "direct call", PARTS(FDT_PROBE_DIRECT) },
	{ "callback, direct call",
	  PARTS(FDT_PROBE_CALLBACK, FDT_PROBE_DIRECT) },
	{ "direct call, callback",
	  PARTS(FDT_PROBE_DIRECT, FDT_PROBE_CALLBACK) },
	{ "callback with registers, direct call",
	  PARTS(FDT_PROBE_CALLBACK_REGS, FDT_PROBE_DIRECT) },
	{ "direct call, callback with registers",
	  PARTS(FDT_PROBE_DIRECT, FDT_PROBE_CALLBACK_REGS) },
	{ "callback, direct call, callback with registers",
	  PARTS(FDT_PROBE_CALLBACK, FDT_PROBE_DIRECT,
		FDT_PROBE_CALLBACK_REGS) },
};

static __u64 choose_seed(struct __test_metadata *_metadata)
{
	const char *given = getenv("FTRACE_DIRECT_SEED");
	struct timespec now;
	__u64 seed;

	clock_gettime(CLOCK_MONOTONIC, &now);
	seed = given ? strtoull(given, NULL, 0) :
	       now.tv_nsec * 1000003ULL ^ now.tv_sec << 40 ^ getpid();
	TH_LOG("FTRACE_DIRECT_SEED=0x%llx", (unsigned long long)seed);
	return seed;
}

static void report(struct __test_metadata *_metadata, const char *way,
		   const struct fdt_probe_run *run)
{
	int i;

	for (i = 0; i < FDT_RUN_NR_DIFFS && run->diff[i].dc; i++)
		TH_LOG("%s: round %u: DC-%02u: %s in %s: 0x%llx instead of 0x%llx",
		       way, run->diff[i].round, run->diff[i].dc,
		       run->diff[i].what, run->diff[i].where,
		       run->diff[i].seen, run->diff[i].expected);
}

/* The calls must be right in what @dc says, and be the calls we think. */
static void run_rounds(struct __test_metadata *_metadata, int fd,
		       const char *way, struct fdt_probe_run *run,
		       unsigned int dc, unsigned int callbacks)
{
	run->rounds = ROUNDS;
	ASSERT_EQ(0, probe_run(fd, run));
	if (run->bad[dc] || run->bad[5])
		report(_metadata, way, run);
	EXPECT_EQ(0, run->bad[dc]);
	EXPECT_EQ(0, run->bad[5]);
	EXPECT_EQ(callbacks * ROUNDS, run->callbacks);
}

static void run_way(struct __test_metadata *_metadata, int fd,
		    const struct way *way, struct fdt_probe_run *run,
		    unsigned int dc)
{
	unsigned int i, callbacks = 0;

	for (i = 0; i < way->count; i++) {
		ASSERT_EQ(0, probe_on(fd, FDT_PROBE_MODULE, way->part[i],
				      FDT_PROBE_OWN));
		callbacks += way->part[i] != FDT_PROBE_DIRECT;
	}
	run_rounds(_metadata, fd, way->name, run, dc, callbacks);
	for (i = 0; i < way->count; i++)
		ASSERT_EQ(0, probe_off(fd, FDT_PROBE_MODULE, way->part[i]));
}

static void run_all(struct __test_metadata *_metadata, int fd,
		    unsigned int dc, unsigned int flags)
{
	struct fdt_probe_run run = {
		.seed = choose_seed(_metadata),
		.flags = flags,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		run_way(_metadata, fd, &ways[i], &run, dc);
}

TEST_DIRECT(dc01_registers)
{
	run_all(_metadata, fd, 1, 0);
}

/* The stack, the place of a returned structure, the flags. */
TEST_DIRECT(dc02_registers)
{
	run_all(_metadata, fd, 2, 0);
}

/* Where kernel code may hold none, none may be there to hold. */
TEST_DIRECT(dc02_floating_point)
{
	struct fdt_probe_run run = { .flags = FDT_RUN_FP, .rounds = 1 };

	ASSERT_EQ(0, probe_run(fd, &run));
	TH_LOG("%u words of floating-point registers", run.fp);
	run_all(_metadata, fd, 2, FDT_RUN_FP);
}

/* Saved and fixed registers, the stack pointer and its alignment. */
TEST_DIRECT(dc03_registers)
{
	run_all(_metadata, fd, 3, 0);
}

TEST_DIRECT(dc04_registers)
{
	run_all(_metadata, fd, 4, 0);
}

/* A tracer of returns replaces the return address: all else must stay. */
static void graph_and_direct(struct __test_metadata *_metadata, int fd,
			     bool graph_first)
{
	struct fdt_probe_run run = {
		.seed = choose_seed(_metadata),
		.flags = FDT_RUN_GRAPH,
	};
	unsigned int dc;

	if (graph_first)
		ASSERT_EQ(0, graph_tracer_on("fdt_probe_target"));
	ASSERT_EQ(0, probe_on(fd, FDT_PROBE_MODULE, FDT_PROBE_DIRECT,
			      FDT_PROBE_OWN));
	if (!graph_first)
		ASSERT_EQ(0, graph_tracer_on("fdt_probe_target"));
	for (dc = 1; dc <= 4; dc++)
		run_rounds(_metadata, fd, "graph tracer and direct call", &run,
			   dc, 0);
	EXPECT_LT(0, graph_tracer_calls("fdt_probe_target"));
	EXPECT_EQ(0, graph_tracer_off());
}

TEST_DIRECT(dc10_registers_graph_before)
{
	graph_and_direct(_metadata, fd, true);
}

TEST_DIRECT(dc10_registers_graph_after)
{
	graph_and_direct(_metadata, fd, false);
}

TEST_HARNESS_MAIN
