// SPDX-License-Identifier: GPL-2.0
/*
 * The interface by address: one function, without ops. Several functions may
 * call the same trampoline, and each goes its own way: DC-20, DC-23, DC-31.
 * What they leave in memory the watchers of a debug kernel see: DC-33.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <errno.h>
#include <unistd.h>

#include "accounts.h"
#include "fault.h"
#include "inplace.h"

DEFINE_FIXTURE_THEN(direct, as_after_boot)

#define CALLS	10
#define OLD	0
#define NEW	1

static int by_address(int fd, unsigned int what, unsigned int func,
		      unsigned int tramp)
{
	struct fdt_by_ip req = { .what = what, .func = func, .tramp = tramp };

	return ASK(fd, FDT_BY_IP, &req) ?: req.result;
}

static int attach(int fd, unsigned int func, unsigned int tramp)
{
	return by_address(fd, FDT_BY_IP_ATTACH, func, tramp);
}

static int modify(int fd, unsigned int func, unsigned int tramp)
{
	return by_address(fd, FDT_BY_IP_MODIFY, func, tramp);
}

static int detach(int fd, unsigned int func)
{
	return by_address(fd, FDT_BY_IP_DETACH, func, 0);
}

/* @tramp's handler sees all calls of the function, or nobody when < 0. */
static void check_calls(struct __test_metadata *_metadata, int fd,
			unsigned int func, int tramp)
{
	struct sums before, after;
	int t;

	ASSERT_EQ(0, account_sum(fd, func, FDT_CONTEXT_THREAD, &before));
	ASSERT_EQ(0, run_in(fd, func, FDT_CONTEXT_THREAD, CALLS));
	ASSERT_EQ(0, account_sum(fd, func, FDT_CONTEXT_THREAD, &after));
	EXPECT_EQ(before.body + CALLS, after.body);
	for (t = 0; t < FDT_NR_TRAMPS; t++) {
		EXPECT_EQ(before.handler[t] + (t == tramp ? CALLS : 0),
			  after.handler[t])
			TH_LOG("function %u, trampoline %d", func, t);
	}
}

static void check_both(struct __test_metadata *_metadata, int fd, int tramp0,
		       int tramp1)
{
	check_calls(_metadata, fd, 0, tramp0);
	check_calls(_metadata, fd, 1, tramp1);
}

#define TEST_BY_ADDRESS(test)						\
	TEST_IF(direct, device_has(self->fd, FDT_HAS_DIRECT) &&		\
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

#define SWITCHES	21	/* odd, for the new trampoline to be the last */
#define STEP_US		2000
#define STEPS		10000	/* for a starved CPU to make a call */

/* Wait until @tramp has run in all contexts of @here. */
static void let_run(struct __test_metadata *_metadata, int fd,
		    unsigned int here, unsigned int tramp)
{
	uint64_t before[FDT_NR_CONTEXTS];
	unsigned int context, i;
	struct sums s;

	for (context = 0; context < FDT_NR_CONTEXTS; context++) {
		ASSERT_EQ(0, account_sum(fd, 0, context, &s));
		before[context] = s.handler[tramp];
	}
	for (context = 0; context < FDT_NR_CONTEXTS; context++) {
		if (!(here & BIT(context)))
			continue;
		for (i = 0; i < STEPS; i++) {
			ASSERT_EQ(0, account_sum(fd, 0, context, &s));
			if (s.handler[tramp] > before[context])
				break;
			usleep(STEP_US);
		}
		ASSERT_LT(before[context], s.handler[tramp])
			TH_LOG("trampoline %u is not called from %s", tramp,
			       context_name(context));
	}
}

static void check_context(struct __test_metadata *_metadata, int fd,
			  unsigned int context)
{
	struct sums s;

	ASSERT_EQ(0, account_sum(fd, 0, context, &s));
	TH_LOG("%-8s %8llu old, %8llu new, %lld neither", context_name(context),
	       (unsigned long long)s.handler[OLD],
	       (unsigned long long)s.handler[NEW],
	       (long long)(s.calls - s.handler[OLD] - s.handler[NEW]));
	EXPECT_EQ(s.calls, s.handler[OLD] + s.handler[NEW]);
	EXPECT_EQ(s.calls, s.body);
	EXPECT_EQ(0, s.bad);
}

static void switch_called_from(struct __test_metadata *_metadata, int fd,
			       unsigned int here)
{
	unsigned int i, context;

	ASSERT_EQ(0, attach(fd, 0, OLD));
	ASSERT_EQ(0, load_start(fd, BIT(0), here));
	let_run(_metadata, fd, here, OLD);
	for (i = 1; i <= SWITCHES; i++) {
		usleep(STEP_US);
		ASSERT_EQ(0, modify(fd, 0, i % 2 ? NEW : OLD));
	}
	let_run(_metadata, fd, here, NEW);
	ASSERT_EQ(0, load_stop(fd));
	for (context = 0; context < FDT_NR_CONTEXTS; context++)
		if (here & BIT(context))
			check_context(_metadata, fd, context);
	ASSERT_EQ(0, detach(fd, 0));
}

/* Each call runs one of the two, two callbacks deep too, where they are alone. */
static void switch_under_load(struct __test_metadata *_metadata, int fd)
{
	unsigned int here = contexts_here(fd);

	switch_called_from(_metadata, fd, here & MOST_CONTEXTS);
	switch_called_from(_metadata, fd, here & BIT(FDT_CONTEXT_NESTED));
}

#define TEST_UNDER_LOAD(test)						\
	TEST_IF(direct, device_has(self->fd, FDT_HAS_DIRECT) &&		\
		device_api(self->fd) == API_MULTI,			\
		"no direct calls, or not both by address and by ops", test)

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

/* Another user of the function: the list function calls the trampoline. */
TEST_BY_ADDRESS(dc23_switch_beside)
{
	struct fdt_beside beside;

	ASSERT_EQ(0, attach(fd, 0, OLD));
	ASSERT_EQ(0, beside_on(fd, FDT_BESIDE_PLAIN, false));
	check_both(_metadata, fd, OLD, -1);
	ASSERT_EQ(0, modify(fd, 0, NEW));
	check_both(_metadata, fd, NEW, -1);
	ASSERT_EQ(0, beside_off(fd, &beside));
	/* It is beside both functions. */
	EXPECT_EQ(4 * CALLS, beside.calls);
	check_both(_metadata, fd, NEW, -1);
}

/* Two that call the same trampoline; one is switched, the other one stays. */
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

/* Who goes first takes his own along, and nothing stays when both are gone. */
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

#define MOST	1000	/* allocations of one operation */

/*
 * Do @op with each of its allocations failing once, from a state that @undo brings
 * back. Where it says -ENOMEM function 0 is as @before, and the next one succeeds.
 */
static void without_memory(struct __test_metadata *_metadata, int fd,
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

static int attach_first(int fd)
{
	return attach(fd, 0, OLD);
}

static int detach_first(int fd)
{
	return detach(fd, 0);
}

#define TEST_NO_MEMORY(test)						\
	TEST_IF(direct, device_has(self->fd, FDT_HAS_DIRECT) &&		\
		device_api(self->fd) != API_OPS && fault_is_there(),	\
		"no direct calls, none by address, or no CONFIG_FAILSLAB with debugfs", \
		test)

/* The only one, and beside another function that calls the same trampoline. */
TEST_NO_MEMORY(dc30_register_without_memory)
{
	ASSERT_EQ(0, fault_prepare());
	without_memory(_metadata, fd, attach_first, detach_first, -1, OLD, -1);
	ASSERT_EQ(0, attach(fd, 1, OLD));
	without_memory(_metadata, fd, attach_first, detach_first, -1, OLD, OLD);
}

TEST_NO_MEMORY(dc30_unregister_without_memory)
{
	ASSERT_EQ(0, fault_prepare());
	ASSERT_EQ(0, attach(fd, 0, OLD));
	without_memory(_metadata, fd, detach_first, attach_first, OLD, -1, -1);
	ASSERT_EQ(0, attach(fd, 1, OLD));
	without_memory(_metadata, fd, detach_first, attach_first, OLD, -1, OLD);
}

TEST_HARNESS_MAIN
