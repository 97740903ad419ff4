// SPDX-License-Identifier: GPL-2.0
/* Attaching while the list function runs: DC-10. */
#include "fixture.h"

DEFINE_FIXTURE(direct)

#define ROUNDS	6

/*
 * The function runs on another CPU with two plain callbacks, so always
 * through the list function, while a direct call comes and goes.
 */
TEST_DIRECT(dc10_attach_beside_list)
{
	struct fdt_frame frame;
	struct fdt_counts counts;
	int i;

	ASSERT_EQ(0, frame_start(fd));
	for (i = 0; i < ROUNDS; i++) {
		EXPECT_EQ(0, direct_register(fd, 0, 0));
		EXPECT_EQ(0, direct_unregister(fd, 0, 0));
	}
	ASSERT_EQ(0, frame_stop(fd, &frame));

	ASSERT_EQ(0, read_counts(fd, &counts));
	TH_LOG("%llu calls, %llu of them direct",
	       (unsigned long long)frame.calls,
	       (unsigned long long)counts.handler[0]);
	EXPECT_EQ(0, frame.spoiled);
	EXPECT_EQ(frame.calls, counts.body);
	EXPECT_EQ(2 * frame.calls, counts.callback);
	EXPECT_EQ(0, counts.bad_args);
	/* Or it was never attached while a call was made. */
	EXPECT_LT(0, counts.handler[0]);
}

TEST_HARNESS_MAIN
