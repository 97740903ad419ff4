// SPDX-License-Identifier: GPL-2.0
/*
 * Kernels that preempt: a task is preempted between site and trampoline, in a
 * veneer, in the trampoline or in the handler, and the trampoline is switched before
 * it runs again. DC-37; that the memory it runs in is kept is DC-24.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */
#include "inplace.h"

#define SWITCHES	200

#include "switch_run.h"

#define PERIOD_US	100	/* the callers are preempted that often */
#define PREEMPTED	100	/* times at least, or the test showed nothing */
#define ROUNDS		20	/* at most: a round may end before enough were preempted */

DEFINE_FIXTURE_THEN(direct, as_after_boot)

static bool preempts(int fd)
{
	struct dct_gate g;

	return !gate(fd, DCT_GATE_LOOK, &g) && g.preemption;
}

#define TEST_PREEMPT(test)						\
	TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT) &&	\
		       preempts(self->fd),				\
		       "no direct calls, or this kernel does not preempt", \
		       test, 12 * 3600)

/*
 * Switch @times, to the new trampoline in the end. Returns how often callers were
 * preempted meanwhile.
 */
static uint64_t preempted_in(struct __test_metadata *_metadata, int fd,
			     unsigned int times)
{
	struct dct_preempt req = { .period_us = PERIOD_US };

	ASSERT_EQ(0, ASK(fd, DCT_PREEMPT, &req));
	switch_all(_metadata, fd, FUNC(0), times);
	req.period_us = 0;
	ASSERT_EQ(0, ASK(fd, DCT_PREEMPT, &req));
	return req.preempted;
}

static void switch_while_preempted(struct __test_metadata *_metadata, int fd,
				   unsigned int times)
{
	unsigned int rounds = ROUNDS;
	uint64_t preempted, done;

	contexts = BIT(DCT_CONTEXT_THREAD) | BIT(DCT_CONTEXT_CALLBACK);
	begin(_metadata, fd, FUNC(0));
	preempted = preempted_in(_metadata, fd, times);
	while (preempted <= PREEMPTED && --rounds) {
		ASSERT_EQ(0, switch_times(fd, FUNC(0), DCT_SWITCH_MODIFY, 1, &done));
		preempted += preempted_in(_metadata, fd, times);
	}
	TH_LOG("callers were preempted %llu times",
	       (unsigned long long)preempted);
	EXPECT_LT(PREEMPTED, preempted);
	end(_metadata, fd, FUNC(0));
}

TEST_PREEMPT(dc37_calls_are_old_plus_new)
{
	switch_while_preempted(_metadata, fd, switches());
}

TEST_PREEMPT(dc37_far_calls_are_old_plus_new)
{
	int err = far_on(fd);

	if (err == -EOPNOTSUPP)
		SKIP(return, "trampolines have to be in branch range here");
	ASSERT_EQ(0, err);
	switch_while_preempted(_metadata, fd, switches());
}

TEST_PREEMPT(dc37_stub_calls_are_old_plus_new)
{
	if (by_stub_ops())
		SKIP(return, "never switched in place");
	switch_while_preempted(_metadata, fd, many_if_long());
}

TEST_HARNESS_MAIN
