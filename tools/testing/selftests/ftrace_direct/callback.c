// SPDX-License-Identifier: GPL-2.0
/*
 * A plain ftrace callback, which must work with and without direct calls, and
 * beside one: the first of DC-10.
 */
#include "fixture.h"

DEFINE_FIXTURE(any)

#define CALLS	1000

TEST_ANY(callback_runs_once)
{
	struct fdt_counts counts;

	ASSERT_EQ(0, callback_on(fd));
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.callback);
	EXPECT_EQ(CALLS, counts.body);
	EXPECT_EQ(0, counts.bad_args);

	ASSERT_EQ(0, callback_off(fd));
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.callback);
	EXPECT_EQ(2 * CALLS, counts.body);
}

DEFINE_FIXTURE(direct)

/* Attach both in the order that @callback_first says, call, detach both. */
static void both(struct __test_metadata *_metadata, int fd, bool callback_first)
{
	struct fdt_counts counts;

	if (callback_first)
		ASSERT_EQ(0, callback_on(fd));
	ASSERT_EQ(0, direct_register(fd, 0, 0));
	if (!callback_first)
		ASSERT_EQ(0, callback_on(fd));

	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.callback);
	EXPECT_EQ(CALLS, counts.handler[0]);
	EXPECT_EQ(CALLS, counts.body);
	EXPECT_EQ(0, counts.bad_args);
	EXPECT_EQ(0, callback_off(fd));
	EXPECT_EQ(0, direct_unregister(fd, 0, 0));
}

TEST_DIRECT(dc10_callback_before_direct)
{
	both(_metadata, fd, true);
}

TEST_DIRECT(dc10_callback_after_direct)
{
	both(_metadata, fd, false);
}

TEST_HARNESS_MAIN
