// SPDX-License-Identifier: GPL-2.0
/*
 * Kernels that reach far trampolines through veneers: how many these may be is
 * a limit of those in use, and without one a call takes another way: DC-08.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */
#include "accounts.h"
#include "limit.h"

#include <errno.h>

DEFINE_FIXTURE_THEN(direct, limit_nothing)

#define LATE	"ftrace_direct_late"

#define TEST_VENEERS(test)						\
	TEST_IF(direct, device_has(self->fd, FDT_HAS_DIRECT) &&		\
		has_veneers(),						\
		"no direct calls, or no veneers here", test)

static struct fdt_branch branch(struct __test_metadata *_metadata, int fd)
{
	struct fdt_branch branch = {};

	ASSERT_EQ(0, ASK(fd, FDT_BRANCH, &branch));
	ASSERT_EQ(0, branch.result);
	return branch;
}

/* The site of function 0 calls ftrace, which finds the trampoline for it. */
static bool is_slow(struct __test_metadata *_metadata, int fd)
{
	struct fdt_branch to = branch(_metadata, fd);

	TH_LOG("the site branches to %s", to.symbol);
	return !strncmp(to.symbol, "ftrace_", strlen("ftrace_"));
}

static void check_call(struct __test_metadata *_metadata, int fd,
		       unsigned int tramp)
{
	struct sums before, after;

	ASSERT_EQ(0, account_sum(fd, 0, FDT_CONTEXT_THREAD, &before));
	ASSERT_EQ(0, run_in(fd, 0, FDT_CONTEXT_THREAD, 1));
	ASSERT_EQ(0, account_sum(fd, 0, FDT_CONTEXT_THREAD, &after));
	EXPECT_EQ(before.body + 1, after.body);
	EXPECT_EQ(before.handler[tramp] + 1, after.handler[tramp]);
	EXPECT_EQ(before.handler[!tramp], after.handler[!tramp]);
}

/* One may be in use: a switch needs one before and one after, not both. */
TEST_VENEERS(dc08_limit_is_of_those_in_use)
{
	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, limit_veneers("0"));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_TRUE(is_slow(_metadata, fd));
	check_call(_metadata, fd, 0);
	ASSERT_EQ(0, switch_detach(fd, 0));

	ASSERT_EQ(0, limit_veneers("1"));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_FALSE(is_slow(_metadata, fd));
	check_call(_metadata, fd, 0);
	ASSERT_EQ(0, switch_times(fd, BIT(0), FDT_SWITCH_MODIFY, 1, NULL));
	EXPECT_FALSE(is_slow(_metadata, fd));
	check_call(_metadata, fd, 1);
}

/* A module goes with a direct call on its function: its veneer is free. */
TEST_VENEERS(dc08_module_takes_its_veneer_along)
{
	struct fdt_place place = { .kind = FDT_PLACE_LATE, .leaves = true };
	struct fdt_place_call call = { .kind = FDT_PLACE_LATE, .times = 1 };
	struct fdt_counts counts;

	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, limit_veneers("1"));
	ASSERT_EQ(0, module_load(LATE));
	ASSERT_EQ(0, ASK(fd, FDT_PLACE_ATTACH, &place));
	ASSERT_EQ(0, place.filter ?: place.result);
	ASSERT_EQ(0, ASK(fd, FDT_PLACE_CALL, &call));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(1, counts.handler[0]);

	/* It is the one that may be in use. */
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_TRUE(is_slow(_metadata, fd));
	ASSERT_EQ(0, switch_detach(fd, 0));

	ASSERT_EQ(0, module_unload(LATE));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_FALSE(is_slow(_metadata, fd));
	check_call(_metadata, fd, 0);
	ASSERT_EQ(0, switch_detach(fd, 0));
	ASSERT_EQ(0, ASK(fd, FDT_PLACE_DETACH, &place));
	EXPECT_EQ(0, place.result);
}

TEST_HARNESS_MAIN
