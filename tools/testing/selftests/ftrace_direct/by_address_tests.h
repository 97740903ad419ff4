/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tests of the interface by address, on the two accounted functions: a direct
 * call for each, without ops.
 */
#include "accounts.h"
#include "fault.h"

#define RUNS	10

static inline int by_address(int fd, unsigned int what, unsigned int func,
			     unsigned int tramp)
{
	struct dct_by_ip req = { .what = what, .func = func, .tramp = tramp };

	return ASK(fd, DCT_BY_IP, &req) ?: req.result;
}

static inline int attach(int fd, unsigned int func, unsigned int tramp)
{
	return by_address(fd, DCT_BY_IP_ATTACH, func, tramp);
}

static inline int modify(int fd, unsigned int func, unsigned int tramp)
{
	return by_address(fd, DCT_BY_IP_MODIFY, func, tramp);
}

static inline int detach(int fd, unsigned int func)
{
	return by_address(fd, DCT_BY_IP_DETACH, func, 0);
}

/* Detach it, and say that it calls @tramp. */
static inline int detach_from(int fd, unsigned int func, unsigned int tramp)
{
	return by_address(fd, DCT_BY_IP_DETACH_FROM, func, tramp);
}

/* ftrace knows of so many trampolines, if it can be read. */
static inline void expect_trampolines(struct __test_metadata *_metadata, int fd,
				      int count)
{
	int known;

	ASSERT_EQ(0, ASK(fd, DCT_BY_IP_TRAMPS, &known));
	if (known >= 0)
		EXPECT_EQ(count, known);
}

/* @tramp's handler sees each call of the function; no handler does if < 0. */
static inline void check_calls(struct __test_metadata *_metadata, int fd,
			       unsigned int func, int tramp)
{
	struct sums before, after;
	int t;

	ASSERT_EQ(0, account_sum(fd, func, DCT_CONTEXT_THREAD, &before));
	ASSERT_EQ(0, run_in(fd, func, DCT_CONTEXT_THREAD, RUNS));
	ASSERT_EQ(0, account_sum(fd, func, DCT_CONTEXT_THREAD, &after));
	EXPECT_EQ(before.body + RUNS, after.body);
	for (t = 0; t < DCT_NR_TRAMPS; t++) {
		EXPECT_EQ(before.handler[t] + (t == tramp ? RUNS : 0),
			  after.handler[t])
			TH_LOG("function %u, trampoline %d", func, t);
	}
}

static inline void check_both(struct __test_metadata *_metadata, int fd,
			      int tramp0, int tramp1)
{
	check_calls(_metadata, fd, 0, tramp0);
	check_calls(_metadata, fd, 1, tramp1);
}

#define MOST	1000	/* allocations of one operation */

/*
 * Do @op again and again, each time with another of its allocations failing; @undo
 * restores the state before it. After -ENOMEM function 0 is in state @before, and
 * @op without a failure succeeds.
 */
static inline void without_memory(struct __test_metadata *_metadata, int fd,
				  int (*op)(int fd), int (*undo)(int fd),
				  int before, int after, int other)
{
	unsigned int nth, refused = 0;
	int err, failed = 1;

	for (nth = 1; failed; nth++) {
		ASSERT_GT(MOST, nth);
		ASSERT_EQ(0, fault_arm(nth));
		err = op(fd);
		failed = fault_disarm();
		ASSERT_LE(0, failed);
		if (err) {
			ASSERT_EQ(-ENOMEM, err);
			refused++;
			check_both(_metadata, fd, before, other);
			ASSERT_EQ(0, op(fd));
		}
		check_both(_metadata, fd, after, other);
		ASSERT_EQ(0, undo(fd));
		check_both(_metadata, fd, before, other);
	}
	TH_LOG("%u allocations, %u of them necessary", nth - 2, refused);
	EXPECT_LT(0, refused);
}

static inline int attach_first(int fd)
{
	return attach(fd, 0, 0);
}

static inline int detach_first(int fd)
{
	return detach(fd, 0);
}

#define TEST_NO_MEMORY(test)						\
	TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT) &&	\
		       device_api(self->fd) != API_OPS && fault_is_there(), \
		       "no direct calls, none by address, or no CONFIG_FAILSLAB with debugfs", \
		       test, TEST_TIMEOUT_SLOW)
