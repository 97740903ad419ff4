// SPDX-License-Identifier: GPL-2.0
/* Attaching and detaching, and the errors of both: DC-30, DC-31. */
#include "fixture.h"

DEFINE_FIXTURE(direct)

#define CALLS	10
#define ROUNDS	10

TEST_DIRECT(dc30_busy)
{
	struct fdt_counts counts;

	ASSERT_EQ(0, direct_register(fd, 0, 0));
	EXPECT_EQ(-EBUSY, direct_register(fd, 1, 1));

	/* The refusal changed nothing ... */
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.handler[0]);
	EXPECT_EQ(0, counts.handler[1]);

	/* ... and leaves no trace once the function is free. */
	ASSERT_EQ(0, direct_unregister(fd, 0, 0));
	ASSERT_EQ(0, direct_register(fd, 1, 1));
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.handler[0]);
	EXPECT_EQ(CALLS, counts.handler[1]);
}

TEST_DIRECT(dc30_register_twice)
{
	int expected = device_api(fd) == API_IP ? -EBUSY : -EINVAL;

	ASSERT_EQ(0, direct_register(fd, 0, 0));
	EXPECT_EQ(expected, direct_register(fd, 0, 0));
	EXPECT_EQ(0, direct_unregister(fd, 0, 0));
	EXPECT_EQ(0, direct_register(fd, 0, 0));
}

TEST_DIRECT(dc30_unregister_unattached)
{
	int expected = device_api(fd) == API_IP ? -ENODEV : -EINVAL;

	EXPECT_EQ(expected, direct_unregister(fd, 0, 0));
	ASSERT_EQ(0, direct_register(fd, 0, 0));
	ASSERT_EQ(0, direct_unregister(fd, 0, 0));
	EXPECT_EQ(expected, direct_unregister(fd, 0, 0));
	EXPECT_EQ(0, direct_register(fd, 0, 0));
}

TEST_DIRECT(dc30_modify_unattached)
{
	int expected = device_api(fd) == API_IP ? -ENODEV : -EINVAL;

	EXPECT_EQ(expected, direct_modify(fd, 0, 1));
	ASSERT_EQ(0, direct_register(fd, 0, 0));
	ASSERT_EQ(0, direct_unregister(fd, 0, 0));
	EXPECT_EQ(expected, direct_modify(fd, 0, 1));
	EXPECT_EQ(0, direct_register(fd, 0, 0));
}

TEST_DIRECT(dc31_register_again)
{
	struct fdt_counts counts;
	unsigned int round;

	for (round = 1; round <= ROUNDS; round++) {
		ASSERT_EQ(0, direct_register(fd, 0, 0));
		ASSERT_EQ(0, call_times(fd, CALLS));
		ASSERT_EQ(0, direct_unregister(fd, 0, 0));
		ASSERT_EQ(0, call_times(fd, CALLS));

		ASSERT_EQ(0, read_counts(fd, &counts));
		ASSERT_EQ(round * CALLS, counts.handler[0]);
		ASSERT_EQ(round * CALLS * 2, counts.body);
	}
}

TEST_DIRECT(dc31_site_restored)
{
	uint8_t before[FDT_SITE_BYTES], now[FDT_SITE_BYTES];

	ASSERT_EQ(0, read_site(fd, before));
	ASSERT_EQ(0, direct_register(fd, 0, 0));
	ASSERT_EQ(0, read_site(fd, now));
	/* If this fails, the comparison below cannot see anything. */
	EXPECT_NE(0, memcmp(before, now, sizeof(now)));
	ASSERT_EQ(0, direct_unregister(fd, 0, 0));
	ASSERT_EQ(0, read_site(fd, now));
	EXPECT_EQ(0, memcmp(before, now, sizeof(now)));
}

TEST_HARNESS_MAIN
