// SPDX-License-Identifier: GPL-2.0
/*
 * A direct call and other users at the entry of one function, DC-10: attached and
 * detached in every order. In each state every user that is attached, the direct
 * call's handler and the function itself run once per call.
 */
#include "users.h"	/* first: it defines _GNU_SOURCE */

#include "walk.h"

DEFINE_FIXTURE_THEN(direct, as_before)

/* Append " +kprobe" or " -direct" to what a failure prints. */
static void say_step(char *said, size_t size, bool on, enum user user)
{
	size_t used = strlen(said);

	if (used > size / 2)
		used = 0;
	snprintf(said + used, size - used, " %c%s", on ? '+' : '-',
		 names[user]);
}

static unsigned int users_there(const struct walk *walk, const enum user *users)
{
	unsigned int i, there = 0;

	for (i = 0; i < walk->attached; i++)
		there |= 1 << users[walk->order[i]];
	return there;
}

static void every_order(struct __test_metadata *_metadata, int fd,
			const enum user *users, unsigned int nr)
{
	unsigned int step, taken = 0;
	char said[512] = "";
	struct walk walk;

	ASSERT_EQ(0, tracefs_write("set_ftrace_filter", TRACED));
	ASSERT_EQ(0, tracefs_write("trace", ""));
	for (walk_begin(&walk, nr); walk_next(&walk, &step); taken++) {
		bool on = !walk_is_attached(&walk, step);

		say_step(said, sizeof(said), on, users[step]);
		ASSERT_EQ(0, on ? user_on(fd, users[step]) :
				  user_off(fd, users[step]))
			TH_LOG("after%s", said);
		walk_take(&walk, step);
		ASSERT_TRUE(calls_are_right(_metadata, fd, users_there(&walk, users)))
			TH_LOG("after%s", said);
	}
	TH_LOG("%u steps", taken);
}

static void with(struct __test_metadata *_metadata, int fd, enum user other)
{
	const enum user users[] = { DIRECT, other };

	every_order(_metadata, fd, users, 2);
}

static void with_both(struct __test_metadata *_metadata, int fd,
		      enum user one, enum user other)
{
	const enum user users[] = { DIRECT, one, other };

	every_order(_metadata, fd, users, 3);
}

TEST_DIRECT(dc10_callback)
{
	with(_metadata, fd, CALLBACK);
}

TEST_DIRECT(dc10_callback_with_regs)
{
	with(_metadata, fd, REGS);
}

/* Try it: attach the user, and detach it again. */
static bool has(int fd, enum user user)
{
	if (user_on(fd, user) == -EOPNOTSUPP)
		return false;
	user_off(fd, user);
	return true;
}

TEST_WITH(has(self->fd, KPROBE), "no direct calls, or no kprobes here",
	  dc10_kprobe)
{
	with(_metadata, fd, KPROBE);
}

static int kprobe_at(int fd, unsigned int offset)
{
	struct dct_user req = { .kind = KPROBE - CALLBACK, .offset = offset };

	return ASK(fd, DCT_USER_ON, &req) ?: req.result;
}

/* Returns whether the kernel accepts a kprobe there; then it runs once a call. */
static bool kprobe_comes(struct __test_metadata *_metadata, int fd,
			 unsigned int offset, unsigned int there)
{
	if (kprobe_at(fd, offset))
		return false;
	ASSERT_TRUE(calls_are_right(_metadata, fd, there | 1 << KPROBE))
		TH_LOG("kprobe at +%u", offset);
	return true;
}

/* Attach or detach the direct call: all other users still see each call. */
static void direct_turns(struct __test_metadata *_metadata, int fd, bool on,
			 unsigned int offset, unsigned int others)
{
	ASSERT_EQ(0, on ? user_on(fd, DIRECT) : user_off(fd, DIRECT))
		TH_LOG("kprobe at +%u", offset);
	ASSERT_TRUE(calls_are_right(_metadata, fd, others | (on ? 1 << DIRECT : 0)))
		TH_LOG("kprobe at +%u", offset);
}

/* More bytes than any architecture's site has, including what precedes it. */
#define SITE_END	16

/*
 * kprobes on later instructions of a direct call's site, and after it: the kernel
 * refuses the kprobe, or both work, in either order.
 */
TEST_WITH(has(self->fd, KPROBE), "no direct calls, or no kprobes here",
	  dc10_kprobe_behind_entry)
{
	unsigned int offset, taken = 0, probed;

	for (offset = 1; offset < SITE_END; offset++) {
		probed = kprobe_comes(_metadata, fd, offset, 0) ? 1 << KPROBE : 0;
		direct_turns(_metadata, fd, true, offset, probed);
		if (probed)
			ASSERT_EQ(0, user_off(fd, KPROBE));
		probed = kprobe_comes(_metadata, fd, offset, 1 << DIRECT) ?
			 1 << KPROBE : 0;
		direct_turns(_metadata, fd, false, offset, probed);
		if (probed)
			ASSERT_EQ(0, user_off(fd, KPROBE));
		taken += !!probed;
	}
	TH_LOG("kprobes at %u places from +1 to +%u", taken, SITE_END - 1);
	EXPECT_LT(0, taken);
}

TEST_WITH(has(self->fd, KRETPROBE), "no direct calls, or no kretprobes here",
	  dc10_kretprobe)
{
	with(_metadata, fd, KRETPROBE);
}

TEST_DIRECT(dc10_function_tracer)
{
	with(_metadata, fd, TRACER);
}

TEST_DIRECT(dc10_function_graph)
{
	with(_metadata, fd, GRAPH);
}

TEST_WITH(has(self->fd, FPROBE), "no direct calls, or no fprobe here",
	  dc10_fprobe)
{
	with(_metadata, fd, FPROBE);
}

/* The direct call's owner agrees to share: both are effective. */
TEST_WITH(direct_share(self->fd) == 0,
	  "no direct calls, or they cannot share with livepatch here",
	  dc10_ipmodify)
{
	with(_metadata, fd, IPMODIFY);
}

/* The owner does not agree: the second user is refused, the first one stays. */
TEST_DIRECT(dc10_ipmodify_refused)
{
	ASSERT_EQ(0, user_on(fd, DIRECT));
	EXPECT_EQ(-EBUSY, user_on(fd, IPMODIFY));
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
	ASSERT_EQ(0, user_off(fd, DIRECT));

	ASSERT_EQ(0, user_on(fd, IPMODIFY));
	EXPECT_EQ(-EBUSY, user_on(fd, DIRECT));
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << IPMODIFY));
	ASSERT_EQ(0, user_off(fd, IPMODIFY));

	ASSERT_EQ(0, user_on(fd, DIRECT));
	EXPECT_TRUE(calls_are_right(_metadata, fd, 1 << DIRECT));
}

/* Three at once take a hundred steps each. */
#define TEST_LONG(test)							\
	TEST_WITH(getenv("FTRACE_DIRECT_LONG"),				\
		  "no direct calls, or FTRACE_DIRECT_LONG is not set", test)

TEST_LONG(dc10_callback_and_kprobe)
{
	with_both(_metadata, fd, CALLBACK, KPROBE);
}

TEST_LONG(dc10_callback_and_regs)
{
	with_both(_metadata, fd, CALLBACK, REGS);
}

TEST_LONG(dc10_kprobe_and_kretprobe)
{
	with_both(_metadata, fd, KPROBE, KRETPROBE);
}

TEST_LONG(dc10_function_tracer_and_kretprobe)
{
	with_both(_metadata, fd, TRACER, KRETPROBE);
}

TEST_LONG(dc10_function_graph_and_kretprobe)
{
	with_both(_metadata, fd, GRAPH, KRETPROBE);
}

TEST_LONG(dc10_function_graph_and_callback)
{
	with_both(_metadata, fd, GRAPH, CALLBACK);
}

TEST_LONG(dc10_function_graph_and_kprobe)
{
	with_both(_metadata, fd, GRAPH, KPROBE);
}

TEST_HARNESS_MAIN
