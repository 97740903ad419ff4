// SPDX-License-Identifier: GPL-2.0
/*
 * The interface by address: one function, without ops. Several functions may call
 * the same trampoline and are switched independently: DC-20, DC-23, DC-31. A
 * debug kernel finds what these tests leak or use after it was freed: DC-33.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <errno.h>
#include <unistd.h>

#include "by_address_tests.h"
#include "inplace.h"

DEFINE_FIXTURE_THEN(direct, as_after_boot)

#define SWITCHES	21	/* odd, for the new trampoline to be the last */
#include "switch_run.h"

#define TEST_BY_ADDRESS(test)						\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		device_api(self->fd) != API_OPS,			\
		"no direct calls, or none by address", test)

TEST_BY_ADDRESS(dc31_attach_again)
{
	int round;

	for (round = 0; round < 3; round++) {
		ASSERT_EQ(0, attach(fd, 0, OLD));
		check_both(_metadata, fd, OLD, -1);
		ASSERT_EQ(0, detach(fd, 0));
		check_both(_metadata, fd, -1, -1);
	}
	EXPECT_EQ(-ENODEV, detach(fd, 0));
}

TEST_BY_ADDRESS(dc23_switch)
{
	ASSERT_EQ(0, attach(fd, 0, OLD));
	ASSERT_EQ(0, modify(fd, 0, NEW));
	check_both(_metadata, fd, NEW, -1);
	ASSERT_EQ(0, modify(fd, 0, NEW));
	check_both(_metadata, fd, NEW, -1);
	ASSERT_EQ(0, modify(fd, 0, OLD));
	check_both(_metadata, fd, OLD, -1);
	ASSERT_EQ(0, detach(fd, 0));
}

static void switch_called_from(struct __test_metadata *_metadata, int fd,
			       unsigned int where)
{
	unsigned int i;

	contexts = where;
	ASSERT_EQ(0, attach(fd, 0, OLD));
	ASSERT_EQ(0, load_start(fd, FUNC(0), contexts_here(fd) & contexts));
	let_run(_metadata, fd, FUNC(0), OLD);
	for (i = 1; i <= SWITCHES; i++) {
		usleep(STEP_US);
		ASSERT_EQ(0, modify(fd, 0, i % 2 ? NEW : OLD));
	}
	let_run(_metadata, fd, FUNC(0), NEW);
	end(_metadata, fd, FUNC(0));
	ASSERT_EQ(0, detach(fd, 0));
}

/* Nested callbacks lose callbacks when other contexts call too: alone, then. */
static void switch_under_load(struct __test_metadata *_metadata, int fd)
{
	switch_called_from(_metadata, fd, MOST_CONTEXTS);
	switch_called_from(_metadata, fd, BIT(DCT_CONTEXT_NESTED));
}

#define TEST_UNDER_LOAD(test)						\
	TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT) &&	\
		       device_api(self->fd) == API_MULTI,		\
		       "no direct calls, or not both by address and by ops", \
		       test, TEST_TIMEOUT_SLOW)

TEST_UNDER_LOAD(dc20_switch_under_load)
{
	switch_under_load(_metadata, fd);
}

TEST_UNDER_LOAD(dc20_switch_under_load_by_stub_ops)
{
	if (by_stub_ops())
		SKIP(return, "never switched in place");
	switch_under_load(_metadata, fd);
}

/* With another user of the function the list function calls the trampoline. */
static void switch_with_callback(struct __test_metadata *_metadata, int fd)
{
	struct dct_other_ops others;

	ASSERT_EQ(0, attach(fd, 0, OLD));
	ASSERT_EQ(0, other_ops_on(fd, DCT_OTHER_PLAIN, false));
	check_both(_metadata, fd, OLD, -1);
	ASSERT_EQ(0, modify(fd, 0, NEW));
	check_both(_metadata, fd, NEW, -1);
	ASSERT_EQ(0, other_ops_off(fd, &others));
	/* The callback is on both functions. */
	EXPECT_EQ(4 * RUNS, others.calls);
	check_both(_metadata, fd, NEW, -1);
}

TEST_BY_ADDRESS(dc23_switch_with_callback)
{
	switch_with_callback(_metadata, fd);
}

TEST_BY_ADDRESS(dc23_switch_with_callback_by_stub_ops)
{
	if (by_stub_ops())
		SKIP(return, "never switched in place");
	switch_with_callback(_metadata, fd);
}

/* Two functions call one trampoline. One is switched, the other keeps it. */
TEST_BY_ADDRESS(dc23_switch_one_of_two)
{
	ASSERT_EQ(0, attach(fd, 0, OLD));
	ASSERT_EQ(0, attach(fd, 1, OLD));
	check_both(_metadata, fd, OLD, OLD);
	ASSERT_EQ(0, modify(fd, 0, NEW));
	check_both(_metadata, fd, NEW, OLD);
	ASSERT_EQ(0, modify(fd, 1, NEW));
	check_both(_metadata, fd, NEW, NEW);
	ASSERT_EQ(0, detach(fd, 0));
	check_both(_metadata, fd, -1, NEW);
	ASSERT_EQ(0, detach(fd, 1));
	check_both(_metadata, fd, -1, -1);
}

#define NOT_REPAIRED	"not without the series"

/*
 * Two functions call one trampoline. One is switched, and detached from the trampoline
 * that it called before, as by an owner that does not know it: nothing is left of it, and
 * the other one can be switched too.
 */
TEST_BY_ADDRESS(dc30_detach_names_trampoline_before)
{
	if (!has_in_place())
		SKIP(return, NOT_REPAIRED);
	ASSERT_EQ(0, attach(fd, 0, OLD));
	ASSERT_EQ(0, attach(fd, 1, OLD));
	ASSERT_EQ(0, modify(fd, 0, NEW));
	expect_trampolines(_metadata, fd, 2);
	ASSERT_EQ(0, detach_from(fd, 0, OLD));
	check_both(_metadata, fd, -1, OLD);
	expect_trampolines(_metadata, fd, 1);
	EXPECT_EQ(0, modify(fd, 1, NEW));
	check_both(_metadata, fd, -1, NEW);
	ASSERT_EQ(0, detach(fd, 1));
	expect_trampolines(_metadata, fd, 0);
}

/* The last function of a trampoline is detached: nobody has to wait for the lock. */
TEST_BY_ADDRESS(dc36_detach_waits_unlocked)
{
	struct dct_waits waits;

	if (!has_in_place())
		SKIP(return, NOT_REPAIRED);
	ASSERT_EQ(0, attach(fd, 0, OLD));
	ASSERT_EQ(0, ASK(fd, DCT_WAITS_ON, &waits));
	if (waits.result == -EOPNOTSUPP)
		SKIP(return, "no kprobes, or direct_mutex cannot be found here");
	ASSERT_EQ(0, waits.result);
	ASSERT_EQ(0, detach(fd, 0));
	ASSERT_EQ(0, ASK(fd, DCT_WAITS_OFF, &waits));
	EXPECT_EQ(0, waits.with_lock);
}

/* Each detach removes its own entry; after both, nothing is left. */
TEST_BY_ADDRESS(dc33_detach_one_of_two)
{
	ASSERT_EQ(0, attach(fd, 0, OLD));
	ASSERT_EQ(0, attach(fd, 1, OLD));
	ASSERT_EQ(0, detach(fd, 0));
	check_both(_metadata, fd, -1, OLD);
	ASSERT_EQ(0, attach(fd, 0, NEW));
	check_both(_metadata, fd, NEW, OLD);
	ASSERT_EQ(0, detach(fd, 1));
	check_both(_metadata, fd, NEW, -1);
	ASSERT_EQ(0, detach(fd, 0));
	check_both(_metadata, fd, -1, -1);
}

/* Without the series, bases detach half of a direct call of ops by its address. */
#define TEST_BOTH_WAYS(test)						\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		device_api(self->fd) == API_MULTI && has_in_place(),	\
		"not both by address and by ops, or ops do not keep their functions", \
		test)

/* What ops attached is theirs: by address it is neither switched nor detached. */
TEST_BOTH_WAYS(dc30_function_of_ops)
{
	ASSERT_EQ(0, switch_attach(fd, 0, OLD));
	EXPECT_EQ(-EBUSY, attach(fd, 0, NEW));
	EXPECT_EQ(-ENODEV, modify(fd, 0, NEW));
	EXPECT_EQ(-ENODEV, detach(fd, 0));
	check_both(_metadata, fd, OLD, -1);
	ASSERT_EQ(0, switch_detach(fd, 0));
	check_both(_metadata, fd, -1, -1);

	ASSERT_EQ(0, attach(fd, 0, NEW));
	EXPECT_EQ(-EBUSY, switch_attach(fd, 0, OLD));
	check_both(_metadata, fd, NEW, -1);
	ASSERT_EQ(0, detach(fd, 0));
	check_both(_metadata, fd, -1, -1);
}

/* Function 0 by ops and function 1 by address, in this order or in the other one. */
static void attach_both_ways(struct __test_metadata *_metadata, int fd,
			     bool ops_first)
{
	if (ops_first)
		ASSERT_EQ(0, switch_attach(fd, 0, OLD));
	ASSERT_EQ(0, attach(fd, 1, NEW));
	if (!ops_first)
		ASSERT_EQ(0, switch_attach(fd, 0, OLD));
	check_both(_metadata, fd, OLD, NEW);
}

static void detach_both_ways(struct __test_metadata *_metadata, int fd,
			     bool ops_first)
{
	ASSERT_EQ(0, ops_first ? switch_detach(fd, 0) : detach(fd, 1));
	check_both(_metadata, fd, ops_first ? -1 : NEW, ops_first ? OLD : -1);
	ASSERT_EQ(0, ops_first ? detach(fd, 1) : switch_detach(fd, 0));
	check_both(_metadata, fd, -1, -1);
}

/* Both interfaces share the table of direct functions, and both switch. */
TEST_BOTH_WAYS(dc31_both_interfaces)
{
	unsigned int order;

	for (order = 0; order < 4; order++) {
		attach_both_ways(_metadata, fd, order & 1);
		ASSERT_EQ(0, switch_times(fd, FUNC(0), DCT_SWITCH_MODIFY, 1, NULL));
		check_both(_metadata, fd, NEW, NEW);
		ASSERT_EQ(0, modify(fd, 1, OLD));
		check_both(_metadata, fd, NEW, OLD);
		detach_both_ways(_metadata, fd, order & 2);
	}
}

/* Alone, and with another function that calls the same trampoline. */
TEST_NO_MEMORY(dc30_register_without_memory)
{
	ASSERT_EQ(0, fault_prepare());
	without_memory(_metadata, fd, attach_first, detach_first, -1, OLD, -1);
	ASSERT_EQ(0, attach(fd, 1, OLD));
	without_memory(_metadata, fd, attach_first, detach_first, -1, OLD, OLD);
}

/* A refusal leaves no trampoline behind. */
TEST_NO_MEMORY(dc33_refusal_leaves_no_trampoline)
{
	unsigned int nth, refused = 0;
	int err, failed = 1;

	if (!has_in_place())
		SKIP(return, NOT_REPAIRED);
	ASSERT_EQ(0, fault_prepare());
	for (nth = 1; failed; nth++) {
		ASSERT_GT(MOST, nth);
		ASSERT_EQ(0, fault_arm(nth));
		err = attach(fd, 0, OLD);
		failed = fault_disarm();
		ASSERT_LE(0, failed);
		expect_trampolines(_metadata, fd, !err);
		if (err)
			refused++;
		else
			ASSERT_EQ(0, detach(fd, 0));
		expect_trampolines(_metadata, fd, 0);
	}
	EXPECT_LT(0, refused);
}

TEST_HARNESS_MAIN
