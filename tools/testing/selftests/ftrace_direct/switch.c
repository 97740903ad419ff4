// SPDX-License-Identifier: GPL-2.0
/* Switching the trampoline of a function that runs: DC-20, DC-21. */
#include "fixture.h"

DEFINE_FIXTURE(direct)

#define SWITCHES	50
#define CALLS		100

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
	ASSERT_EQ(0, caller_start(fd));
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
	struct fdt_counts counts;

	ASSERT_EQ(0, direct_register(fd, 0, 0));
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, direct_modify(fd, 0, 1));
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.handler[0]);
	EXPECT_EQ(CALLS, counts.handler[1]);
	EXPECT_EQ(2 * CALLS, counts.body);
	EXPECT_EQ(0, direct_unregister(fd, 0, 1));
}

TEST_HARNESS_MAIN
