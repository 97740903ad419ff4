// SPDX-License-Identifier: GPL-2.0
/*
 * A user comes to a function that has a direct call: ops that are registered get it
 * through their filter, or a kprobe there gets a post handler, DC-10. The owner of the
 * direct call is asked, and so it is before a switch, DC-22. A refused user leaves
 * nothing behind, and waits for grace periods without a lock, DC-36.
 */
#include "users.h"	/* first: it defines _GNU_SOURCE */

#include "fault.h"
#include "text.h"

/* Disarms all kprobes, and arms them again. */
#define KPROBES_ENABLED	"/sys/kernel/debug/kprobes/enabled"

static bool has_kprobes_enabled(void)
{
	fault_is_there();	/* mounts debugfs */
	return !access(KPROBES_ENABLED, W_OK);
}

static int armed_as_before(void)
{
	return (has_kprobes_enabled() ? write_text(KPROBES_ENABLED, "1") : 0) ?:
	       as_before();
}

DEFINE_FIXTURE_THEN(direct, armed_as_before)

/* A step of a user that is registered elsewhere; the number of calls that it saw. */
static int join(int fd, unsigned int who, unsigned int step, uint64_t *hits)
{
	struct dct_join req = { .who = who, .step = step };
	int err = ASK(fd, DCT_JOIN, &req);

	if (hits)
		*hits = req.hits;
	return err ?: req.result;
}

/* Try it: come to another function, and leave it again. */
static bool has_join(int fd, unsigned int who)
{
	if (join(fd, who, DCT_JOIN_ELSEWHERE, NULL))
		return false;
	return !join(fd, who, DCT_JOIN_LEAVE, NULL);
}

/* Registered ops get a function: its direct call's owner is asked as well. */
static void joins_refused(struct __test_metadata *_metadata, int fd,
			  unsigned int who)
{
	uint64_t hits;

	ASSERT_EQ(0, join(fd, who, DCT_JOIN_ELSEWHERE, NULL));
	ASSERT_EQ(0, user_on(fd, DIRECT));
	EXPECT_EQ(-EBUSY, join(fd, who, DCT_JOIN_ADD, NULL));
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	EXPECT_EQ(0, direct_modify(fd, 0, 1));
	EXPECT_EQ(0, direct_modify(fd, 0, 0));
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	ASSERT_EQ(0, join(fd, who, DCT_JOIN_LEAVE, &hits));
	EXPECT_EQ(0, hits);
	ASSERT_EQ(0, user_off(fd, DIRECT));
}

static void expect_asked(struct __test_metadata *_metadata, int fd,
			 unsigned int comes, unsigned int goes)
{
	struct dct_asked asked;

	ASSERT_EQ(0, ASK(fd, DCT_ASKED, &asked));
	EXPECT_EQ(comes, asked.comes);
	EXPECT_EQ(goes, asked.goes);
}

/* The owner agrees: it learns that the user comes, and that it goes. */
static void joins_and_leaves(struct __test_metadata *_metadata, int fd,
			     unsigned int who)
{
	uint64_t hits;

	ASSERT_EQ(0, direct_share(fd));
	ASSERT_EQ(0, join(fd, who, DCT_JOIN_ELSEWHERE, NULL));
	ASSERT_EQ(0, user_on(fd, DIRECT));
	expect_asked(_metadata, fd, 0, 0);
	ASSERT_EQ(0, join(fd, who, DCT_JOIN_ADD, &hits));
	EXPECT_EQ(0, hits);
	expect_asked(_metadata, fd, 1, 0);
	if (who == DCT_JOIN_OPS) {
		/* They have the function already. */
		ASSERT_EQ(0, join(fd, who, DCT_JOIN_ADD, NULL));
		expect_asked(_metadata, fd, 1, 0);
	}
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	EXPECT_EQ(0, direct_modify(fd, 0, 0));
	ASSERT_EQ(0, join(fd, who, DCT_JOIN_REMOVE, &hits));
	EXPECT_EQ(CALLS, hits);
	expect_asked(_metadata, fd, 1, 1);
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	ASSERT_EQ(0, join(fd, who, DCT_JOIN_LEAVE, &hits));
	EXPECT_EQ(CALLS, hits);
	expect_asked(_metadata, fd, 1, 1);
	ASSERT_EQ(0, user_off(fd, DIRECT));
}

/*
 * The owner is asked about a switch too. For that ftrace goes through the records of all
 * functions, which a module takes along when it is unloaded: ftrace holds their lock.
 */
static void switch_asks(struct __test_metadata *_metadata, int fd)
{
	struct dct_asked before, asked;

	ASSERT_EQ(0, ASK(fd, DCT_ASKED, &before));
	ASSERT_EQ(0, direct_modify(fd, 0, 1));
	ASSERT_EQ(0, direct_modify(fd, 0, 0));
	ASSERT_EQ(0, ASK(fd, DCT_ASKED, &asked));
	EXPECT_LT(before.self, asked.self);
	EXPECT_EQ(0, asked.unlocked);
}

TEST_WITH(direct_share(self->fd) == 0 && has_in_place() &&
	  has_join(self->fd, DCT_JOIN_OPS),
	  "direct calls cannot share, no IPMODIFY here, or a kernel without the series",
	  dc22_switch_asks_under_lock)
{
	ASSERT_EQ(0, direct_share(fd));
	ASSERT_EQ(0, join(fd, DCT_JOIN_OPS, DCT_JOIN_ELSEWHERE, NULL));
	ASSERT_EQ(0, user_on(fd, DIRECT));
	ASSERT_EQ(0, join(fd, DCT_JOIN_OPS, DCT_JOIN_ADD, NULL));
	switch_asks(_metadata, fd);
	ASSERT_EQ(0, by_stub_ops());
	switch_asks(_metadata, fd);
	ASSERT_EQ(0, as_after_boot());
	ASSERT_EQ(0, join(fd, DCT_JOIN_OPS, DCT_JOIN_LEAVE, NULL));
	ASSERT_EQ(0, user_off(fd, DIRECT));
}

TEST_WITH(has_join(self->fd, DCT_JOIN_OPS), "no direct calls, or no IPMODIFY here",
	  dc10_ipmodify_joins_refused)
{
	joins_refused(_metadata, fd, DCT_JOIN_OPS);
}

TEST_WITH(has_join(self->fd, DCT_JOIN_KPROBE),
	  "no direct calls, or kprobes do not use ftrace here",
	  dc10_kprobe_joins_refused)
{
	joins_refused(_metadata, fd, DCT_JOIN_KPROBE);
}

TEST_WITH(direct_share(self->fd) == 0 && has_join(self->fd, DCT_JOIN_OPS),
	  "no direct calls, or they cannot share with livepatch here",
	  dc10_ipmodify_joins)
{
	joins_and_leaves(_metadata, fd, DCT_JOIN_OPS);
}

TEST_WITH(direct_share(self->fd) == 0 && has_join(self->fd, DCT_JOIN_KPROBE),
	  "no direct calls, or they cannot share, or kprobes do not use ftrace here",
	  dc10_kprobe_joins)
{
	joins_and_leaves(_metadata, fd, DCT_JOIN_KPROBE);
}

/*
 * A kprobe with a post handler joins one without, which is armed: from then on they have
 * IPMODIFY, until both are gone. The next kprobe with a post handler works too.
 */
static void second_kprobe_comes(struct __test_metadata *_metadata, int fd)
{
	uint64_t before, hits;

	ASSERT_EQ(0, join(fd, DCT_JOIN_SECOND, DCT_JOIN_ELSEWHERE, &before));
	ASSERT_EQ(0, join(fd, DCT_JOIN_SECOND, DCT_JOIN_ADD, NULL));
	EXPECT_EQ(-EBUSY, user_on(fd, IPMODIFY));
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, join(fd, DCT_JOIN_SECOND, DCT_JOIN_REMOVE, &hits));
	EXPECT_EQ(before + 2 * CALLS, hits);
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, join(fd, DCT_JOIN_SECOND, DCT_JOIN_LEAVE, &hits));
	EXPECT_EQ(before + 3 * CALLS, hits);

	ASSERT_EQ(0, join(fd, DCT_JOIN_KPROBE, DCT_JOIN_ELSEWHERE, NULL));
	ASSERT_EQ(0, join(fd, DCT_JOIN_KPROBE, DCT_JOIN_ADD, NULL));
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, join(fd, DCT_JOIN_KPROBE, DCT_JOIN_LEAVE, &hits));
	EXPECT_EQ(before + 4 * CALLS, hits);
}

/* The direct call's owner does not share: the second kprobe is refused, the first stays. */
TEST_WITH(has_join(self->fd, DCT_JOIN_SECOND) && has_in_place(),
	  "kprobes do not use ftrace here, or not without the series",
	  dc10_second_kprobe_joins_refused)
{
	uint64_t hits;

	ASSERT_EQ(0, join(fd, DCT_JOIN_SECOND, DCT_JOIN_ELSEWHERE, NULL));
	ASSERT_EQ(0, user_on(fd, DIRECT));
	EXPECT_EQ(-EBUSY, join(fd, DCT_JOIN_SECOND, DCT_JOIN_ADD, NULL));
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	ASSERT_EQ(0, user_off(fd, DIRECT));
	ASSERT_EQ(0, join(fd, DCT_JOIN_SECOND, DCT_JOIN_LEAVE, &hits));
	EXPECT_EQ(CALLS, hits);
	second_kprobe_comes(_metadata, fd);
}

/* The owner shares: it learns that the second one comes, and when both have gone. */
TEST_WITH(direct_share(self->fd) == 0 && has_join(self->fd, DCT_JOIN_SECOND) &&
	  has_in_place(),
	  "direct calls cannot share, kprobes do not use ftrace, or not without the series",
	  dc10_second_kprobe_joins_sharing)
{
	uint64_t hits;

	ASSERT_EQ(0, direct_share(fd));
	ASSERT_EQ(0, join(fd, DCT_JOIN_SECOND, DCT_JOIN_ELSEWHERE, NULL));
	ASSERT_EQ(0, user_on(fd, DIRECT));
	expect_asked(_metadata, fd, 0, 0);
	ASSERT_EQ(0, join(fd, DCT_JOIN_SECOND, DCT_JOIN_ADD, NULL));
	expect_asked(_metadata, fd, 1, 0);
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	ASSERT_EQ(0, join(fd, DCT_JOIN_SECOND, DCT_JOIN_LEAVE, &hits));
	EXPECT_EQ(2 * CALLS, hits);
	expect_asked(_metadata, fd, 1, 1);
	ASSERT_EQ(0, user_off(fd, DIRECT));
}

TEST_WITH(has_join(self->fd, DCT_JOIN_SECOND) && has_in_place(),
	  "kprobes do not use ftrace here, or not without the series",
	  dc10_second_kprobe_joins)
{
	second_kprobe_comes(_metadata, fd);
	second_kprobe_comes(_metadata, fd);
}

/*
 * While all kprobes are disarmed, a direct call comes to a function that has one with a
 * post handler: this kprobe cannot be armed again. It is disabled then, and goes without
 * a trace; the one elsewhere still works, and so does the next one.
 */
TEST_WITH(has_join(self->fd, DCT_JOIN_KPROBE) && has_in_place() && has_kprobes_enabled(),
	  "kprobes do not use ftrace here, or not without the series, or no debugfs",
	  dc10_kprobe_not_armed_again)
{
	uint64_t before, hits;
	int i;

	ASSERT_EQ(0, join(fd, DCT_JOIN_KPROBE, DCT_JOIN_ELSEWHERE, NULL));
	ASSERT_EQ(0, join(fd, DCT_JOIN_KPROBE, DCT_JOIN_ADD, NULL));
	ASSERT_EQ(0, write_text(KPROBES_ENABLED, "0"));
	ASSERT_EQ(0, user_on(fd, DIRECT));
	EXPECT_EQ(-EBUSY, write_text(KPROBES_ENABLED, "1"));
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	ASSERT_EQ(0, join(fd, DCT_JOIN_KPROBE, DCT_JOIN_REMOVE, NULL));
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	ASSERT_EQ(0, user_off(fd, DIRECT));
	/* The next ones are hit. */
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, join(fd, DCT_JOIN_KPROBE, DCT_JOIN_ADD, &before));
		ASSERT_EQ(0, call_times(fd, CALLS));
		ASSERT_EQ(0, join(fd, DCT_JOIN_KPROBE, DCT_JOIN_LEAVE, &hits));
		EXPECT_EQ(before + CALLS, hits);
		ASSERT_EQ(0, join(fd, DCT_JOIN_KPROBE, DCT_JOIN_ELSEWHERE, NULL));
	}
	ASSERT_EQ(0, join(fd, DCT_JOIN_KPROBE, DCT_JOIN_LEAVE, NULL));
}

/* A disabled kprobe needs nothing; enabled, it is refused as any other. */
TEST_WITH(has_join(self->fd, DCT_JOIN_DISABLED) && has_in_place(),
	  "kprobes do not use ftrace here, or not without the series",
	  dc10_disabled_kprobe_joins)
{
	uint64_t hits;

	ASSERT_EQ(0, join(fd, DCT_JOIN_DISABLED, DCT_JOIN_ELSEWHERE, NULL));
	ASSERT_EQ(0, user_on(fd, DIRECT));
	ASSERT_EQ(0, join(fd, DCT_JOIN_DISABLED, DCT_JOIN_ADD, NULL));
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	EXPECT_EQ(-EBUSY, join(fd, DCT_JOIN_DISABLED, DCT_JOIN_ENABLE, NULL));
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	EXPECT_EQ(0, direct_modify(fd, 0, 0));
	ASSERT_EQ(0, user_off(fd, DIRECT));
	EXPECT_EQ(0, join(fd, DCT_JOIN_DISABLED, DCT_JOIN_ENABLE, NULL));
	EXPECT_EQ(-EBUSY, user_on(fd, DIRECT));
	ASSERT_EQ(0, join(fd, DCT_JOIN_DISABLED, DCT_JOIN_LEAVE, &hits));
	EXPECT_EQ(2 * CALLS, hits);
	ASSERT_EQ(0, user_on(fd, DIRECT));
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	ASSERT_EQ(0, user_off(fd, DIRECT));
}

/* A direct call whose owner does not share refuses nobody elsewhere. */
TEST_WITH(has_join(self->fd, DCT_JOIN_OPS), "no direct calls, or no IPMODIFY here",
	  dc10_ipmodify_elsewhere)
{
	ASSERT_EQ(0, user_on(fd, DIRECT));
	EXPECT_EQ(0, join(fd, DCT_JOIN_OPS, DCT_JOIN_ELSEWHERE, NULL));
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	ASSERT_EQ(0, join(fd, DCT_JOIN_OPS, DCT_JOIN_LEAVE, NULL));
	ASSERT_EQ(0, user_off(fd, DIRECT));
}

/*
 * The owner is asked once when a user with IPMODIFY comes, also where a callback is on
 * the function, and not when the callback comes or goes. The callback is attached last,
 * so it is the first in ftrace's list.
 */
TEST_WITH(direct_share(self->fd) == 0,
	  "no direct calls, or they cannot share with livepatch here",
	  dc10_owner_is_asked_once)
{
	ASSERT_EQ(0, direct_share(fd));
	ASSERT_EQ(0, user_on(fd, DIRECT));
	ASSERT_EQ(0, user_on(fd, CALLBACK));
	expect_asked(_metadata, fd, 0, 0);
	ASSERT_EQ(0, user_on(fd, IPMODIFY));
	expect_asked(_metadata, fd, 1, 0);
	ASSERT_EQ(0, user_off(fd, IPMODIFY));
	expect_asked(_metadata, fd, 1, 1);
	ASSERT_EQ(0, user_off(fd, CALLBACK));
	expect_asked(_metadata, fd, 1, 1);
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	ASSERT_EQ(0, user_off(fd, DIRECT));
}

#define MOST	100	/* allocations of one operation */

/* Each allocation of ops that get a function fails once: they get it, or all is as before. */
TEST_WITH(direct_share(self->fd) == 0 && has_join(self->fd, DCT_JOIN_OPS) &&
	  has_in_place() && fault_is_there(),
	  "no direct calls, they cannot share, no series, or no CONFIG_FAILSLAB with debugfs",
	  dc10_ipmodify_joins_without_memory)
{
	unsigned int nth, refused = 0;
	int err, failed = 1;
	uint64_t hits;

	ASSERT_EQ(0, fault_prepare());
	ASSERT_EQ(0, direct_share(fd));
	ASSERT_EQ(0, join(fd, DCT_JOIN_OPS, DCT_JOIN_ELSEWHERE, NULL));
	ASSERT_EQ(0, user_on(fd, DIRECT));
	for (nth = 1; failed; nth++) {
		ASSERT_GT(MOST, nth);
		ASSERT_EQ(0, fault_arm(nth));
		err = join(fd, DCT_JOIN_OPS, DCT_JOIN_ADD, &hits);
		failed = fault_disarm();
		ASSERT_LE(0, failed);
		if (err)
			EXPECT_EQ(-ENOMEM, err);
		refused += !!err;
		EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
		if (!err)
			ASSERT_EQ(0, join(fd, DCT_JOIN_OPS, DCT_JOIN_REMOVE, NULL));
	}
	TH_LOG("%u refusals", refused);
	EXPECT_LT(0, refused);
	ASSERT_EQ(0, join(fd, DCT_JOIN_OPS, DCT_JOIN_LEAVE, NULL));
	ASSERT_EQ(0, user_off(fd, DIRECT));
}

/* A refused attach waits for grace periods after it has released the lock. */
TEST_DIRECT(dc36_refusal_waits_unlocked)
{
	struct dct_waits waits;

	ASSERT_EQ(0, ASK(fd, DCT_WAITS_ON, &waits));
	if (waits.result == -EOPNOTSUPP)
		SKIP(return, "no kprobes, or direct_mutex cannot be found here");
	ASSERT_EQ(0, waits.result);
	ASSERT_EQ(0, user_on(fd, IPMODIFY));
	EXPECT_EQ(-EBUSY, user_on(fd, DIRECT));
	ASSERT_EQ(0, ASK(fd, DCT_WAITS_OFF, &waits));
	EXPECT_EQ(0, waits.with_lock);
	/* For CPUs that RCU does not watch, and for tasks. */
	if (has_in_place())
		EXPECT_LE(2, waits.own);
	ASSERT_EQ(0, user_off(fd, IPMODIFY));
}

TEST_HARNESS_MAIN
