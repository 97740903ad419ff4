// SPDX-License-Identifier: GPL-2.0
/* Attaching and detaching, and the errors of both: DC-30, DC-31. */
#include "fixture.h"

DEFINE_FIXTURE(direct)

#define CALLS	10
#define ROUNDS	3

/* After an error, attaching succeeds and calls arrive. */
static void attach_and_call(struct __test_metadata *_metadata, int fd)
{
	struct dct_counts counts;

	ASSERT_EQ(0, direct_register(fd, 0, 0));
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.handler[0]);
	EXPECT_EQ(0, counts.handler[1]);
	EXPECT_EQ(CALLS, counts.body);
}

TEST_DIRECT(dc30_busy)
{
	struct dct_counts counts;

	ASSERT_EQ(0, direct_register(fd, 0, 0));
	EXPECT_EQ(-EBUSY, direct_register(fd, 1, 1));

	/* The refusal changed nothing ... */
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.handler[0]);
	EXPECT_EQ(0, counts.handler[1]);

	/* ... and has no effect once the function is free. */
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
	attach_and_call(_metadata, fd);
}

TEST_DIRECT(dc30_unregister_unattached)
{
	int expected = device_api(fd) == API_IP ? -ENODEV : -EINVAL;

	EXPECT_EQ(expected, direct_unregister(fd, 0, 0));
	ASSERT_EQ(0, direct_register(fd, 0, 0));
	ASSERT_EQ(0, direct_unregister(fd, 0, 0));
	EXPECT_EQ(expected, direct_unregister(fd, 0, 0));
	attach_and_call(_metadata, fd);
}

TEST_DIRECT(dc30_modify_unattached)
{
	int expected = device_api(fd) == API_IP ? -ENODEV : -EINVAL;

	EXPECT_EQ(expected, direct_modify(fd, 0, 1));
	ASSERT_EQ(0, direct_register(fd, 0, 0));
	ASSERT_EQ(0, direct_unregister(fd, 0, 0));
	EXPECT_EQ(expected, direct_modify(fd, 0, 1));
	attach_and_call(_metadata, fd);
}

TEST_DIRECT(dc31_register_again)
{
	struct dct_counts counts;
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
	struct dct_site site;

	/* Earlier tests have attached and detached here too. */
	ASSERT_EQ(0, read_site(fd, &site));
	EXPECT_EQ(0, memcmp(site.loaded, site.bytes, sizeof(site.bytes)));
	ASSERT_EQ(0, direct_register(fd, 0, 0));
	ASSERT_EQ(0, read_site(fd, &site));
	/* Otherwise the comparisons would prove nothing. */
	EXPECT_NE(0, memcmp(site.loaded, site.bytes, sizeof(site.bytes)));
	ASSERT_EQ(0, direct_unregister(fd, 0, 0));
	ASSERT_EQ(0, read_site(fd, &site));
	EXPECT_EQ(0, memcmp(site.loaded, site.bytes, sizeof(site.bytes)));
}

TEST_HARNESS_MAIN
