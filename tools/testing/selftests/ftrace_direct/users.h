/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The users at the entry of one function: the direct call, those of the module and those
 * of tracefs. Which of them saw a call?
 */
#ifndef FTRACE_DIRECT_USERS_H
#define FTRACE_DIRECT_USERS_H

#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <errno.h>
#include <stdlib.h>

#include "inplace.h"
#include "tracefs.h"

static int as_before(void)
{
	return tracefs_off() ?: as_after_boot();
}

#define TEST_WITH(condition, reason, test)				\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		(condition), reason, test)

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

#endif /* FTRACE_DIRECT_USERS_H */
