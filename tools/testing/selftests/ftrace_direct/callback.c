// SPDX-License-Identifier: GPL-2.0
/*
 * A plain ftrace callback: alone, on kernels with and without direct calls, and
 * together with a direct call, DC-10.
 */
#include "fixture.h"

DEFINE_FIXTURE(any)

#define CALLS	1000

TEST_ANY(callback_runs_once)
{
	struct dct_counts counts;

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

/* Call. Since the last reset these ran @handler, ... times CALLS each. */
static void check(struct __test_metadata *_metadata, int fd, int handler,
		  int callback, int body)
{
	struct dct_counts counts;

	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(handler * CALLS, counts.handler[0]);
	EXPECT_EQ(callback * CALLS, counts.callback);
	EXPECT_EQ(body * CALLS, counts.body);
	EXPECT_EQ(0, counts.bad_args);
}

/* Attach both in the order that @callback_first says, and call. */
static void attach_both(struct __test_metadata *_metadata, int fd,
			bool callback_first)
{
	if (callback_first)
		ASSERT_EQ(0, callback_on(fd));
	ASSERT_EQ(0, direct_register(fd, 0, 0));
	if (!callback_first)
		ASSERT_EQ(0, callback_on(fd));
	check(_metadata, fd, 1, 1, 1);
}

static void callback_goes_first(struct __test_metadata *_metadata, int fd)
{
	ASSERT_EQ(0, callback_off(fd));
	check(_metadata, fd, 2, 1, 2);
	ASSERT_EQ(0, direct_unregister(fd, 0, 0));
	check(_metadata, fd, 2, 1, 3);
}

static void direct_goes_first(struct __test_metadata *_metadata, int fd)
{
	ASSERT_EQ(0, direct_unregister(fd, 0, 0));
	check(_metadata, fd, 1, 2, 2);
	ASSERT_EQ(0, callback_off(fd));
	check(_metadata, fd, 1, 2, 3);
}

TEST_DIRECT(dc10_callback_before_direct)
{
	attach_both(_metadata, fd, true);
	callback_goes_first(_metadata, fd);
}

TEST_DIRECT(dc10_callback_after_direct)
{
	attach_both(_metadata, fd, false);
	callback_goes_first(_metadata, fd);
}

TEST_DIRECT(dc10_callback_before_direct_stays)
{
	attach_both(_metadata, fd, true);
	direct_goes_first(_metadata, fd);
}

TEST_DIRECT(dc10_callback_after_direct_stays)
{
	attach_both(_metadata, fd, false);
	direct_goes_first(_metadata, fd);
}

TEST_HARNESS_MAIN
