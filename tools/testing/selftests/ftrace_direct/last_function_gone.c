// SPDX-License-Identifier: GPL-2.0
/*
 * A function that is gone with its module while it had a direct call: DC-36.
 *
 * Runs last: where it fails, as on an untouched 5.10, ftrace keeps the function in the
 * filter of all direct calls, and later ones are registered but not called.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <errno.h>
#include <stdio.h>

#include "by_address_tests.h"
#include "inplace.h"
#include "text.h"
#include "tracefs.h"

#define ENABLED	"/proc/sys/kernel/ftrace_enabled"

static int restore(void)
{
	int err = tracefs_off();

	err = write_text(ENABLED, "1") ?: err;
	return as_after_boot() ?: err;
}

DEFINE_FIXTURE_THEN(direct, restore)

#define CALLS	10
#define LATE	"ftrace_direct_late"

static void attach_late(struct __test_metadata *_metadata, int fd,
			struct dct_kind *func)
{
	ASSERT_EQ(0, ASK(fd, DCT_KIND_ATTACH, func));
	ASSERT_EQ(0, func->filter ?: func->result);
}

static void detach_late(struct __test_metadata *_metadata, int fd,
			struct dct_kind *func)
{
	ASSERT_EQ(0, ASK(fd, DCT_KIND_DETACH, func));
	ASSERT_EQ(0, func->result);
}

/* The function's module is unloaded with the direct call attached. */
TEST_DIRECT(dc36_function_goes)
{
	struct dct_kind func = { .kind = DCT_KIND_LATE, .leaves = true };
	int round;

	for (round = 0; round < 3; round++) {
		ASSERT_EQ(0, module_load(LATE));
		attach_late(_metadata, fd, &func);
		ASSERT_EQ(0, module_unload(LATE));
		detach_late(_metadata, fd, &func);
	}
}

/* A switch of a function that is gone succeeds and does nothing. */
static void switch_gone(struct __test_metadata *_metadata, int fd)
{
	struct dct_kind func = { .kind = DCT_KIND_LATE, .leaves = true };

	ASSERT_EQ(0, module_load(LATE));
	attach_late(_metadata, fd, &func);
	ASSERT_EQ(0, module_unload(LATE));
	func.tramp = 1;
	ASSERT_EQ(0, ASK(fd, DCT_KIND_MODIFY, &func));
	EXPECT_EQ(0, func.result);
	detach_late(_metadata, fd, &func);
}

TEST_DIRECT(dc36_switched_when_function_is_gone)
{
	switch_gone(_metadata, fd);
	if (by_stub_ops() == -ENOENT)
		return;
	switch_gone(_metadata, fd);
}

/* The tests after it would have no ftrace. */
#define NOT_REPAIRED	"without the series ftrace disables itself until the next boot"

/*
 * The module is loaded again, mostly at the same address, while the ops are still
 * registered. The function has no direct call then and can get one.
 */
TEST_DIRECT(dc36_function_comes_again)
{
	struct dct_kind func = { .kind = DCT_KIND_LATE, .leaves = true };
	struct dct_kind_call call = { .kind = DCT_KIND_LATE, .times = CALLS };
	struct dct_counts counts;

	if (!has_in_place())
		SKIP(return, NOT_REPAIRED);
	ASSERT_EQ(0, module_load(LATE));
	attach_late(_metadata, fd, &func);
	ASSERT_EQ(0, module_unload(LATE));
	ASSERT_EQ(0, module_load(LATE));
	ASSERT_EQ(0, ASK(fd, DCT_KIND_CALL, &call));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(0, counts.handler[0]);
	EXPECT_EQ(CALLS, counts.body);
	detach_late(_metadata, fd, &func);

	attach_late(_metadata, fd, &func);
	ASSERT_EQ(0, ASK(fd, DCT_KIND_CALL, &call));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.handler[0]);
	EXPECT_EQ(2 * CALLS, counts.body);
	detach_late(_metadata, fd, &func);
}

/*
 * Two ops of a function that is gone, and of another one each, can both be registered
 * again.
 */
TEST_DIRECT(dc36_registered_again_when_function_is_gone)
{
	struct dct_kind one = { .kind = DCT_KIND_LATE, .leaves = true,
				.and = DCT_KIND_STATIC };
	struct dct_kind other = { .kind = DCT_KIND_ADDRESS, .leaves = true,
				  .and = DCT_KIND_TAIL };

	if (!has_in_place())
		SKIP(return, NOT_REPAIRED);
	ASSERT_EQ(0, module_load(LATE));
	attach_late(_metadata, fd, &one);
	other.address = one.address;
	detach_late(_metadata, fd, &one);
	attach_late(_metadata, fd, &other);
	ASSERT_EQ(0, module_unload(LATE));
	ASSERT_EQ(0, module_load(LATE));
	attach_late(_metadata, fd, &one);
	ASSERT_EQ(0, module_unload(LATE));

	ASSERT_EQ(0, ASK(fd, DCT_KIND_PAUSE, &one));
	ASSERT_EQ(0, one.result);
	ASSERT_EQ(0, ASK(fd, DCT_KIND_PAUSE, &other));
	ASSERT_EQ(0, other.result);

	ASSERT_EQ(0, ASK(fd, DCT_KIND_RESUME, &one));
	EXPECT_EQ(0, one.result);
	ASSERT_EQ(0, ASK(fd, DCT_KIND_RESUME, &other));
	EXPECT_EQ(0, other.result);
	detach_late(_metadata, fd, &one);
	detach_late(_metadata, fd, &other);
}

/* ftrace can be switched off unless a direct call is attached. */
static void expect_nothing_attached(struct __test_metadata *_metadata)
{
	EXPECT_EQ(0, write_text(ENABLED, "0"));
	ASSERT_EQ(0, write_text(ENABLED, "1"));
}

#define TEST_BY_ADDRESS(test)						\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		device_api(self->fd) != API_OPS && has_in_place(),	\
		"no direct calls, none by address, or not without the series", test)

/* By address: the module is unloaded with the only direct call. */
TEST_BY_ADDRESS(dc36_function_by_address_goes)
{
	int round;

	for (round = 0; round < 3; round++) {
		ASSERT_EQ(0, module_load(LATE));
		ASSERT_EQ(0, attach(fd, DCT_BY_IP_LATE, 0));
		ASSERT_EQ(0, module_unload(LATE));
		expect_trampolines(_metadata, fd, 0);
		expect_nothing_attached(_metadata);
		EXPECT_EQ(-ENODEV, detach(fd, DCT_BY_IP_LATE));
	}
}

/* Another function has one too. It keeps its own, and is the last one then. */
TEST_BY_ADDRESS(dc36_one_of_two_by_address_goes)
{
	ASSERT_EQ(0, module_load(LATE));
	ASSERT_EQ(0, attach(fd, DCT_BY_IP_LATE, 0));
	ASSERT_EQ(0, attach(fd, 0, 0));
	ASSERT_EQ(0, module_unload(LATE));
	check_both(_metadata, fd, 0, -1);
	expect_trampolines(_metadata, fd, 1);
	ASSERT_EQ(0, detach(fd, 0));
	check_both(_metadata, fd, -1, -1);
	expect_trampolines(_metadata, fd, 0);
	expect_nothing_attached(_metadata);
}

/* Load the module, which calls its init function; @init says how and gets the result. */
static void load_once(struct __test_metadata *_metadata, int fd,
		      struct dct_init_function *init, unsigned int handled,
		      unsigned int ran)
{
	struct dct_counts counts;

	ASSERT_EQ(0, ASK(fd, DCT_INIT_FUNCTION, init));
	ASSERT_EQ(0, module_load(LATE));
	ASSERT_EQ(0, ASK(fd, DCT_INIT_FUNCTION, init));
	ASSERT_EQ(0, init->result);
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(handled, counts.handler[0]);
	EXPECT_EQ(ran, counts.body);
}

#define TAINT_WARN	(1UL << 9)

/*
 * Has a WARN_ON() of the kernel come true? On x86, ftrace warns of a function that it
 * did not expect to be traced, and calls are as they should be.
 */
static bool kernel_has_warned(void)
{
	FILE *file = fopen("/proc/sys/kernel/tainted", "r");
	unsigned long taint = TAINT_WARN;

	if (!file)
		return true;
	if (fscanf(file, "%lu", &taint) != 1)
		taint = TAINT_WARN;
	fclose(file);
	return taint & TAINT_WARN;
}

/* It may take a few attempts until the function comes back to the same address. */
#define ROUNDS	10

/*
 * The init function of a module has a direct call and is freed when it has returned.
 * When the module is loaded again, the function has no direct call and can get one.
 */
static void init_comes_again(struct __test_metadata *_metadata, int fd,
			     const char *tracer)
{
	struct dct_kind func = { .kind = DCT_KIND_ADDRESS };
	unsigned int round, same = 0;
	struct dct_init_function one = {}, other = {};
	bool warned = kernel_has_warned();

	for (round = 0; round < ROUNDS && !same; round++) {
		ASSERT_EQ(0, tracefs_write("current_tracer", "nop"));
		one.attach = true;
		load_once(_metadata, fd, &one, round + 1, 2 * round + 1);
		ASSERT_EQ(0, module_unload(LATE));
		ASSERT_EQ(0, tracefs_write("current_tracer", tracer));
		other.attach = false;
		load_once(_metadata, fd, &other, round + 1, 2 * round + 2);
		ASSERT_EQ(0, module_unload(LATE));
		ASSERT_EQ(0, ASK(fd, DCT_KIND_DETACH, &func));
		ASSERT_EQ(0, func.result);
		same += one.address == other.address;
	}
	TH_LOG("%u rounds until it was at the same address", round);
	EXPECT_EQ(1, same);
	EXPECT_EQ(warned, kernel_has_warned());
}

TEST_DIRECT(dc36_init_function_comes_again)
{
	if (!has_in_place())
		SKIP(return, NOT_REPAIRED);
	init_comes_again(_metadata, fd, "nop");
}

TEST_DIRECT(dc36_init_function_comes_again_with_tracer)
{
	if (!has_in_place())
		SKIP(return, NOT_REPAIRED);
	init_comes_again(_metadata, fd, "function");
}

/* Load the module, with one allocation failing; the address of its init function. */
static bool load_without_memory(struct __test_metadata *_metadata, int fd,
				unsigned int nth, struct dct_init_function *init)
{
	int err;

	init->attach = true;
	ASSERT_EQ(0, ASK(fd, DCT_INIT_FUNCTION, init));
	ASSERT_EQ(0, fault_arm(nth));
	err = module_load(LATE);
	ASSERT_LE(0, fault_disarm());
	ASSERT_EQ(0, ASK(fd, DCT_INIT_FUNCTION, init));
	if (!err)
		ASSERT_EQ(0, module_unload(LATE));
	return !err && !init->result;
}

#define ENOUGH		100000	/* allocations, more than loading the module makes */
#define LAST		30	/* of them: those when the init function has returned */

static unsigned int count_allocations(struct __test_metadata *_metadata, int fd)
{
	struct dct_kind func = { .kind = DCT_KIND_ADDRESS };
	struct dct_init_function init = { .attach = true };
	int left;

	ASSERT_EQ(0, ASK(fd, DCT_INIT_FUNCTION, &init));
	ASSERT_EQ(0, fault_arm(ENOUGH));
	ASSERT_EQ(0, module_load(LATE));
	left = fault_left();
	ASSERT_EQ(0, fault_disarm());
	ASSERT_LT(0, left);
	ASSERT_EQ(0, module_unload(LATE));
	ASSERT_EQ(0, ASK(fd, DCT_KIND_DETACH, &func));
	ASSERT_EQ(0, func.result);
	return ENOUGH - left;
}

/* The direct call goes with the init function, also if ftrace has no memory for that. */
TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT) && has_in_place() &&
	       fault_is_there(), "no CONFIG_FAILSLAB with debugfs, or " NOT_REPAIRED,
	       dc36_init_function_goes_without_memory, TEST_TIMEOUT_SLOW)
{
	struct dct_init_function one = {}, other = {};
	unsigned int nth, total, attached = 0, same = 0;
	struct dct_kind func = { .kind = DCT_KIND_ADDRESS };
	bool warned = kernel_has_warned();

	ASSERT_EQ(0, fault_prepare());
	total = count_allocations(_metadata, fd);
	for (nth = total > LAST ? total - LAST : 1; nth <= total; nth++) {
		if (!load_without_memory(_metadata, fd, nth, &one))
			continue;
		other.attach = false;
		ASSERT_EQ(0, ASK(fd, DCT_INIT_FUNCTION, &other));
		ASSERT_EQ(0, module_load(LATE));
		ASSERT_EQ(0, ASK(fd, DCT_INIT_FUNCTION, &other));
		ASSERT_EQ(0, module_unload(LATE));
		ASSERT_EQ(0, ASK(fd, DCT_KIND_DETACH, &func));
		ASSERT_EQ(0, func.result);
		attached++;
		same += one.address == other.address;
		ASSERT_EQ(warned, kernel_has_warned())
			TH_LOG("allocation %u of %u", nth, total);
	}
	TH_LOG("of the last %u of %u allocations %u failed when it was attached, %u at one address",
	       LAST, total, attached, same);
	EXPECT_LT(0, same);
}

static int kprobe_on_late(int fd, unsigned int step)
{
	struct dct_join req = { .who = DCT_JOIN_LATE, .step = step };

	return ASK(fd, DCT_JOIN, &req) ?: req.result;
}

/* A kprobe is gone with the function. The next one there may get a direct call. */
TEST_DIRECT(dc36_kprobe_goes_with_function)
{
	struct dct_kind func = { .kind = DCT_KIND_LATE };
	struct dct_kind_call call = { .kind = DCT_KIND_LATE, .times = CALLS };
	bool warned = kernel_has_warned();
	struct dct_counts counts;
	int err;

	if (!has_in_place())
		SKIP(return, "without the series the kernel may warn");
	ASSERT_EQ(0, module_load(LATE));
	err = kprobe_on_late(fd, DCT_JOIN_ELSEWHERE);
	ASSERT_EQ(0, module_unload(LATE));
	if (err == -EOPNOTSUPP)
		SKIP(return, "kprobes do not use ftrace here");
	ASSERT_EQ(0, err);
	ASSERT_EQ(0, module_load(LATE));
	EXPECT_EQ(warned, kernel_has_warned());
	attach_late(_metadata, fd, &func);
	ASSERT_EQ(0, ASK(fd, DCT_KIND_CALL, &call));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.handler[0]);
	detach_late(_metadata, fd, &func);
	ASSERT_EQ(0, kprobe_on_late(fd, DCT_JOIN_LEAVE));
}

/* A copy of the filter that is made meanwhile does not bring the function back. */
TEST_DIRECT(dc36_function_goes_while_filter_is_set)
{
	struct dct_kind func = { .kind = DCT_KIND_LATE, .leaves = true,
				 .and = DCT_KIND_STATIC };
	struct dct_kind end = {};
	struct dct_kind_call call = { .kind = DCT_KIND_LATE, .times = CALLS };
	struct dct_counts counts;
	int round;

	if (!has_in_place())
		SKIP(return, NOT_REPAIRED);
	for (round = 0; round < 5; round++) {
		ASSERT_EQ(0, module_load(LATE));
		attach_late(_metadata, fd, &func);
		ASSERT_EQ(0, ASK(fd, DCT_KIND_REFILTER, &func));
		ASSERT_EQ(0, func.result);
		ASSERT_EQ(0, module_unload(LATE));
		ASSERT_EQ(0, ASK(fd, DCT_KIND_REFILTER, &end));
		EXPECT_EQ(0, end.result)
			TH_LOG("the filter that ops have is refused");
		ASSERT_EQ(0, module_load(LATE));
		ASSERT_EQ(0, ASK(fd, DCT_KIND_CALL, &call));
		ASSERT_EQ(0, read_counts(fd, &counts));
		EXPECT_EQ(0, counts.handler[0]);
		detach_late(_metadata, fd, &func);
		ASSERT_EQ(0, module_unload(LATE));
	}
}

#define MANY	"ftrace_direct_many"

/* As many functions as fill some pages of ftrace's records: none of them is left. */
TEST_DIRECT(dc36_many_functions_go)
{
	struct dct_many many = { .count = DCT_NR_MANY, .leaves = true };
	struct dct_many next = { .slot = 1, .count = DCT_NR_MANY };
	struct dct_many_calls calls = { .count = DCT_NR_MANY };

	if (!has_in_place())
		SKIP(return, NOT_REPAIRED);
	ASSERT_EQ(0, module_load(MANY));
	ASSERT_EQ(0, ASK(fd, DCT_MANY_ATTACH, &many));
	ASSERT_EQ(0, many.filter ?: many.result);
	ASSERT_EQ(0, module_unload(MANY));
	ASSERT_EQ(0, module_load(MANY));
	ASSERT_EQ(0, ASK(fd, DCT_MANY_ATTACH, &next));
	EXPECT_EQ(0, next.filter ?: next.result);
	ASSERT_EQ(0, ASK(fd, DCT_MANY_CALL, &calls));
	EXPECT_EQ(DCT_NR_MANY, calls.direct);
	ASSERT_EQ(0, ASK(fd, DCT_MANY_DETACH, &next));
	EXPECT_EQ(0, next.result);
	ASSERT_EQ(0, ASK(fd, DCT_MANY_DETACH, &many));
	EXPECT_EQ(0, many.result);
	ASSERT_EQ(0, module_unload(MANY));
}

/* Ops whose functions are all gone have nothing to attach to. */
TEST_DIRECT(dc30_all_functions_are_gone)
{
	struct dct_kind func = { .kind = DCT_KIND_LATE, .leaves = true };

	if (!has_in_place())
		SKIP(return, NOT_REPAIRED);
	ASSERT_EQ(0, module_load(LATE));
	attach_late(_metadata, fd, &func);
	ASSERT_EQ(0, module_unload(LATE));
	ASSERT_EQ(0, ASK(fd, DCT_KIND_PAUSE, &func));
	ASSERT_EQ(0, func.result);
	ASSERT_EQ(0, ASK(fd, DCT_KIND_RESUME, &func));
	EXPECT_EQ(-EINVAL, func.result);
}

TEST_HARNESS_MAIN
