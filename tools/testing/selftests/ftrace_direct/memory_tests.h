/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tests that do an operation again and again, each time with another of its
 * allocations failing. The functions are those of ftrace_direct_many.ko.
 */
#include "many_tests.h"	/* first: it defines _GNU_SOURCE */

#include <errno.h>
#include <stdlib.h>

#include "fault.h"

#define FEW		1
#define MANY		70	/* more than fit in the smallest hash */
#define EACH		8	/* allocations fail, before some are left out */
#define LIMIT		10000

#define TEST_MEMORY(test)						\
	TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT) &&	\
		       fault_is_there(),				\
		       "no direct calls, or no CONFIG_FAILSLAB with debugfs", \
		       test, TEST_TIMEOUT_SLOW)

static inline unsigned int next(unsigned int nth)
{
	if (nth < EACH || getenv("FTRACE_DIRECT_LONG"))
		return nth + 1;
	return nth + nth / 4;
}

/* What became of an operation whose allocations failed, one each time. */
struct tally {
	unsigned int refused, done;
};

/*
 * Do @op with its @nth allocation failing. Returns whether it made so many. @err
 * gets what @op returned, @tally counts the outcome.
 */
static inline bool with_failure(struct __test_metadata *_metadata, int fd,
				struct dct_many *many, unsigned int nth,
				int (*op)(int fd, struct dct_many *many),
				int *err, struct tally *tally)
{
	int failed;

	ASSERT_GT(LIMIT, nth);
	ASSERT_EQ(0, fault_arm(nth));
	*err = op(fd, many);
	failed = fault_disarm();
	ASSERT_LE(0, failed);
	if (*err)
		EXPECT_EQ(-ENOMEM, *err);
	if (failed && *err)
		tally->refused++;
	else if (failed)
		tally->done++;
	else
		EXPECT_EQ(0, *err);
	return failed;
}

static inline void print_tally(struct __test_metadata *_metadata,
			       const char *what, const struct tally *tally)
{
	TH_LOG("%s: of %u failed allocations %u were refused with -ENOMEM, %u done without",
	       what, tally->refused + tally->done, tally->refused, tally->done);
}
