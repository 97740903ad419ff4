// SPDX-License-Identifier: GPL-2.0
/*
 * Direct calls from every context: DC-06. Each test runs twice: first the site
 * calls the trampoline, then a plain callback is attached too, so that the call
 * goes through ftrace.
 */
#include "fixture.h"
#include "accounts.h"

DEFINE_FIXTURE(direct)

#define CALLS	20	/* a timer makes one each jiffy */
#define ROUNDS	10
#define DEPTH	20

static void check_sums(struct __test_metadata *_metadata, int fd,
		       unsigned int context, uint64_t calls)
{
	struct sums s;

	ASSERT_EQ(0, account_sum(fd, 0, context, &s));
	EXPECT_EQ(calls, s.calls);
	EXPECT_EQ(calls, s.handler[0]);
	EXPECT_EQ(0, s.handler[1]);
	EXPECT_EQ(calls, s.body);
	EXPECT_EQ(0, s.late);
	EXPECT_EQ(0, s.bad);
	EXPECT_EQ(0, s.unknown);
}

static void call_from(struct __test_metadata *_metadata, int fd,
		      unsigned int context)
{
	struct dct_other_ops others;

	if (!(contexts_here(fd) & BIT(context)))
		SKIP(return, "this machine has no such context");
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	ASSERT_EQ(0, run_in(fd, 0, context, CALLS));
	check_sums(_metadata, fd, context, CALLS);

	ASSERT_EQ(0, other_ops_on(fd, DCT_OTHER_PLAIN, false));
	ASSERT_EQ(0, run_in(fd, 0, context, CALLS));
	check_sums(_metadata, fd, context, 2 * CALLS);
	ASSERT_EQ(0, other_ops_off(fd, &others));
	EXPECT_EQ(CALLS, others.calls);
}

TEST_DIRECT(dc06_tasklet)
{
	call_from(_metadata, fd, DCT_CONTEXT_TASKLET);
}

TEST_DIRECT(dc06_timer)
{
	call_from(_metadata, fd, DCT_CONTEXT_TIMER);
}

TEST_DIRECT(dc06_irq_work)
{
	call_from(_metadata, fd, DCT_CONTEXT_IRQ_WORK);
}

TEST_DIRECT(dc06_hrtimer)
{
	call_from(_metadata, fd, DCT_CONTEXT_HRTIMER);
}

TEST_DIRECT(dc06_ipi)
{
	call_from(_metadata, fd, DCT_CONTEXT_IPI);
}

TEST_DIRECT(dc06_nmi)
{
	call_from(_metadata, fd, DCT_CONTEXT_NMI);
}

TEST_DIRECT(dc06_callback)
{
	call_from(_metadata, fd, DCT_CONTEXT_CALLBACK);
}

/* What one call of a function of nest.c adds to the counts of another. */
struct share {
	uint64_t times, sum;
};

static void check_share(struct __test_metadata *_metadata,
			const struct dct_nest *nest, unsigned int func,
			struct share one, unsigned int rounds)
{
	EXPECT_EQ(rounds * one.times, nest->body[func]);
	EXPECT_EQ(rounds * one.sum, nest->body_sum[func]);
	EXPECT_EQ(rounds * one.times, nest->handler[func]);
	EXPECT_EQ(rounds * one.sum, nest->handler_sum[func]);
}

static void nest_often(struct __test_metadata *_metadata, int fd,
		       unsigned int func, struct dct_nest *nest)
{
	unsigned int i;

	for (i = 0; i < ROUNDS; i++)
		ASSERT_EQ(0, nest_call(fd, func, DEPTH, nest));
}

/* Call @func DEPTH levels deep; each call adds @shares. */
static void nest_both_ways(struct __test_metadata *_metadata, int fd,
			   unsigned int func,
			   const struct share shares[DCT_NR_NESTS])
{
	struct dct_other_ops others;
	struct dct_nest nest;
	uint64_t all = 0;
	unsigned int i;

	nest_often(_metadata, fd, func, &nest);
	for (i = 0; i < DCT_NR_NESTS; i++)
		check_share(_metadata, &nest, i, shares[i], ROUNDS);

	ASSERT_EQ(0, other_ops_on(fd, DCT_OTHER_PLAIN, false));
	nest_often(_metadata, fd, func, &nest);
	ASSERT_EQ(0, other_ops_off(fd, &others));
	for (i = 0; i < DCT_NR_NESTS; i++) {
		check_share(_metadata, &nest, i, shares[i], 2 * ROUNDS);
		all += ROUNDS * shares[i].times;
	}
	EXPECT_EQ(all, others.calls);
}

TEST_DIRECT(dc06_recursion)
{
	static const struct share shares[DCT_NR_NESTS] = {
		[DCT_NEST_SELF] = { DEPTH + 1, DEPTH * (DEPTH + 1) / 2 },
	};

	nest_both_ways(_metadata, fd, DCT_NEST_SELF, shares);
}

TEST_DIRECT(dc06_mutual_recursion)
{
	/* 20, 18, ... 0 and 19, 17, ... 1 */
	static const struct share shares[DCT_NR_NESTS] = {
		[DCT_NEST_PING] = { DEPTH / 2 + 1, DEPTH / 2 * (DEPTH / 2 + 1) },
		[DCT_NEST_PONG] = { DEPTH / 2, DEPTH / 2 * DEPTH / 2 },
	};

	nest_both_ways(_metadata, fd, DCT_NEST_PING, shares);
}

/* The handler calls its own function, with n + 1, and another, with n + 2. */
TEST_DIRECT(dc06_called_by_handler)
{
	static const struct share shares[DCT_NR_NESTS] = {
		[DCT_NEST_ASKER] = { 2, DEPTH + DEPTH + 1 },
		[DCT_NEST_LEAF] = { 1, DEPTH + 2 },
	};

	nest_both_ways(_metadata, fd, DCT_NEST_ASKER, shares);
}

TEST_HARNESS_MAIN
