/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What tests of veneers do: where does a site branch to, which veneers are in use, and
 * when are those free that a site has left? Only for kernels that reach far trampolines
 * through veneers.
 */
#ifndef FTRACE_DIRECT_VENEERS_H
#define FTRACE_DIRECT_VENEERS_H

#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <errno.h>

#include "accounts.h"
#include "limit.h"
#include "tracefs.h"

static int leave(void)
{
	return tracefs_off() ?: limit_nothing();
}

DEFINE_FIXTURE_THEN(direct, leave)

#define TEST_VENEERS(test)						\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		has_veneers(),						\
		"no direct calls, or no veneers here", test)

static struct dct_branch branch(struct __test_metadata *_metadata, int fd,
				unsigned int func)
{
	struct dct_branch branch = { .func = func };

	ASSERT_EQ(0, ASK(fd, DCT_BRANCH, &branch));
	ASSERT_EQ(0, branch.result);
	return branch;
}

static int veneers_hold(int fd, struct dct_veneers *others)
{
	return ASK(fd, DCT_VENEERS_HOLD, others) ?: others->result;
}

#define VENEER	"ftrace_veneer"

/* The function's site calls ftrace, which looks the trampoline up. */
static bool is_slow(struct __test_metadata *_metadata, int fd,
		    unsigned int func)
{
	struct dct_branch to = branch(_metadata, fd, func);

	TH_LOG("the site of function %u branches to %s", func, to.symbol);
	return !strncmp(to.symbol, "ftrace_", strlen("ftrace_")) &&
	       strncmp(to.symbol, VENEER, strlen(VENEER));
}

static void check_call(struct __test_metadata *_metadata, int fd,
		       unsigned int func, unsigned int tramp)
{
	struct sums before, after;

	ASSERT_EQ(0, account_sum(fd, func, DCT_CONTEXT_THREAD, &before));
	ASSERT_EQ(0, run_in(fd, func, DCT_CONTEXT_THREAD, 1));
	ASSERT_EQ(0, account_sum(fd, func, DCT_CONTEXT_THREAD, &after));
	EXPECT_EQ(before.body + 1, after.body);
	EXPECT_EQ(before.handler[tramp] + 1, after.handler[tramp]);
	EXPECT_EQ(before.handler[!tramp], after.handler[!tramp]);
}

/* Until no task can be executing a veneer that a site has left. */
#define TRIES		200
#define REST_US		100000

static void check_both(struct __test_metadata *_metadata, int fd,
		       unsigned int tramp0, unsigned int tramp1)
{
	check_call(_metadata, fd, 0, tramp0);
	check_call(_metadata, fd, 1, tramp1);
}

static uint64_t target(struct __test_metadata *_metadata, int fd,
		       unsigned int func)
{
	return branch(_metadata, fd, func).target;
}

/*
 * Wait until all veneers without users are free. Returns how many are allocated at once,
 * or 0 if the kernel does not show that.
 */
static unsigned int settled(struct __test_metadata *_metadata, int fd)
{
	struct dct_veneers_settle settle;

	ASSERT_EQ(0, ASK(fd, DCT_VENEERS_SETTLE, &settle));
	if (settle.result == -EOPNOTSUPP)
		return 0;
	ASSERT_EQ(0, settle.result);
	return settle.per_page;
}

static const char unseen[] = "the end of the wait cannot be seen without CONFIG_KALLSYMS_ALL";

static const char one_page[] = "so many veneers fit in one page here";

/*
 * Hold so many veneers that @veneer has to be one of them, which it is once it may be
 * used again. Returns false if all of them are in one page.
 */
static inline bool hold_with(struct __test_metadata *_metadata, int fd,
			     uint64_t veneer, struct dct_veneers *others)
{
	int i;

	for (i = 0; i < TRIES; i++) {
		*others = (struct dct_veneers){
			.count = DCT_MAX_VENEERS, .veneer = veneer,
		};
		ASSERT_EQ(0, veneers_hold(fd, others));
		if (others->first == others->last)
			return false;
		if (others->found)
			return true;
		usleep(REST_US);
	}
	TH_LOG("the veneer at 0x%llx is never used again",
	       (unsigned long long)veneer);
	ASSERT_GT(TRIES, i);
	return false;
}

#endif /* FTRACE_DIRECT_VENEERS_H */
