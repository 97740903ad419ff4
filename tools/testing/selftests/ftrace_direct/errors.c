// SPDX-License-Identifier: GPL-2.0
/*
 * The documented errors that attach.c does not cover: DC-30. After each, the
 * correct call with the same handle succeeds.
 */
#include "fixture.h"

DEFINE_FIXTURE(direct)

/* @filter: what setting the filter returns; @result: what attaching returns. */
static void check_misuse(struct __test_metadata *_metadata, int fd,
			 unsigned int kind, int filter, int result)
{
	struct dct_misuse_req req = { .kind = kind };

	ASSERT_EQ(0, ASK(fd, DCT_MISUSE, &req));
	EXPECT_EQ(filter, req.filter);
	EXPECT_EQ(result, req.result);
	EXPECT_EQ(0, req.then);
	EXPECT_EQ(1, req.handled);
}

/* An interface with a filter refuses the function there. */
static void check_function(struct __test_metadata *_metadata, int fd,
			   unsigned int kind)
{
	if (device_api(fd) == API_IP)
		check_misuse(_metadata, fd, kind, 0, -ENODEV);
	else
		check_misuse(_metadata, fd, kind, -EINVAL, -EINVAL);
}

TEST_DIRECT(dc30_no_function_chosen)
{
	check_misuse(_metadata, fd, DCT_MISUSE_NO_FILTER, 0, -EINVAL);
}

TEST_DIRECT(dc30_choice_taken_back)
{
	check_misuse(_metadata, fd, DCT_MISUSE_EMPTY_FILTER, 0, -EINVAL);
}

TEST_DIRECT(dc30_function_not_traceable)
{
	check_function(_metadata, fd, DCT_MISUSE_NOTRACE);
}

TEST_DIRECT(dc30_inside_a_function)
{
	check_function(_metadata, fd, DCT_MISUSE_INSIDE);
}

TEST_DIRECT(dc30_no_code)
{
	check_function(_metadata, fd, DCT_MISUSE_DATA);
}

#define TEST_WITH(condition, reason, test)				\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		(condition), reason, test)

TEST_WITH(device_api(self->fd) != API_IP, "no direct calls, or none by ops",
	  dc30_ops_have_a_callback)
{
	check_misuse(_metadata, fd, DCT_MISUSE_OWN_FUNC, 0, -EINVAL);
}

TEST_WITH(device_api(self->fd) != API_OPS,
	  "no direct calls, or none by address",
	  dc30_by_address_not_traceable)
{
	check_misuse(_metadata, fd, DCT_MISUSE_NOTRACE_BY_IP, 0, -ENODEV);
}

TEST_WITH(device_api(self->fd) != API_OPS,
	  "no direct calls, or none by address",
	  dc30_by_address_modify_stale)
{
	check_misuse(_metadata, fd, DCT_MISUSE_MODIFY_BY_IP, 0, -EINVAL);
}

TEST_HARNESS_MAIN
