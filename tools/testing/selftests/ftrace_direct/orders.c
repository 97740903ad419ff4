// SPDX-License-Identifier: GPL-2.0
/*
 * A direct call and other users at the entry of one function, DC-10: attached and
 * detached in every order. In each state every user that is attached, the direct
 * call's handler and the function itself run once per call.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <errno.h>
#include <stdlib.h>

#include "fault.h"
#include "inplace.h"
#include "tracefs.h"
#include "walk.h"

static int as_before(void)
{
	return tracefs_off() ?: as_after_boot();
}

DEFINE_FIXTURE_THEN(direct, as_before)

#define CALLS	3
#define TRACED	"dct_target_word"

/* The users, as bits: the direct call, then the module's, then those of tracefs. */
enum user {
	DIRECT,
	CALLBACK, REGS, KPROBE, KRETPROBE, FPROBE, IPMODIFY,
	TRACER, GRAPH,
	NR_USERS,
};

static const char *const names[NR_USERS] = {
	"direct", "callback", "regs", "kprobe", "kretprobe", "fprobe",
	"ipmodify", "function", "function_graph",
};

static int module_user(int fd, unsigned long cmd, enum user user)
{
	struct dct_user req = { .kind = user - CALLBACK };

	return ASK(fd, cmd, &req) ?: req.result;
}

static int kprobe_at(int fd, unsigned int offset)
{
	struct dct_user req = { .kind = KPROBE - CALLBACK, .offset = offset };

	return ASK(fd, DCT_USER_ON, &req) ?: req.result;
}

static int user_on(int fd, enum user user)
{
	switch (user) {
	case DIRECT:
		return direct_register(fd, 0, 0);
	case TRACER:
	case GRAPH:
		return tracefs_write("current_tracer", names[user]);
	default:
		return module_user(fd, DCT_USER_ON, user);
	}
}

static int user_off(int fd, enum user user)
{
	switch (user) {
	case DIRECT:
		return direct_unregister(fd, 0, 0);
	case TRACER:
	case GRAPH:
		return tracefs_write("current_tracer", "nop");
	default:
		return module_user(fd, DCT_USER_OFF, user);
	}
}

/* How often each user and the function ran. */
struct seen {
	uint64_t hits[NR_USERS];
	uint64_t returns[NR_USERS];
	uint64_t body, replaced, missed, bad_args;
};

static struct seen look(struct __test_metadata *_metadata, int fd)
{
	struct dct_counts counts;
	struct dct_users users;
	struct seen seen = {};
	unsigned int i;

	ASSERT_EQ(0, read_counts(fd, &counts));
	ASSERT_EQ(0, ASK(fd, DCT_USERS, &users));
	seen.hits[DIRECT] = counts.handler[0];
	for (i = 0; i < DCT_NR_USERS; i++) {
		seen.hits[CALLBACK + i] = users.hits[i];
		seen.returns[CALLBACK + i] = users.returns[i];
	}
	seen.body = counts.body;
	seen.replaced = users.replaced;
	seen.missed = users.missed;
	seen.bad_args = counts.bad_args;
	return seen;
}

static bool same(struct __test_metadata *_metadata, const char *what,
		 enum user user, int64_t expected, int64_t seen)
{
	if (expected == seen)
		return true;
	TH_LOG("%s of %s: %lld, not %lld", what, names[user], (long long)seen,
	       (long long)expected);
	return false;
}

/* The trace shows CALLS calls. Only a call that returned has ";". */
static bool trace_is_right(struct __test_metadata *_metadata,
			   unsigned int there)
{
	bool right = true;

	if (there & 1 << TRACER)
		right &= same(_metadata, "lines", TRACER, CALLS,
			      tracefs_lines(TRACED, "<-"));
	if (there & 1 << GRAPH)
		right &= same(_metadata, "lines", GRAPH, CALLS,
			      tracefs_lines(TRACED, "();"));
	if (there & (1 << TRACER | 1 << GRAPH))
		ASSERT_EQ(0, tracefs_write("trace", ""));
	return right;
}

/* The users in @there, and no others, saw each of CALLS calls. */
static bool users_are_right(struct __test_metadata *_metadata,
			    unsigned int there, const struct seen *before,
			    const struct seen *after)
{
	bool right = true;
	enum user user;

	for (user = DIRECT; user < TRACER; user++) {
		unsigned int expected = there & 1 << user ? CALLS : 0;

		right &= same(_metadata, "hits", user, expected,
			      after->hits[user] - before->hits[user]);
		if (user == KRETPROBE || user == FPROBE)
			right &= same(_metadata, "returns", user, expected,
				      after->returns[user] -
				      before->returns[user]);
	}
	return right;
}

/* Call. The users in @there, and no others, see each call. */
static bool calls_are_right(struct __test_metadata *_metadata, int fd,
			    unsigned int there)
{
	struct seen before = look(_metadata, fd), after;
	unsigned int body = there & 1 << IPMODIFY ? 0 : CALLS;
	bool right;

	ASSERT_EQ(0, call_times(fd, CALLS));
	after = look(_metadata, fd);
	right = users_are_right(_metadata, there, &before, &after);
	right &= same(_metadata, "bodies", IPMODIFY, CALLS - body,
		      after.replaced - before.replaced);
	right &= same(_metadata, "bodies", DIRECT, body,
		      after.body - before.body);
	right &= same(_metadata, "misses", KRETPROBE, 0, after.missed);
	right &= same(_metadata, "wrong arguments", DIRECT, 0, after.bad_args);
	return trace_is_right(_metadata, there) && right;
}

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

#define TEST_WITH(condition, reason, test)				\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		(condition), reason, test)

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
