// SPDX-License-Identifier: GPL-2.0
/*
 * The cost of a direct call does not depend on users of ftrace on other functions:
 * DC-12. The site branches to the same address and finds the same code there, so a
 * call takes the same number of instructions.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <errno.h>

#include "accounts.h"
#include "tracefs.h"

#define FUNC	0	/* the function with the direct call */
#define TRACED	"dct_traced_account0"
#define OTHER	1
#define OTHER_NAME	"dct_traced_account1"
#define CALLS	5
#define SOME	16	/* of DCT_NR_UNRELATED; one test has all */

static int leave_tracefs(void)
{
	int err = tracefs_off();

	return tracefs_write("set_ftrace_notrace", "") ?: err;
}

DEFINE_FIXTURE_THEN(direct, leave_tracefs)

/* Not in way(): SKIP() only returns from the function that it is in. */
static bool can_tell(int fd)
{
	struct dct_branch now = { .func = FUNC };

	return !ASK(fd, DCT_BRANCH, &now) && now.result != -EOPNOTSUPP;
}

#define TEST_WAY(test)							\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		can_tell(self->fd),					\
		"no direct calls, or the site's branch cannot be decoded here", \
		test)

static struct dct_branch way(struct __test_metadata *_metadata, int fd)
{
	struct dct_branch now = { .func = FUNC };

	ASSERT_EQ(0, ASK(fd, DCT_BRANCH, &now));
	ASSERT_EQ(0, now.result);
	ASSERT_NE(0, now.target);
	return now;
}

static void check_way(struct __test_metadata *_metadata, int fd,
		      const struct dct_branch *quiet)
{
	struct dct_branch now = way(_metadata, fd);

	EXPECT_EQ(quiet->target, now.target) {
		TH_LOG("it went to %s and goes to %s", quiet->symbol,
		       now.symbol);
	}
	EXPECT_EQ(0, memcmp(quiet->site, now.site, sizeof(now.site)));
	EXPECT_EQ(0, memcmp(quiet->code, now.code, sizeof(now.code)));
}

/* Each of @calls made so far has run the handler once and the body once. */
static void check_calls(struct __test_metadata *_metadata, int fd,
			unsigned int *calls)
{
	struct sums s;

	*calls += CALLS;
	ASSERT_EQ(0, run_in(fd, FUNC, DCT_CONTEXT_THREAD, CALLS));
	ASSERT_EQ(0, account_sum(fd, FUNC, DCT_CONTEXT_THREAD, &s));
	EXPECT_EQ(*calls, s.calls);
	EXPECT_EQ(*calls, s.handler[0]);
	EXPECT_EQ(*calls, s.body);
	EXPECT_EQ(0, s.bad);
}

static void have_others(struct __test_metadata *_metadata, int fd,
			unsigned int nr, bool save_regs)
{
	struct dct_unrelated others = { .nr = nr, .save_regs = save_regs };

	ASSERT_EQ(0, ASK(fd, DCT_UNRELATED, &others));
	ASSERT_EQ(0, others.result);
	/* They run, and only for the functions that they trace. */
	EXPECT_EQ(nr, others.hits);
	EXPECT_EQ(0, others.before);
}

static void check_with_others(struct __test_metadata *_metadata, int fd,
			      unsigned int most, bool save_regs)
{
	struct dct_branch quiet;
	unsigned int nr, calls = 0;

	ASSERT_EQ(0, switch_attach(fd, FUNC, 0));
	quiet = way(_metadata, fd);
	check_calls(_metadata, fd, &calls);
	for (nr = 1; nr <= most; nr *= 4) {
		have_others(_metadata, fd, nr, save_regs);
		check_way(_metadata, fd, &quiet);
		check_calls(_metadata, fd, &calls);
	}
	have_others(_metadata, fd, 0, false);
	check_way(_metadata, fd, &quiet);
	check_calls(_metadata, fd, &calls);
}

TEST_WAY(dc12_other_callbacks)
{
	check_with_others(_metadata, fd, DCT_NR_UNRELATED, false);
}

TEST_WAY(dc12_other_callbacks_with_regs)
{
	check_with_others(_metadata, fd, SOME, true);
}

TEST_WAY(dc12_other_callbacks_far)
{
	int err = far_on(fd);

	if (err == -EOPNOTSUPP)
		SKIP(return, "trampolines have to be in branch range here");
	ASSERT_EQ(0, err);
	check_with_others(_metadata, fd, SOME, false);
}

/* A direct call that is attached later is the same. */
TEST_WAY(dc12_attached_after_others)
{
	struct dct_branch quiet;
	unsigned int calls = 0;

	ASSERT_EQ(0, switch_attach(fd, FUNC, 0));
	quiet = way(_metadata, fd);
	ASSERT_EQ(0, switch_detach(fd, FUNC));
	have_others(_metadata, fd, SOME, false);
	ASSERT_EQ(0, switch_attach(fd, FUNC, 0));
	check_way(_metadata, fd, &quiet);
	check_calls(_metadata, fd, &calls);
}

TEST_WAY(dc12_other_direct_calls)
{
	struct dct_branch quiet;
	unsigned int calls = 0;

	ASSERT_EQ(0, switch_attach(fd, FUNC, 0));
	quiet = way(_metadata, fd);
	ASSERT_EQ(0, switch_attach(fd, OTHER, 1));
	check_way(_metadata, fd, &quiet);
	ASSERT_EQ(0, switch_times(fd, BIT(OTHER), DCT_SWITCH_MODIFY, 1, NULL));
	check_way(_metadata, fd, &quiet);
	check_calls(_metadata, fd, &calls);
	ASSERT_EQ(0, switch_detach(fd, OTHER));
	check_way(_metadata, fd, &quiet);
	check_calls(_metadata, fd, &calls);
}

/* The function tracer on all of the module but this function. */
TEST_WAY(dc12_tracer_of_all_others)
{
	struct dct_branch quiet;
	unsigned int calls = 0;

	ASSERT_EQ(0, switch_attach(fd, FUNC, 0));
	quiet = way(_metadata, fd);
	ASSERT_EQ(0, tracefs_write("set_ftrace_filter",
				   "*:mod:ftrace_direct_test"));
	ASSERT_EQ(0, tracefs_write("set_ftrace_notrace", TRACED));
	ASSERT_EQ(0, tracefs_write("current_tracer", "function"));
	check_way(_metadata, fd, &quiet);
	check_calls(_metadata, fd, &calls);
	ASSERT_EQ(0, run_in(fd, OTHER, DCT_CONTEXT_THREAD, 1));
	EXPECT_EQ(1, tracefs_lines(OTHER_NAME " <-", ""));
	EXPECT_EQ(0, tracefs_lines(TRACED " <-", ""));
	ASSERT_EQ(0, tracefs_write("current_tracer", "nop"));
	check_way(_metadata, fd, &quiet);
	check_calls(_metadata, fd, &calls);
}

TEST_HARNESS_MAIN
