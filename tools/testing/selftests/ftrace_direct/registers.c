// SPDX-License-Identifier: GPL-2.0
/*
 * All registers of a call that a direct call intercepts, with and without other
 * users of the function: DC-01 to DC-04. What the callbacks get: DC-11.
 *
 * FTRACE_DIRECT_SEED in the environment repeats the patterns of an earlier run.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#include "graph.h"
#include "tracefs.h"

DEFINE_FIXTURE_THEN(direct, tracefs_off)

#define ROUNDS	250

/* What is attached, in this order. */
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
	{ "callback", PARTS(DCT_PROBE_CALLBACK) },
	{ "direct call", PARTS(DCT_PROBE_DIRECT) },
	{ "callback, direct call",
	  PARTS(DCT_PROBE_CALLBACK, DCT_PROBE_DIRECT) },
	{ "direct call, callback",
	  PARTS(DCT_PROBE_DIRECT, DCT_PROBE_CALLBACK) },
	{ "callback with registers, direct call",
	  PARTS(DCT_PROBE_CALLBACK_REGS, DCT_PROBE_DIRECT) },
	{ "direct call, callback with registers",
	  PARTS(DCT_PROBE_DIRECT, DCT_PROBE_CALLBACK_REGS) },
	{ "callback, direct call, callback with registers",
	  PARTS(DCT_PROBE_CALLBACK, DCT_PROBE_DIRECT,
		DCT_PROBE_CALLBACK_REGS) },
};

static __u64 choose_seed(void)
{
	const char *given = getenv("FTRACE_DIRECT_SEED");
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return given ? strtoull(given, NULL, 0) :
	       now.tv_nsec * 1000003ULL ^ now.tv_sec << 40 ^ getpid();
}

static void report(struct __test_metadata *_metadata, const char *way,
		   const struct dct_probe_run *run)
{
	int i;

	for (i = 0; i < DCT_RUN_NR_DIFFS && run->diff[i].dc; i++)
		TH_LOG("%s: round %u: DC-%02u: %s in %s: 0x%llx instead of 0x%llx",
		       way, run->diff[i].round, run->diff[i].dc,
		       run->diff[i].what, run->diff[i].where,
		       run->diff[i].seen, run->diff[i].expected);
}

/* The calls hold guarantee @dc, and ran what was attached. */
static void check_run(struct __test_metadata *_metadata, const char *way,
		      const struct dct_probe_run *run, unsigned int dc,
		      unsigned int callbacks)
{
	if (run->bad[dc] || run->bad[5])
		report(_metadata, way, run);
	EXPECT_EQ(ROUNDS, run->rounds);
	EXPECT_EQ(0, run->bad[dc]);
	EXPECT_EQ(0, run->bad[5]);
	EXPECT_EQ(callbacks * ROUNDS, run->callbacks);
}

/*
 * The first test makes all calls; each test checks its guarantee. Attaching and
 * detaching takes far longer than the calls.
 */
static struct {
	bool made;
	__u64 seed;
	struct dct_probe_run plain[ARRAY_SIZE(ways)];
	struct dct_probe_run fp[ARRAY_SIZE(ways)];
} *all;

static __attribute__((constructor)) void share_among_tests(void)
{
	all = mmap(NULL, sizeof(*all), PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static void call_way(struct __test_metadata *_metadata, int fd, unsigned int i)
{
	const struct way *way = &ways[i];
	unsigned int part;

	all->plain[i] = (struct dct_probe_run){
		.seed = all->seed, .rounds = ROUNDS,
	};
	all->fp[i] = (struct dct_probe_run){
		.seed = all->seed, .rounds = ROUNDS, .flags = DCT_RUN_FP,
	};
	for (part = 0; part < way->count; part++)
		ASSERT_EQ(0, probe_on(fd, DCT_PROBE_MODULE, way->part[part],
				      DCT_PROBE_OWN));
	ASSERT_EQ(0, probe_run(fd, &all->plain[i]));
	ASSERT_EQ(0, probe_run(fd, &all->fp[i]));
	for (part = 0; part < way->count; part++)
		ASSERT_EQ(0, probe_off(fd, DCT_PROBE_MODULE, way->part[part]));
}

static void make_calls(struct __test_metadata *_metadata, int fd)
{
	unsigned int i;

	ASSERT_NE(MAP_FAILED, all);
	if (!all->made) {
		all->seed = choose_seed();
		for (i = 0; i < ARRAY_SIZE(ways); i++)
			call_way(_metadata, fd, i);
		all->made = true;
	}
	TH_LOG("FTRACE_DIRECT_SEED=0x%llx", (unsigned long long)all->seed);
}

static void check_all(struct __test_metadata *_metadata,
		      const struct dct_probe_run *runs, unsigned int dc)
{
	unsigned int i, part, callbacks;

	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		callbacks = 0;
		for (part = 0; part < ways[i].count; part++)
			callbacks += ways[i].part[part] != DCT_PROBE_DIRECT;
		check_run(_metadata, ways[i].name, &runs[i], dc, callbacks);
	}
}

TEST_DIRECT(dc01_registers)
{
	make_calls(_metadata, fd);
	check_all(_metadata, all->plain, 1);
}

/* The stack, the address of a returned structure, the flags. */
TEST_DIRECT(dc02_registers)
{
	make_calls(_metadata, fd);
	check_all(_metadata, all->plain, 2);
}

/* Where kernel code may not use floating point, it is off. */
TEST_DIRECT(dc02_floating_point)
{
	make_calls(_metadata, fd);
	TH_LOG("%u words of floating-point registers", all->fp[0].fp);
	check_all(_metadata, all->fp, 2);
}

/* Saved and fixed registers, the stack pointer and its alignment. */
TEST_DIRECT(dc03_registers)
{
	make_calls(_metadata, fd);
	check_all(_metadata, all->plain, 3);
	check_all(_metadata, all->fp, 3);
}

TEST_DIRECT(dc04_registers)
{
	make_calls(_metadata, fd);
	check_all(_metadata, all->plain, 4);
	check_all(_metadata, all->fp, 4);
}

/* Callbacks with and without all registers come from different entry code. */
TEST_DIRECT(dc11_stack_pointer)
{
	make_calls(_metadata, fd);
	check_all(_metadata, all->plain, 11);
}

/* The graph tracer replaces the return address: all else must stay. */
static void graph_and_direct(struct __test_metadata *_metadata, int fd,
			     bool graph_first)
{
	struct dct_probe_run run = {
		.seed = choose_seed(), .rounds = ROUNDS,
		.flags = DCT_RUN_GRAPH,
	};
	unsigned int dc;

	if (graph_first)
		ASSERT_EQ(0, graph_tracer_on("dct_probe_target"));
	ASSERT_EQ(0, probe_on(fd, DCT_PROBE_MODULE, DCT_PROBE_DIRECT,
			      DCT_PROBE_OWN));
	if (!graph_first)
		ASSERT_EQ(0, graph_tracer_on("dct_probe_target"));
	ASSERT_EQ(0, probe_run(fd, &run));
	TH_LOG("FTRACE_DIRECT_SEED=0x%llx", (unsigned long long)run.seed);
	for (dc = 1; dc <= 4; dc++)
		check_run(_metadata, "graph tracer and direct call", &run, dc,
			  0);
	EXPECT_LT(0, graph_tracer_calls("dct_probe_target"));
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
