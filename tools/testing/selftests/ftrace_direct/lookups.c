// SPDX-License-Identifier: GPL-2.0
/*
 * A function is looked up all the time, while others of its bucket in the
 * direct-function hash come and go, and while the hash grows: DC-33. Whoever
 * frees what a lookup is at is seen by a kernel that watches its memory, and a
 * lookup that goes astray loses a call.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */
#include "accounts.h"

#include <time.h>

#define MODULE	"ftrace_direct_many"

static int without_module(void)
{
	/* A test that skips has not loaded it. */
	return module_load(MODULE) ?: module_unload(MODULE);
}

DEFINE_FIXTURE_THEN(direct, without_module)

#define ROUNDS	15
#define FEW	5
#define SECONDS	2	/* and a few rounds are enough, where one takes long */
#define ENOUGH	8	/* functions, of the thirty or so that there should be */

/* Returns how many there are. */
static unsigned int attach_crowd(struct __test_metadata *_metadata, int fd)
{
	struct dct_many crowd = {};

	ASSERT_EQ(0, ASK(fd, DCT_MANY_SAME_BUCKET, &crowd));
	ASSERT_EQ(0, crowd.filter ?: crowd.result);
	return crowd.count;
}

static void detach_crowd(struct __test_metadata *_metadata, int fd)
{
	struct dct_many crowd = {};

	ASSERT_EQ(0, ASK(fd, DCT_MANY_DETACH, &crowd));
	ASSERT_EQ(0, crowd.result);
}

static void check_account(struct __test_metadata *_metadata, int fd)
{
	struct sums s;

	ASSERT_EQ(0, account_sum(fd, 0, DCT_CONTEXT_THREAD, &s));
	TH_LOG("%llu calls", (unsigned long long)s.calls);
	EXPECT_LT(0, s.calls);
	EXPECT_EQ(s.calls, s.handler[0]);
	EXPECT_EQ(s.calls, s.body);
	EXPECT_EQ(0, s.bad);
}

/* The function's site calls ftrace, which looks the trampoline up. */
static void begin_lookups(struct __test_metadata *_metadata, int fd)
{
	ASSERT_EQ(0, module_load(MODULE));
	/* The first in is the last of its bucket: lookups pass all others. */
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	ASSERT_EQ(0, other_ops_on(fd, DCT_OTHER_PLAIN, false));
	ASSERT_EQ(0, load_start(fd, BIT(0), BIT(DCT_CONTEXT_THREAD)));
}

static void end_lookups(struct __test_metadata *_metadata, int fd)
{
	struct dct_other_ops others;

	ASSERT_EQ(0, load_stop(fd));
	ASSERT_EQ(0, other_ops_off(fd, &others));
	check_account(_metadata, fd);
}

#define TEST_LOOKUPS(test)						\
	TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT),	\
		       "this kernel has no direct calls", test, TEST_TIMEOUT_SLOW)

TEST_LOOKUPS(dc33_removal_during_lookups)
{
	unsigned int count = 0;
	time_t start;
	int i;

	begin_lookups(_metadata, fd);
	start = time(NULL);
	for (i = 0; i < ROUNDS && (i < FEW || time(NULL) - start < SECONDS); i++) {
		count = attach_crowd(_metadata, fd);
		detach_crowd(_metadata, fd);
	}
	end_lookups(_metadata, fd);
	TH_LOG("%d times %u functions", i, count);
	EXPECT_LE(ENOUGH, count);
}

static void come_and_go(struct __test_metadata *_metadata, int fd,
			unsigned int count)
{
	struct dct_many some = { .count = count }, none = {};

	ASSERT_EQ(0, ASK(fd, DCT_MANY_ATTACH, &some));
	ASSERT_EQ(0, some.filter ?: some.result);
	ASSERT_EQ(0, ASK(fd, DCT_MANY_DETACH, &none));
	ASSERT_EQ(0, none.result);
}

/* It grows for twice as many as it has buckets, and never shrinks. */
TEST_LOOKUPS(dc33_growth_during_lookups)
{
	unsigned int before, after, count;

	ASSERT_EQ(0, ASK(fd, DCT_HASH_BITS, &before));
	if (2U << before >= DCT_NR_MANY)
		SKIP(return, "the hash has grown for so many before, in this boot");
	begin_lookups(_metadata, fd);
	for (count = 66; count < DCT_NR_MANY; count *= 2)
		come_and_go(_metadata, fd, count);
	ASSERT_EQ(0, ASK(fd, DCT_HASH_BITS, &after));
	end_lookups(_metadata, fd);
	TH_LOG("the index had %u bits and has %u", before, after);
	if (before)
		EXPECT_LT(before, after);
}

TEST_HARNESS_MAIN
