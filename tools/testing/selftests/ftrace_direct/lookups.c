// SPDX-License-Identifier: GPL-2.0
/*
 * A function is looked up in the direct-function hash all the time, while other
 * entries of its bucket are added and removed, and while the hash grows: DC-33. A
 * debug kernel reports an entry that is freed under a lookup; a lookup that misses
 * its entry loses a call.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */
#include "accounts.h"

#include <errno.h>
#include <time.h>

#define MODULE	"ftrace_direct_many"

static int without_module(void)
{
	/* A test that skips has not loaded it: unloading has to succeed. */
	return module_load(MODULE) ?: module_unload(MODULE);
}

DEFINE_FIXTURE_THEN(direct, without_module)

#define ROUNDS	15
#define FEW	5
#define SECONDS	2	/* after that, FEW rounds are enough */
#define ENOUGH	8	/* functions in the bucket; about 30 are expected */

/* Attach to the functions of function 0's bucket. Returns how many they are. */
static unsigned int attach_bucket(struct __test_metadata *_metadata, int fd)
{
	struct dct_many bucket = {};

	ASSERT_EQ(0, ASK(fd, DCT_MANY_SAME_BUCKET, &bucket));
	ASSERT_EQ(0, bucket.filter ?: bucket.result);
	return bucket.count;
}

static void detach_bucket(struct __test_metadata *_metadata, int fd)
{
	struct dct_many bucket = {};

	ASSERT_EQ(0, ASK(fd, DCT_MANY_DETACH, &bucket));
	ASSERT_EQ(0, bucket.result);
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

/* With a callback too, the site calls ftrace, which looks the trampoline up. */
static void begin_lookups(struct __test_metadata *_metadata, int fd)
{
	ASSERT_EQ(0, module_load(MODULE));
	/* The oldest entry is the last of its bucket: lookups pass all others. */
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
		count = attach_bucket(_metadata, fd);
		detach_bucket(_metadata, fd);
	}
	end_lookups(_metadata, fd);
	TH_LOG("%d times %u functions", i, count);
	EXPECT_LE(ENOUGH, count);
}

static int by_address(int fd, unsigned int what)
{
	struct dct_by_ip req = { .what = what };

	return ASK(fd, DCT_BY_IP, &req) ?: req.result;
}

/* A function whose entry is lost is not switched. There are @count among the many. */
static void switch_all(struct __test_metadata *_metadata, int fd, unsigned int count)
{
	struct dct_many_calls calls = { .count = DCT_NR_MANY, .tramp = 1 };
	struct dct_many many = { .tramp = 1 };

	ASSERT_EQ(0, ASK(fd, DCT_MANY_MODIFY, &many));
	ASSERT_EQ(0, many.result);
	ASSERT_EQ(0, ASK(fd, DCT_MANY_CALL, &calls));
	EXPECT_EQ(count, calls.direct);
}

/*
 * The hash is exactly full, which does not make it grow; one function more does, attached
 * by its address. A debug kernel finds the old hash if nobody frees it. This comes before
 * the hash grows for good: memory.c needs functions enough for another growth.
 */
TEST_LOOKUPS(dc33_growth_by_address)
{
	struct dct_many few = { .count = 1 }, full = {}, none = {};
	unsigned int before, after;

	if (device_api(fd) != API_MULTI)
		SKIP(return, "not both by address and by ops");
	ASSERT_EQ(0, module_load(MODULE));
	/* An empty hash has no buckets. */
	ASSERT_EQ(0, ASK(fd, DCT_MANY_ATTACH, &few));
	ASSERT_EQ(0, few.filter ?: few.result);
	ASSERT_EQ(0, ASK(fd, DCT_MANY_DETACH, &none));
	ASSERT_EQ(0, none.result);
	ASSERT_EQ(0, ASK(fd, DCT_HASH_BITS, &before));
	full.count = 2U << before;
	if (!before || full.count > DCT_NR_MANY)
		SKIP(return, "the hash cannot be seen, or is too large, in this boot");
	/* Neighbours would leave many buckets empty. */
	full.step = DCT_NR_MANY / full.count > 1 ? DCT_NR_MANY / full.count - 1 : 1;
	ASSERT_EQ(0, ASK(fd, DCT_MANY_ATTACH, &full));
	ASSERT_EQ(0, full.filter ?: full.result);
	ASSERT_EQ(0, ASK(fd, DCT_HASH_BITS, &after));
	EXPECT_EQ(before, after);
	ASSERT_EQ(0, by_address(fd, DCT_BY_IP_ATTACH));
	ASSERT_EQ(0, ASK(fd, DCT_HASH_BITS, &after));
	EXPECT_EQ(before + 1, after);
	ASSERT_EQ(0, run_in(fd, 0, DCT_CONTEXT_THREAD, 1));
	check_account(_metadata, fd);
	switch_all(_metadata, fd, full.count);
	ASSERT_EQ(0, by_address(fd, DCT_BY_IP_DETACH));
	ASSERT_EQ(0, ASK(fd, DCT_MANY_DETACH, &none));
	ASSERT_EQ(0, none.result);
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

static void attach_some(struct __test_metadata *_metadata, int fd,
			unsigned int slot, unsigned int first, unsigned int count)
{
	struct dct_many some = { .slot = slot, .first = first, .count = count };

	ASSERT_EQ(0, ASK(fd, DCT_MANY_ATTACH, &some));
	ASSERT_EQ(0, some.filter ?: some.result);
}

/*
 * While the hash grows nobody else waits for a grace period: DC-36, as unloading a
 * module takes the same lock. The next test comes after it, and grows it further.
 */
TEST_LOOKUPS(dc36_growth_waits_unlocked)
{
	unsigned int before, after;
	struct dct_waits waits;

	ASSERT_EQ(0, module_load(MODULE));
	attach_some(_metadata, fd, 0, 0, 33);
	ASSERT_EQ(0, ASK(fd, DCT_HASH_BITS, &before));
	if (2U << before >= DCT_NR_MANY)
		SKIP(return, "the hash has grown to this size already, in this boot");
	ASSERT_EQ(0, ASK(fd, DCT_WAITS_ON, &waits));
	if (waits.result == -EOPNOTSUPP)
		SKIP(return, "no kprobes, or direct_mutex cannot be found here");
	ASSERT_EQ(0, waits.result);
	attach_some(_metadata, fd, 1, 33, (2U << before) - 32);
	ASSERT_EQ(0, ASK(fd, DCT_WAITS_OFF, &waits));
	EXPECT_EQ(0, waits.with_lock);
	ASSERT_EQ(0, ASK(fd, DCT_HASH_BITS, &after));
	EXPECT_LT(before, after);
}

/* The hash grows at twice as many entries as buckets, and never shrinks. */
TEST_LOOKUPS(dc33_growth_during_lookups)
{
	unsigned int before, after, count;

	ASSERT_EQ(0, ASK(fd, DCT_HASH_BITS, &before));
	if (2U << before >= DCT_NR_MANY)
		SKIP(return, "the hash has grown to this size already, in this boot");
	begin_lookups(_metadata, fd);
	for (count = 66; count < DCT_NR_MANY; count *= 4)
		come_and_go(_metadata, fd, count);
	ASSERT_EQ(0, ASK(fd, DCT_HASH_BITS, &after));
	end_lookups(_metadata, fd);
	TH_LOG("the index had %u bits and has %u", before, after);
	if (before)
		EXPECT_LT(before, after);
}

TEST_HARNESS_MAIN
