// SPDX-License-Identifier: GPL-2.0
/*
 * A direct call belongs to the ops that it was registered with. What is done with
 * other ops, whose filter has the same function by then, does not change it: DC-20,
 * DC-32. The filter of attached ops stays as it is: DC-30.
 */
#include "inplace.h"
#define MANY_THEN as_after_boot
#include "many_tests.h"	/* before libc's: it defines _GNU_SOURCE */

#include <errno.h>

#define COUNT	5
#define OTHERS	10	/* the first of the others' functions */

/* Functions that keep an entry where the test fails; many.c has others. */
#define LEFT	990

#define TEST_OWNERS(test)						\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		device_api(self->fd) != API_IP,				\
		"no direct calls, or an interface without ops", test)

static int filter(int fd, unsigned int what, unsigned int func)
{
	struct dct_many_filter req = { .what = what, .func = func };

	return ASK(fd, DCT_MANY_FILTER, &req) ?: req.result;
}

/* @count functions from @first on run @tramp's handler. */
static void expect_direct(struct __test_metadata *_metadata, int fd,
			  unsigned int first, unsigned int count,
			  unsigned int tramp)
{
	struct dct_many_calls calls = {
		.first = first, .count = count, .tramp = tramp,
	};

	ASSERT_EQ(0, ASK(fd, DCT_MANY_CALL, &calls));
	EXPECT_EQ(count, calls.direct)
		TH_LOG("from function %u on", first);
}

/*
 * Slot 0, of which the filter can change, and slot 1 for the others. Slot 0 gets a
 * function of the others, or is refused it.
 */
static void attach_both(struct __test_metadata *_metadata, int fd,
			unsigned int tramp)
{
	struct dct_many one = { .count = COUNT };
	struct dct_many others = { .slot = 1, .first = OTHERS, .count = COUNT,
				   .tramp = tramp };
	int err;

	ASSERT_EQ(0, attach(fd, &one));
	ASSERT_EQ(0, attach(fd, &others));
	err = filter(fd, DCT_FILTER_ADD, OTHERS);
	ASSERT_NE(NO_ANSWER, err);
	TH_LOG("adding a function: %d", err);
	expect_direct(_metadata, fd, 0, COUNT, 0);
	expect_direct(_metadata, fd, OTHERS, COUNT, tramp);
}

static void detach_leaves_others(struct __test_metadata *_metadata, int fd,
				 unsigned int tramp)
{
	struct dct_many one = { .count = COUNT };
	struct dct_many others = { .slot = 1, .first = OTHERS, .count = COUNT,
				   .tramp = tramp };

	attach_both(_metadata, fd, tramp);
	ASSERT_EQ(0, detach(fd, &one, 0));
	check_calls(_metadata, fd, OTHERS, COUNT, tramp);
	ASSERT_EQ(0, modify(fd, &others, !tramp));
	check_calls(_metadata, fd, OTHERS, COUNT, !tramp);
	ASSERT_EQ(0, detach(fd, &others, !tramp));
	check_none(_metadata, fd);
}

TEST_OWNERS(dc32_detach_leaves_others)
{
	detach_leaves_others(_metadata, fd, 1);
}

/* The trampoline is no means to tell whose direct call it is. */
TEST_OWNERS(dc32_detach_leaves_others_of_same_trampoline)
{
	detach_leaves_others(_metadata, fd, 0);
}

static void switch_leaves_others(struct __test_metadata *_metadata, int fd)
{
	struct dct_many one = { .count = COUNT };
	struct dct_many others = { .slot = 1 };

	attach_both(_metadata, fd, 0);
	ASSERT_EQ(0, modify(fd, &one, 1));
	expect_direct(_metadata, fd, 0, COUNT, 1);
	expect_direct(_metadata, fd, OTHERS, COUNT, 0);
	ASSERT_EQ(0, detach(fd, &one, 1));
	ASSERT_EQ(0, detach(fd, &others, 0));
	check_none(_metadata, fd);
}

TEST_OWNERS(dc20_switch_leaves_others)
{
	switch_leaves_others(_metadata, fd);
	if (by_stub_ops() == -ENOENT)
		return;
	switch_leaves_others(_metadata, fd);
}

/* A function that is removed from the filter is free when the ops are detached. */
TEST_OWNERS(dc32_removed_function_is_free)
{
	struct dct_many one = { .first = LEFT, .count = COUNT };
	struct dct_many next = { .slot = 1, .first = LEFT, .count = 1 };

	ASSERT_EQ(0, attach(fd, &one));
	TH_LOG("removing a function: %d", filter(fd, DCT_FILTER_REMOVE, LEFT));
	ASSERT_EQ(0, detach(fd, &one, 0));
	check_none(_metadata, fd);
	EXPECT_EQ(0, attach(fd, &next));
}

/* A kernel that accepts these complains of a function that nothing is attached to. */
#define TEST_FIXED(test)						\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) && has_in_place(), \
		"no direct calls, or a kernel without the series", test)

/* So many that each bucket of the filter has its turn. */
static void expect_fixed(struct __test_metadata *_metadata, int fd)
{
	unsigned int i, added = 0, removed = 0;

	for (i = 0; i < COUNT; i++)
		removed += filter(fd, DCT_FILTER_REMOVE, i) != -EBUSY;
	for (i = 0; i < 8 * COUNT; i++)
		added += filter(fd, DCT_FILTER_ADD, OTHERS + COUNT + i) != -EBUSY;
	EXPECT_EQ(0, removed);
	EXPECT_EQ(0, added);
}

TEST_FIXED(dc30_filter_of_attached)
{
	struct dct_many one = { .count = COUNT };
	struct dct_many other = { .slot = 1, .first = OTHERS, .count = 1 };

	ASSERT_EQ(0, attach(fd, &one));
	ASSERT_EQ(0, attach(fd, &other));
	EXPECT_EQ(-EBUSY, filter(fd, DCT_FILTER_ADD, OTHERS));
	EXPECT_EQ(-EBUSY, filter(fd, DCT_FILTER_ADD, OTHERS + 1));
	EXPECT_EQ(-EBUSY, filter(fd, DCT_FILTER_REMOVE, 0));
	EXPECT_EQ(0, filter(fd, DCT_FILTER_ADD, 0));
	EXPECT_EQ(0, filter(fd, DCT_FILTER_AGAIN, 0));
	expect_fixed(_metadata, fd);
	ASSERT_EQ(0, detach(fd, &other, 0));
	check_calls(_metadata, fd, 0, COUNT, 0);
	ASSERT_EQ(0, detach(fd, &one, 0));
	check_none(_metadata, fd);

	EXPECT_EQ(0, filter(fd, DCT_FILTER_ADD, OTHERS));
	EXPECT_EQ(0, filter(fd, DCT_FILTER_REMOVE, OTHERS));
	EXPECT_EQ(0, attach(fd, &one));
	check_calls(_metadata, fd, 0, COUNT, 0);
	ASSERT_EQ(0, detach(fd, &one, 0));
}

/* A function that is not traced would be attached, and never called. */
TEST_FIXED(dc30_notrace_of_attached)
{
	struct dct_many one = { .count = COUNT };

	ASSERT_EQ(0, attach(fd, &one));
	EXPECT_GT(0, filter(fd, DCT_FILTER_NOTRACE, 0));
	check_calls(_metadata, fd, 0, COUNT, 0);
	ASSERT_EQ(0, detach(fd, &one, 0));
	check_none(_metadata, fd);
}

TEST_FIXED(dc30_notrace_then_attach)
{
	struct dct_many one = { .count = COUNT };
	int err;

	ASSERT_EQ(0, attach(fd, &one));
	ASSERT_EQ(0, detach(fd, &one, 0));
	err = filter(fd, DCT_FILTER_NOTRACE, 0);
	if (err)
		SKIP(return, "these ops are refused functions that are not traced");
	EXPECT_EQ(-EINVAL, attach(fd, &one));
	check_none(_metadata, fd);
	EXPECT_EQ(0, filter(fd, DCT_FILTER_NO_NOTRACE, 0));
	EXPECT_EQ(0, attach(fd, &one));
	check_calls(_metadata, fd, 0, COUNT, 0);
	ASSERT_EQ(0, detach(fd, &one, 0));
}

#define ROUNDS	3

static void rivals(struct __test_metadata *_metadata, int fd, struct dct_rivals *req)
{
	req->rounds = ROUNDS;
	ASSERT_EQ(0, ASK(fd, DCT_RIVALS, req));
	if (req->result == -EOPNOTSUPP)
		SKIP(return, "kallsyms has no data symbols");
	EXPECT_EQ(0, req->result);
	EXPECT_EQ(0, req->wrong);
}

/* Of two registrations at once, one is refused and changes nothing. */
TEST_FIXED(dc30_registered_twice_at_once)
{
	struct dct_rivals req = { .what = DCT_RIVAL_REGISTERS };

	rivals(_metadata, fd, &req);
	EXPECT_EQ(0, req.cleared);
	check_none(_metadata, fd);
}

/* A switch that waited while the ops were detached is refused, and changes nothing. */
TEST_FIXED(dc22_detached_while_switch_waits)
{
	struct dct_rivals req = { .what = DCT_RIVAL_UNREGISTERS };

	rivals(_metadata, fd, &req);
	check_none(_metadata, fd);
	ASSERT_EQ(0, by_stub_ops());
	rivals(_metadata, fd, &req);
	check_none(_metadata, fd);
}

/* A function that gets into the filter meanwhile is called, or refused. */
TEST_FIXED(dc30_filter_while_registered)
{
	struct dct_rivals req = { .what = DCT_RIVAL_ADDS_FUNCTION };

	rivals(_metadata, fd, &req);
	TH_LOG("refused in %u rounds of %u", req.refused, req.rounds);
	EXPECT_EQ(0, req.uncalled);
	check_none(_metadata, fd);
}

TEST_HARNESS_MAIN
