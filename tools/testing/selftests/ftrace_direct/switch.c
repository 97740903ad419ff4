// SPDX-License-Identifier: GPL-2.0
/* Switching the trampoline of a function that runs: DC-20, DC-21. */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <sched.h>

DEFINE_FIXTURE(direct)

#define SWITCHES	50
#define CALLS		100
#define MORE_MS		200	/* time for calls that must not come */
#define LIMIT_MS	10000	/* for a starved CPU to make CALLS calls */

/*
 * A switch that reaches the CPU of the switcher only must fail: stay on this
 * one, so that the caller, which runs on another, always is elsewhere.
 */
static void start_elsewhere(struct __test_metadata *_metadata, int fd)
{
	int cpu = sched_getcpu(), other;
	cpu_set_t here;

	ASSERT_LE(0, cpu);
	CPU_ZERO(&here);
	CPU_SET(cpu, &here);
	ASSERT_EQ(0, sched_setaffinity(0, sizeof(here), &here));
	ASSERT_EQ(0, caller_start(fd, &other));
	if (other < 0)
		TH_LOG("one CPU only: the caller and the switch take turns");
	ASSERT_NE(cpu, other);
}

/* Let the caller run, until it has been CALLS times in trampoline @tramp. */
static void let_run(struct __test_metadata *_metadata, int fd,
		    unsigned int tramp)
{
	struct fdt_counts first, now;
	int ms = 0;

	ASSERT_EQ(0, read_counts(fd, &first));
	do {
		usleep(MORE_MS * 1000);
		ms += MORE_MS;
		ASSERT_EQ(0, read_counts(fd, &now));
	} while (now.handler[tramp] < first.handler[tramp] + CALLS &&
		 ms < LIMIT_MS);
	EXPECT_LE(first.handler[tramp] + CALLS, now.handler[tramp]);
}

/*
 * One thread calls all the time, from before the first switch until after the
 * last: each call must have run one of the two trampolines.
 */
TEST_DIRECT(dc20_calls_are_old_plus_new)
{
	struct fdt_counts counts;
	int64_t calls;
	int i;

	ASSERT_EQ(0, direct_register(fd, 0, 0));
	start_elsewhere(_metadata, fd);
	let_run(_metadata, fd, 0);
	for (i = 1; i <= SWITCHES; i++)
		EXPECT_EQ(0, direct_modify(fd, 0, i % FDT_NR_TRAMPS));
	calls = caller_stop(fd);

	ASSERT_EQ(0, read_counts(fd, &counts));
	TH_LOG("%lld calls, %lld old, %lld new, %d switches", (long long)calls,
	       (long long)counts.handler[0], (long long)counts.handler[1],
	       SWITCHES);
	EXPECT_EQ(calls, (int64_t)(counts.handler[0] + counts.handler[1]));
	EXPECT_EQ(calls, (int64_t)counts.body);
	EXPECT_EQ(0, counts.bad_args);
	/* Or the switches met no calls and nothing was shown. */
	EXPECT_LT(SWITCHES, calls);
	EXPECT_LT(0, counts.handler[0]);
	EXPECT_LT(0, counts.handler[1]);
}

TEST_DIRECT(dc21_no_call_to_old)
{
	struct fdt_counts at, later;

	ASSERT_EQ(0, direct_register(fd, 0, 0));
	start_elsewhere(_metadata, fd);
	let_run(_metadata, fd, 0);
	ASSERT_EQ(0, direct_modify(fd, 0, 1));
	ASSERT_EQ(0, read_counts(fd, &at));
	let_run(_metadata, fd, 1);
	ASSERT_EQ(0, read_counts(fd, &later));
	ASSERT_LT(0, caller_stop(fd));

	/* The one caller may have been inside the old trampoline. */
	EXPECT_GE(at.handler[0] + 1, later.handler[0]);
	EXPECT_LT(at.handler[1], later.handler[1]);
	EXPECT_EQ(0, later.bad_args);
	EXPECT_EQ(0, direct_unregister(fd, 0, 1));
}

TEST_HARNESS_MAIN
