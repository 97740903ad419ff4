/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tests of the many functions of ftrace_direct_many.ko: direct calls on some of
 * them, and what each of all functions did when it was called.
 */
#include "fixture.h"

/* Called after each test: see DEFINE_FIXTURE_THEN() in fixture.h. */
#ifndef MANY_THEN
#define MANY_THEN then_nothing
#endif

#define MODULE	"ftrace_direct_many"

FIXTURE(direct)
{
	int fd;
};

FIXTURE_SETUP(direct)
{
	self->fd = device_open();
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, module_load(MODULE));
	ASSERT_EQ(0, device_reset(self->fd));
}

FIXTURE_TEARDOWN(direct)
{
	int err = device_reset(self->fd);

	EXPECT_EQ(0, err);
	EXPECT_EQ(0, MANY_THEN());
	close(self->fd);
	/* Something that cannot be detached must not lose its functions. */
	if (!err)
		EXPECT_EQ(0, module_unload(MODULE));
}

static inline int attach(int fd, struct dct_many *many)
{
	if (ASK(fd, DCT_MANY_ATTACH, many))
		return NO_ANSWER;
	return many->filter ?: many->result;
}

static inline int detach(int fd, struct dct_many *many, unsigned int tramp)
{
	struct dct_many req = { .slot = many->slot, .tramp = tramp };

	return ASK(fd, DCT_MANY_DETACH, &req) ?: req.result;
}

static inline int modify(int fd, struct dct_many *many, unsigned int tramp)
{
	struct dct_many req = { .slot = many->slot, .tramp = tramp };

	return ASK(fd, DCT_MANY_MODIFY, &req) ?: req.result;
}

/* Call all. @count functions from @first on run @tramp's handler, others none. */
static inline void check_calls(struct __test_metadata *_metadata, int fd,
			       unsigned int first, unsigned int count,
			       unsigned int tramp)
{
	struct dct_many_calls calls = {
		.first = first, .count = count, .tramp = tramp,
	};

	ASSERT_EQ(0, ASK(fd, DCT_MANY_CALL, &calls));
	EXPECT_EQ(count, calls.direct);
	EXPECT_EQ(DCT_NR_MANY - count, calls.bare);
	EXPECT_EQ(count, calls.changed);
	if (calls.wrong)
		TH_LOG("%u functions are wrong, the first is %u", calls.wrong,
		       calls.first_wrong);
}

static inline void check_none(struct __test_metadata *_metadata, int fd)
{
	check_calls(_metadata, fd, 0, 0, 0);
}
