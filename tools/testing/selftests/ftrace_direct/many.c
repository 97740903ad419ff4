// SPDX-License-Identifier: GPL-2.0
/*
 * One direct call on many functions, DC-09; what is left after it is detached,
 * DC-31 and DC-32; and the part of DC-30 that takes many functions to show.
 */
#include "inplace.h"
#include "limit.h"
#include "many_tests.h"	/* before libc's: it defines _GNU_SOURCE */

#include <errno.h>

/*
 * A base that does not remove their entries refuses these functions from then on.
 * No other test uses them.
 */
#define STALE_FIRST	1004
#define STALE_COUNT	5

/* Twice, with the same handle. */
static void attach_so_many(struct __test_metadata *_metadata, int fd,
			   unsigned int count)
{
	struct dct_many many = { .count = count };
	int round;

	for (round = 0; round < 2; round++) {
		ASSERT_EQ(0, attach(fd, &many));
		check_calls(_metadata, fd, 0, count, 0);
		ASSERT_EQ(0, detach(fd, &many, 0));
		check_none(_metadata, fd);
	}
}

/* By address, each of them is attached and detached alone, which takes long. */
#define TEST_1000(test)							\
	TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT),	\
		       "this kernel has no direct calls", test,		\
		       TEST_TIMEOUT_SLOW)

TEST_DIRECT(dc09_one)
{
	attach_so_many(_metadata, fd, 1);
}

TEST_DIRECT(dc09_64)
{
	attach_so_many(_metadata, fd, 64);
}

TEST_DIRECT(dc09_65)
{
	attach_so_many(_metadata, fd, 65);
}

TEST_1000(dc09_1000)
{
	attach_so_many(_metadata, fd, 1000);
}

/* Two handles at the same time; one is detached, the other stays. */
TEST_DIRECT(dc09_64_and_65)
{
	struct dct_many some = { .count = 64 };
	struct dct_many others = { .slot = 1, .first = 64, .count = 65 };

	ASSERT_EQ(0, attach(fd, &some));
	ASSERT_EQ(0, attach(fd, &others));
	check_calls(_metadata, fd, 0, 64 + 65, 0);
	ASSERT_EQ(0, detach(fd, &some, 0));
	check_calls(_metadata, fd, 64, 65, 0);
	ASSERT_EQ(0, detach(fd, &others, 0));
	check_none(_metadata, fd);
}

static void modify_1000(struct __test_metadata *_metadata, int fd)
{
	struct dct_many many = { .count = 1000 };

	ASSERT_EQ(0, attach(fd, &many));
	ASSERT_EQ(0, modify(fd, &many, 1));
	check_calls(_metadata, fd, 0, 1000, 1);
	ASSERT_EQ(0, modify(fd, &many, 0));
	check_calls(_metadata, fd, 0, 1000, 0);
	ASSERT_EQ(0, detach(fd, &many, 0));
	check_none(_metadata, fd);
}

TEST_1000(dc09_modify_1000)
{
	modify_1000(_metadata, fd);
}

/* In place, other tasks may run after each 256 sites. */
TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT) && has_in_place(),
	       "no direct calls, or no switch in place", dc09_modify_1000_in_batches,
	       TEST_TIMEOUT_SLOW)
{
	struct dct_updates on = { .watch = true }, off = {};
	struct dct_many many = { .count = 1000 };

	ASSERT_EQ(0, attach(fd, &many));
	ASSERT_EQ(0, ASK(fd, DCT_UPDATES, &on));
	if (on.result)
		SKIP(return, "no kprobes: %d", on.result);
	ASSERT_EQ(0, modify(fd, &many, 1));
	ASSERT_EQ(0, ASK(fd, DCT_UPDATES, &off));
	EXPECT_EQ(0, off.count);
	EXPECT_LE(4, off.batches);
	check_calls(_metadata, fd, 0, 1000, 1);
	ASSERT_EQ(0, detach(fd, &many, 1));
	check_none(_metadata, fd);
}

/* Functions with far trampolines share a veneer. */
TEST_1000(dc09_modify_1000_far)
{
	int err = far_on(fd);

	if (err == -EOPNOTSUPP)
		SKIP(return, "trampolines have to be in branch range here");
	ASSERT_EQ(0, err);
	modify_1000(_metadata, fd);
}

/* The first @nr functions run @tramp's handler, the next up to 129 the other's. */
static void check_two(struct __test_metadata *_metadata, int fd,
		      unsigned int nr, unsigned int tramp)
{
	struct dct_many_calls calls = { .count = nr, .tramp = tramp };

	ASSERT_EQ(0, ASK(fd, DCT_MANY_CALL, &calls));
	EXPECT_EQ(nr, calls.direct);
	calls = (struct dct_many_calls){
		.first = nr, .count = 129 - nr, .tramp = !tramp,
	};
	ASSERT_EQ(0, ASK(fd, DCT_MANY_CALL, &calls));
	EXPECT_EQ(129 - nr, calls.direct);
	EXPECT_EQ(DCT_NR_MANY - 129, calls.bare);
}

/* Of 129 functions that share a veneer the first @leave switch, the others do not. */
static void leave_veneer(struct __test_metadata *_metadata, int fd,
			 unsigned int leave)
{
	struct dct_many those = { .count = leave };
	struct dct_many others = { .slot = 1, .first = leave,
				   .count = 129 - leave };

	ASSERT_EQ(0, attach(fd, &those));
	ASSERT_EQ(0, attach(fd, &others));
	ASSERT_EQ(0, modify(fd, &those, 1));
	check_two(_metadata, fd, leave, 1);
	ASSERT_EQ(0, modify(fd, &others, 1));
	check_calls(_metadata, fd, 0, 129, 1);
	ASSERT_EQ(0, detach(fd, &others, 1));
	check_calls(_metadata, fd, 0, leave, 1);
	ASSERT_EQ(0, detach(fd, &those, 1));
	check_none(_metadata, fd);
}

TEST_DIRECT(dc23_leave_shared_veneer)
{
	int err = far_on(fd);

	if (err == -EOPNOTSUPP)
		SKIP(return, "trampolines have to be in branch range here");
	ASSERT_EQ(0, err);
	leave_veneer(_metadata, fd, 64);
	leave_veneer(_metadata, fd, 65);
	leave_veneer(_metadata, fd, 128);
}

static uint64_t branch_of(struct __test_metadata *_metadata, int fd, unsigned int func)
{
	struct dct_branch branch = { .func = func, .many = 1 };

	ASSERT_EQ(0, ASK(fd, DCT_BRANCH, &branch));
	ASSERT_EQ(0, branch.result);
	return branch.target;
}

/*
 * All functions of a veneer switch, and no task can be executing it: it is moved. What is
 * before the first function of the module may not be readable, as reading its site needs.
 */
TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) && has_veneers() && has_in_place(),
	"no direct calls, no veneers here, or no switch in place",
	dc23_shared_veneer_moves)
{
	struct dct_veneers_settle settle;
	struct dct_many many = { .first = 1, .count = 3 };
	unsigned int i, tramp;
	uint64_t veneer;

	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, ASK(fd, DCT_VENEERS_SETTLE, &settle));
	if (settle.result == -EOPNOTSUPP)
		SKIP(return, "no CONFIG_KALLSYMS_ALL");
	ASSERT_EQ(0, attach(fd, &many));
	veneer = branch_of(_metadata, fd, many.first);
	EXPECT_NE(0, veneer);
	for (tramp = 1; tramp != 3; tramp++) {
		ASSERT_EQ(0, modify(fd, &many, tramp % 2));
		for (i = 0; i < many.count; i++) {
			EXPECT_EQ(veneer, branch_of(_metadata, fd, many.first + i))
				TH_LOG("function %u", i);
		}
		check_calls(_metadata, fd, many.first, many.count, tramp % 2);
	}
	ASSERT_EQ(0, detach(fd, &many, 0));
	check_none(_metadata, fd);
}

/* One function of many has a direct call already: none of them gets another. */
TEST_DIRECT(dc30_one_of_many_busy)
{
	struct dct_many one = { .first = 80, .count = 1 };
	struct dct_many many = { .slot = 1, .first = 10, .count = 100,
				 .tramp = 1 };

	ASSERT_EQ(0, attach(fd, &one));
	EXPECT_EQ(-EBUSY, attach(fd, &many));
	check_calls(_metadata, fd, 80, 1, 0);

	ASSERT_EQ(0, detach(fd, &one, 0));
	ASSERT_EQ(0, attach(fd, &many));
	check_calls(_metadata, fd, 10, 100, 1);
	ASSERT_EQ(0, detach(fd, &many, 1));
	check_none(_metadata, fd);
}

/* Nothing is left that would refuse the functions to their next user. */
static void check_free(struct __test_metadata *_metadata, int fd,
		       struct dct_many *many)
{
	struct dct_many other = *many;

	check_none(_metadata, fd);
	ASSERT_EQ(0, attach(fd, many));
	check_calls(_metadata, fd, many->first, many->count, many->tramp);
	ASSERT_EQ(0, detach(fd, many, many->tramp));

	other.slot = !many->slot;
	other.tramp = !many->tramp;
	ASSERT_EQ(0, attach(fd, &other));
	check_calls(_metadata, fd, other.first, other.count, other.tramp);
	ASSERT_EQ(0, detach(fd, &other, other.tramp));
	check_none(_metadata, fd);
}

#define TEST_STALE(test)						\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		device_api(self->fd) != API_IP,				\
		"no direct calls, or an interface that warns about it", test)

TEST_STALE(dc32_never_attached_address)
{
	struct dct_many many = { .first = STALE_FIRST, .count = STALE_COUNT };

	ASSERT_EQ(0, attach(fd, &many));
	EXPECT_EQ(0, detach(fd, &many, 1));
	check_free(_metadata, fd, &many);
}

/* As a user does that missed a switch. */
TEST_STALE(dc32_address_before_switch)
{
	struct dct_many many = { .first = STALE_FIRST + STALE_COUNT,
				 .count = STALE_COUNT };

	ASSERT_EQ(0, attach(fd, &many));
	ASSERT_EQ(0, modify(fd, &many, 1));
	EXPECT_EQ(0, detach(fd, &many, 0));
	check_free(_metadata, fd, &many);
}

/* The entries of another handle with the same trampoline stay. */
TEST_STALE(dc32_other_entries_stay)
{
	struct dct_many others = { .slot = 1, .count = 65, .tramp = 1 };
	struct dct_many many = { .first = STALE_FIRST + 2 * STALE_COUNT,
				 .count = STALE_COUNT };

	ASSERT_EQ(0, attach(fd, &others));
	ASSERT_EQ(0, attach(fd, &many));
	EXPECT_EQ(0, detach(fd, &many, 1));
	check_calls(_metadata, fd, 0, 65, 1);
	ASSERT_EQ(0, attach(fd, &many));
	ASSERT_EQ(0, detach(fd, &many, 0));
	check_calls(_metadata, fd, 0, 65, 1);
	ASSERT_EQ(0, detach(fd, &others, 1));
	check_none(_metadata, fd);
}

TEST_HARNESS_MAIN
