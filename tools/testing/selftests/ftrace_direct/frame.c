// SPDX-License-Identifier: GPL-2.0
/* Attaching while the list function runs: DC-10. */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <unistd.h>

DEFINE_FIXTURE(direct)

#define ROUNDS	6
#define STEP_US	1000
#define STEPS	20000	/* enough for a starved CPU to make a call */

/* Wait until the direct call has run more than @before times. */
static uint64_t wait_for_call(struct __test_metadata *_metadata, int fd,
			      uint64_t before)
{
	struct dct_counts counts;
	int i;

	for (i = 0; i < STEPS; i++) {
		ASSERT_EQ(0, read_counts(fd, &counts));
		if (counts.handler[0] > before)
			break;
		usleep(STEP_US);
	}
	EXPECT_LT(before, counts.handler[0]);
	return counts.handler[0];
}

/*
 * The function is called on another CPU with two plain callbacks, so always
 * through the list function, while a direct call is attached and detached.
 */
TEST_DIRECT(dc10_attach_during_list)
{
	struct dct_frame frame;
	struct dct_counts counts;
	uint64_t direct = 0;
	int i;

	ASSERT_EQ(0, frame_start(fd));
	for (i = 0; i < ROUNDS; i++) {
		EXPECT_EQ(0, direct_register(fd, 0, 0));
		direct = wait_for_call(_metadata, fd, direct);
		EXPECT_EQ(0, direct_unregister(fd, 0, 0));
	}
	ASSERT_EQ(0, frame_stop(fd, &frame));

	ASSERT_EQ(0, read_counts(fd, &counts));
	TH_LOG("%llu calls, %llu of them direct",
	       (unsigned long long)frame.calls,
	       (unsigned long long)counts.handler[0]);
	EXPECT_EQ(0, frame.overwritten);
	EXPECT_EQ(frame.calls, counts.body);
	EXPECT_EQ(2 * frame.calls, counts.callback);
	EXPECT_EQ(0, counts.bad_args);
}

TEST_HARNESS_MAIN
