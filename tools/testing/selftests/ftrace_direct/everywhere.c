// SPDX-License-Identifier: GPL-2.0
/*
 * One direct call on all traceable functions, DC-09, including those that patch
 * code and handle interrupts. It is attached, switched and detached while the
 * kernel runs, and a CPU goes offline and comes back meanwhile, DC-35.
 */
#define MANY_THEN leave
static int leave(void);
#include "many_tests.h"	/* first: it defines _GNU_SOURCE */

#include "cpu1.h"
#include "tracefs.h"

static int leave(void)
{
	return cpu1_can_leave() ? cpu1_on() : 0;
}

/* What ftrace prints for a function whose symbol it no longer finds. */
#define GONE	"__ftrace_invalid_address__"

/* Returns 0 or an error; @req gets how often the handlers have run. */
static int everywhere(int fd, unsigned int step, unsigned int tramp,
		      struct dct_everywhere *req)
{
	*req = (struct dct_everywhere){ .step = step, .tramp = tramp };
	return ASK(fd, DCT_EVERYWHERE, req) ?: req->result;
}

/* All traceable functions have a direct call. */
static void check_sites(struct __test_metadata *_metadata)
{
	int all = tracefs_lines_of("available_filter_functions", "", ""),
	    gone = tracefs_lines_of("available_filter_functions", GONE, ""),
	    direct = tracefs_lines_of("enabled_functions", " D", "");

	TH_LOG("%d of %d functions have a direct call", direct, all - gone);
	EXPECT_LT(DCT_NR_MANY, all);
	EXPECT_LE(0, gone);
	EXPECT_EQ(all - gone, direct);
}

/* Call each of the many functions once: @tramp's handler sees each call. */
static void check_many(struct __test_metadata *_metadata, int fd,
		       unsigned int tramp, bool attached)
{
	struct dct_everywhere before, after;
	struct dct_many_calls calls = {};

	ASSERT_EQ(0, everywhere(fd, DCT_EVERYWHERE_SETTLE, 0, &before));
	ASSERT_EQ(0, ASK(fd, DCT_MANY_CALL, &calls));
	ASSERT_EQ(0, everywhere(fd, DCT_EVERYWHERE_SETTLE, 0, &after));
	EXPECT_EQ(DCT_NR_MANY, calls.bare);
	EXPECT_EQ(attached ? DCT_NR_MANY : 0, calls.changed);
	EXPECT_EQ(attached ? DCT_NR_MANY : 0,
		  after.many[tramp] - before.many[tramp]);
	EXPECT_EQ(before.many[!tramp], after.many[!tramp]);
	/* No call reaches the other trampoline any more, DC-21. */
	EXPECT_EQ(before.others[!tramp], after.others[!tramp]);
	EXPECT_EQ(attached, after.others[tramp] != before.others[tramp]);
}

TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT),
	       "this kernel has no direct calls", dc09_all_functions, TEST_TIMEOUT_SLOW)
{
	struct dct_everywhere req;
	int err = everywhere(fd, DCT_EVERYWHERE_ATTACH, 0, &req);

	if (err == -EOPNOTSUPP)
		SKIP(return, "a direct call is for one function here");
	ASSERT_EQ(0, err);
	check_sites(_metadata);
	check_many(_metadata, fd, 0, true);
	ASSERT_EQ(0, everywhere(fd, DCT_EVERYWHERE_MODIFY, 1, &req));
	check_many(_metadata, fd, 1, true);
	ASSERT_EQ(0, everywhere(fd, DCT_EVERYWHERE_MODIFY, 0, &req));
	check_many(_metadata, fd, 0, true);
	ASSERT_EQ(0, everywhere(fd, DCT_EVERYWHERE_DETACH, 0, &req));
	check_many(_metadata, fd, 0, false);
	EXPECT_EQ(0, tracefs_lines_of("enabled_functions", "", ""));
	TH_LOG("the handlers ran %llu and %llu times",
	       (unsigned long long)(req.many[0] + req.others[0]),
	       (unsigned long long)(req.many[1] + req.others[1]));
}

#define GONE_TIMES	3

/*
 * A CPU that starts executes functions before it has all that others have: its address
 * space, its stack. Its last ones are those of a CPU that is no longer online.
 */
TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT) && cpu1_can_leave(),
	       "no direct calls, or no CPU 1 that can go offline",
	       dc35_all_functions, TEST_TIMEOUT_SLOW)
{
	struct dct_everywhere req;
	int err = everywhere(fd, DCT_EVERYWHERE_ATTACH, 0, &req), i;

	if (err == -EOPNOTSUPP)
		SKIP(return, "a direct call is for one function here");
	ASSERT_EQ(0, err);
	for (i = 0; i < GONE_TIMES; i++) {
		ASSERT_EQ(0, cpu1_off());
		ASSERT_EQ(0, cpu1_on());
	}
	check_many(_metadata, fd, 0, true);
	ASSERT_EQ(0, everywhere(fd, DCT_EVERYWHERE_DETACH, 0, &req));
	check_many(_metadata, fd, 0, false);
}

TEST_HARNESS_MAIN
