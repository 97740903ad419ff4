// SPDX-License-Identifier: GPL-2.0
/*
 * Each allocation that the interface makes fails once, DC-30. Either the operation
 * succeeds without it, or it returns -ENOMEM, all is as before, DC-22, and the same
 * operation succeeds later. With ops, unregistering always succeeds; by address it may
 * fail too: last_by_address.c.
 *
 * With FTRACE_DIRECT_LONG in the environment each single allocation fails, else
 * the first ones and then ever fewer.
 */
#include "many_tests.h"	/* first: it defines _GNU_SOURCE */

#include <errno.h>
#include <stdlib.h>

#include "accounts.h"
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

static unsigned int next(unsigned int nth)
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
static bool with_failure(struct __test_metadata *_metadata, int fd,
			 struct dct_many *many, unsigned int nth,
			 int (*op)(int fd, struct dct_many *many), int *err,
			 struct tally *tally)
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

static void print_tally(struct __test_metadata *_metadata, const char *what,
			const struct tally *tally)
{
	TH_LOG("%s: of %u failed allocations %u were refused with -ENOMEM, %u done without",
	       what, tally->refused + tally->done, tally->refused, tally->done);
}

/* The module sets the filter here, so that later only ftrace allocates. */
static void choose(struct __test_metadata *_metadata, int fd,
		   struct dct_many *many)
{
	ASSERT_EQ(0, attach(fd, many));
	ASSERT_EQ(0, detach(fd, many, many->tramp));
}

static void register_so_many(struct __test_metadata *_metadata, int fd,
			     unsigned int count)
{
	struct dct_many many = { .count = count };
	struct tally tally = {};
	unsigned int nth = 1;
	bool failed;
	int err;

	choose(_metadata, fd, &many);
	do {
		failed = with_failure(_metadata, fd, &many, nth, attach, &err,
				      &tally);
		if (err)
			check_none(_metadata, fd);
		if (err)
			ASSERT_EQ(0, attach(fd, &many));
		check_calls(_metadata, fd, 0, count, 0);
		ASSERT_EQ(0, detach(fd, &many, 0));
		nth = next(nth);
	} while (failed);
	check_none(_metadata, fd);
	print_tally(_metadata, "register", &tally);
	EXPECT_LT(0, tally.refused);
}

static int to_new(int fd, struct dct_many *many)
{
	return modify(fd, many, 1);
}

static void modify_so_many(struct __test_metadata *_metadata, int fd,
			   unsigned int count)
{
	struct dct_many many = { .count = count };
	struct tally tally = {};
	unsigned int nth = 1;
	bool failed;
	int err;

	ASSERT_EQ(0, attach(fd, &many));
	do {
		failed = with_failure(_metadata, fd, &many, nth, to_new, &err,
				      &tally);
		check_calls(_metadata, fd, 0, count, !err);
		ASSERT_EQ(0, to_new(fd, &many));
		check_calls(_metadata, fd, 0, count, 1);
		ASSERT_EQ(0, modify(fd, &many, 0));
		nth = next(nth);
	} while (failed);
	ASSERT_EQ(0, detach(fd, &many, 0));
	check_none(_metadata, fd);
	print_tally(_metadata, "modify", &tally);
}

static int take_away(int fd, struct dct_many *many)
{
	return detach(fd, many, 0);
}

static void unregister_so_many(struct __test_metadata *_metadata, int fd,
			       unsigned int count)
{
	struct dct_many many = { .count = count };
	struct tally tally = {};
	unsigned int nth = 1;
	bool failed;
	int err;

	do {
		ASSERT_EQ(0, attach(fd, &many));
		failed = with_failure(_metadata, fd, &many, nth, take_away,
				      &err, &tally);
		ASSERT_EQ(0, err);
		check_none(_metadata, fd);
		nth = next(nth);
	} while (failed);
	print_tally(_metadata, "unregister", &tally);
}

TEST_MEMORY(dc30_register_without_memory)
{
	ASSERT_EQ(0, fault_prepare());
	register_so_many(_metadata, fd, FEW);
	register_so_many(_metadata, fd, MANY);
}

TEST_MEMORY(dc30_unregister_without_memory)
{
	if (device_api(fd) == API_IP)
		SKIP(return, "by address it may be refused");
	ASSERT_EQ(0, fault_prepare());
	unregister_so_many(_metadata, fd, FEW);
	unregister_so_many(_metadata, fd, MANY);
}

static void check_account(struct __test_metadata *_metadata, int fd)
{
	struct sums before, after;
	unsigned int func;

	for (func = 0; func < DCT_NR_FUNCS; func++) {
		ASSERT_EQ(0, account_sum(fd, func, DCT_CONTEXT_THREAD, &before));
		ASSERT_EQ(0, run_in(fd, func, DCT_CONTEXT_THREAD, 1));
		ASSERT_EQ(0, account_sum(fd, func, DCT_CONTEXT_THREAD, &after));
		EXPECT_EQ(before.body + 1, after.body);
		EXPECT_EQ(before.handler[0] + 1, after.handler[0]);
	}
}

/* Two functions have a direct call, and ftrace looks it up: they have a callback too. */
static void attach_account(struct __test_metadata *_metadata, int fd)
{
	unsigned int func;

	for (func = 0; func < DCT_NR_FUNCS; func++)
		ASSERT_EQ(0, switch_attach(fd, func, 0));
	ASSERT_EQ(0, other_ops_on(fd, DCT_OTHER_PLAIN, false));
	check_account(_metadata, fd);
}

/* The module sets the filter; ftrace refuses, because one function is taken. */
static void choose_without_growth(struct __test_metadata *_metadata, int fd,
				  struct dct_many *many)
{
	struct dct_many taken = { .slot = 1, .count = 1 };

	ASSERT_EQ(0, attach(fd, &taken));
	ASSERT_EQ(-EBUSY, attach(fd, many));
	ASSERT_EQ(0, detach(fd, &taken, 0));
}

/* Each allocation of the larger hash fails once: the old one is as before. */
TEST_MEMORY(dc33_grow_without_memory)
{
	unsigned int before, after, refused = 0, nth = 0;
	struct dct_many many = {};
	int err, failed;

	ASSERT_EQ(0, fault_prepare());
	attach_account(_metadata, fd);
	ASSERT_EQ(0, ASK(fd, DCT_HASH_BITS, &before));
	many.count = (2U << before) + 1;
	if (!before || many.count > DCT_NR_MANY)
		SKIP(return, "the hash cannot be seen, or is too large to grow, in this boot");
	choose_without_growth(_metadata, fd, &many);
	do {
		ASSERT_EQ(0, fault_arm(++nth));
		err = attach(fd, &many);
		failed = fault_disarm();
		ASSERT_EQ(1, failed);
		if (!err && fault_may_change_nothing())
			break;
		ASSERT_EQ(-ENOMEM, err);
		check_none(_metadata, fd);
		check_account(_metadata, fd);
		ASSERT_EQ(0, ASK(fd, DCT_HASH_BITS, &after));
		refused += after == before;
	} while (after == before);
	ASSERT_EQ(0, ASK(fd, DCT_HASH_BITS, &after));
	TH_LOG("%u bits, %u refusals, then %u bits", before, refused, after);
	EXPECT_LT(before, after);
	EXPECT_LE(err ? 2 : 1, refused);
	if (err)
		ASSERT_EQ(0, attach(fd, &many));
	check_calls(_metadata, fd, 0, many.count, 0);
	ASSERT_EQ(0, detach(fd, &many, 0));
	check_account(_metadata, fd);
}

TEST_MEMORY(dc22_modify_without_memory)
{
	ASSERT_EQ(0, fault_prepare());
	modify_so_many(_metadata, fd, FEW);
	modify_so_many(_metadata, fd, MANY);
}

TEST_HARNESS_MAIN
