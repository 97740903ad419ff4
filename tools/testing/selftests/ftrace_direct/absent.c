// SPDX-License-Identifier: GPL-2.0
/* A kernel without direct calls says so and leaves the function alone. */
#include "fixture.h"

DEFINE_FIXTURE(absent)

#define CALLS	1000

/* The base's stub returns one of the two. */
static bool is_refusal(int result)
{
	return result == -ENOTSUPP || result == -ENODEV;
}

TEST_ABSENT(register_refused)
{
	int result = direct_register(fd, 0, 0);

	TH_LOG("register returned %d", result);
	EXPECT_TRUE(is_refusal(result));
}

TEST_ABSENT(function_untouched)
{
	struct dct_counts counts;
	struct dct_site site;

	ASSERT_TRUE(is_refusal(direct_register(fd, 0, 0)));
	ASSERT_EQ(0, read_site(fd, &site));
	EXPECT_EQ(0, memcmp(site.loaded, site.bytes, sizeof(site.bytes)));

	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(0, counts.handler[0]);
	EXPECT_EQ(CALLS, counts.body);
	EXPECT_EQ(0, counts.bad_args);
}

TEST_ABSENT(callback_after_refusal)
{
	struct dct_counts counts;

	ASSERT_TRUE(is_refusal(direct_register(fd, 0, 0)));
	ASSERT_EQ(0, callback_on(fd));
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.callback);
	EXPECT_EQ(CALLS, counts.body);
}

TEST_HARNESS_MAIN
