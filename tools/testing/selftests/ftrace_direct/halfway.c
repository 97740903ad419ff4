// SPDX-License-Identifier: GPL-2.0
/*
 * A switch of many functions that fails halfway: one site does not hold what
 * ftrace wrote there. All other functions have to be as before, DC-22, and once
 * the site is restored the switch succeeds.
 *
 * This needs a kernel that reads a site before it writes. With stub ops ftrace
 * notices too late and disables itself. x86 reads, but warns about what it finds.
 */
#include "tracefs.h"
#define MANY_THEN tracefs_off
#include "many_tests.h"	/* before libc's: it defines _GNU_SOURCE */

#include <errno.h>
#include <unistd.h>

#include "inplace.h"

#define COUNT	70		/* more than fit in the smallest hash */
#define ALONE	200		/* of the other handle */
#define UNUSED	300

static int corrupt(int fd, unsigned int number)
{
	struct dct_corrupt req = { .number = number, .like = UNUSED };

	return ASK(fd, DCT_CORRUPT, &req) ?: req.result;
}

static int restore(int fd)
{
	struct dct_corrupt req = { .restore = 1 };

	return ASK(fd, DCT_CORRUPT, &req) ?: req.result;
}

#define TEST_HALFWAY(test)						\
	TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT) &&	\
		       has_in_place() && restore(self->fd) != -EOPNOTSUPP,	\
		       "no direct calls, no switch in place, ftrace would warn, " \
		       "or no CONFIG_KALLSYMS_ALL",			\
		       test, TEST_TIMEOUT_SLOW)

/* The functions of @many run @tramp's handler; others are not looked at. */
static void check_all(struct __test_metadata *_metadata, int fd,
		      struct dct_many *many, unsigned int tramp)
{
	struct dct_many_calls calls = {
		.first = many->first, .count = many->count, .tramp = tramp,
	};

	ASSERT_EQ(0, ASK(fd, DCT_MANY_CALL, &calls));
	EXPECT_EQ(many->count, calls.direct) {
		TH_LOG("the first that is wrong is %u", calls.first_wrong);
	}
}

/* A switch that fails, between switches that succeed. */
static void fail_at(struct __test_metadata *_metadata, int fd,
		    struct dct_many *many, unsigned int number)
{
	ASSERT_EQ(0, modify(fd, many, 1));
	ASSERT_EQ(0, modify(fd, many, 0));
	ASSERT_EQ(0, corrupt(fd, number));
	EXPECT_EQ(-EINVAL, modify(fd, many, 1));
	ASSERT_EQ(0, restore(fd));
	check_all(_metadata, fd, many, 0);
	ASSERT_EQ(0, modify(fd, many, 1));
	check_all(_metadata, fd, many, 1);
	ASSERT_EQ(0, modify(fd, many, 0));
	check_all(_metadata, fd, many, 0);
}

static void fail_at_some(struct __test_metadata *_metadata, int fd,
			 struct dct_many *many)
{
	fail_at(_metadata, fd, many, 0);
	fail_at(_metadata, fd, many, COUNT / 2);
	fail_at(_metadata, fd, many, COUNT - 1);
	ASSERT_EQ(0, detach(fd, many, 0));
}

TEST_HALFWAY(dc22_site_corrupted)
{
	struct dct_many many = { .count = COUNT };

	ASSERT_EQ(0, attach(fd, &many));
	fail_at_some(_metadata, fd, &many);
	check_none(_metadata, fd);
}

/*
 * Sites are patched in batches of 256: the way back of so many is made in two steps, of
 * which the second has one site.
 */
TEST_HALFWAY(dc22_site_corrupted_in_second_batch)
{
	struct dct_many many = { .count = UNUSED - 1 };

	ASSERT_EQ(0, attach(fd, &many));
	fail_at(_metadata, fd, &many, 257);
	ASSERT_EQ(0, detach(fd, &many, 0));
	check_none(_metadata, fd);
}

/* The site calls something, but not the trampoline that it should. */
TEST_HALFWAY(dc22_site_calls_another)
{
	struct dct_many other = { .slot = 1, .first = UNUSED, .count = 1, .tramp = 1 };
	struct dct_many many = { .count = COUNT };

	ASSERT_EQ(0, attach(fd, &other));
	ASSERT_EQ(0, attach(fd, &many));
	fail_at_some(_metadata, fd, &many);
	ASSERT_EQ(0, detach(fd, &other, 1));
	check_none(_metadata, fd);
}

/*
 * With far trampolines, functions that leave a shared veneer get another one, and
 * have to return to the shared one.
 */
TEST_HALFWAY(dc22_site_corrupted_far)
{
	struct dct_many stays = { .slot = 1, .first = ALONE, .count = 1 };
	struct dct_many many = { .count = COUNT };
	int err = far_on(fd);

	if (err == -EOPNOTSUPP)
		SKIP(return, "trampolines have to be in branch range here");
	ASSERT_EQ(0, err);
	ASSERT_EQ(0, attach(fd, &stays));
	ASSERT_EQ(0, attach(fd, &many));
	fail_at_some(_metadata, fd, &many);
	check_calls(_metadata, fd, ALONE, 1, 0);
	ASSERT_EQ(0, detach(fd, &stays, 0));
	check_none(_metadata, fd);
}

/*
 * A veneer was moved, and another function shares it since then. The next switch cannot
 * move it, and fails: the veneer must not be moved back to where it once came from. It
 * can only be moved when no task may be executing it any more, so try some times.
 */
TEST_HALFWAY(dc22_veneer_moved_before)
{
	struct dct_many stays = { .slot = 1, .first = ALONE, .count = 1, .tramp = 1 };
	struct dct_many many = { .count = COUNT };
	int i, err = far_on(fd);

	if (err == -EOPNOTSUPP)
		SKIP(return, "trampolines have to be in branch range here");
	ASSERT_EQ(0, err);
	for (i = 0; i < 3; i++) {
		usleep(300000);
		ASSERT_EQ(0, attach(fd, &many));
		ASSERT_EQ(0, modify(fd, &many, 1));
		ASSERT_EQ(0, attach(fd, &stays));
		ASSERT_EQ(0, corrupt(fd, COUNT / 2));
		EXPECT_EQ(-EINVAL, modify(fd, &many, 0));
		ASSERT_EQ(0, restore(fd));
		check_all(_metadata, fd, &many, 1);
		check_all(_metadata, fd, &stays, 1);
		ASSERT_EQ(0, detach(fd, &stays, 1));
		ASSERT_EQ(0, detach(fd, &many, 1));
	}
	check_none(_metadata, fd);
}

/*
 * One of the functions that are restored has another user: its site calls ftrace
 * all the time, so the entry that ftrace looks up has to be restored.
 */
TEST_HALFWAY(dc22_site_corrupted_with_tracer)
{
	struct dct_many many = { .count = COUNT };

	ASSERT_EQ(0, attach(fd, &many));
	ASSERT_EQ(0, tracefs_write("set_ftrace_filter", "many_10"));
	ASSERT_EQ(0, tracefs_write("current_tracer", "function"));
	fail_at(_metadata, fd, &many, COUNT / 2);
	EXPECT_LT(0, tracefs_lines("many_10 <-", ""));
	ASSERT_EQ(0, tracefs_off());
	check_all(_metadata, fd, &many, 0);
	ASSERT_EQ(0, detach(fd, &many, 0));
	check_none(_metadata, fd);
}

static int mixed(int fd, unsigned int step, unsigned int tramp)
{
	struct dct_mixed req = { .step = step, .tramp = tramp, .like = UNUSED };

	return ASK(fd, DCT_MIXED, &req) ?: req.result;
}

static void call_mixed(struct __test_metadata *_metadata, int fd,
		       unsigned int tramp)
{
	struct dct_counts before, counts;

	ASSERT_EQ(0, read_counts(fd, &before));
	ASSERT_EQ(0, mixed(fd, DCT_MIXED_CALL, 0));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(3, counts.handler[tramp] - before.handler[tramp]);
	EXPECT_EQ(before.handler[!tramp], counts.handler[!tramp]);
}

/*
 * The first of three functions uses a veneer, which is retargeted. The second had
 * the old trampoline in branch range and needs a veneer for the new one. The third
 * fails. The second must not get the veneer that is retargeted back.
 */
TEST_HALFWAY(dc22_site_corrupted_near_and_far)
{
	int err = mixed(fd, DCT_MIXED_ATTACH, 0);

	if (err == -EOPNOTSUPP || err == -EADDRNOTAVAIL)
		SKIP(return, "modules have the kernel's branch range here");
	ASSERT_EQ(0, err);
	call_mixed(_metadata, fd, 0);
	ASSERT_EQ(0, mixed(fd, DCT_MIXED_CORRUPT, 0));
	EXPECT_EQ(-EINVAL, mixed(fd, DCT_MIXED_MODIFY, 1));
	ASSERT_EQ(0, restore(fd));
	call_mixed(_metadata, fd, 0);
	ASSERT_EQ(0, mixed(fd, DCT_MIXED_MODIFY, 1));
	call_mixed(_metadata, fd, 1);
	ASSERT_EQ(0, mixed(fd, DCT_MIXED_MODIFY, 0));
	call_mixed(_metadata, fd, 0);
	ASSERT_EQ(0, mixed(fd, DCT_MIXED_DETACH, 0));
}

TEST_HARNESS_MAIN
