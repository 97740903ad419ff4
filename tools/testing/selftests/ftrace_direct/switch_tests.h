/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Switch the trampoline of functions that are called from many contexts and on all
 * CPUs: DC-20 to DC-23.
 *
 * FTRACE_DIRECT_SWITCHES in the environment sets the number of switches of
 * dc20_calls_are_old_plus_new, and of the tests of far trampolines and nested calls;
 * other tests make a twentieth of that.
 *
 * A file that includes this one defines TEST_SWITCH(test), which decides how the
 * kernel switches, and SWITCHES, the number of switches of a quick run.
 */
#include "switch_run.h"

TEST_SWITCH(dc20_calls_are_old_plus_new)
{
	begin(_metadata, fd, FUNC(0));
	switch_all(_metadata, fd, FUNC(0), switches());
	end(_metadata, fd, FUNC(0));
}

/*
 * Two callbacks deep the list function's recursion guard refuses. It may drop
 * callbacks there, but not a direct call.
 */
TEST_SWITCH(dc20_nested_calls_are_old_plus_new)
{
	contexts = BIT(DCT_CONTEXT_NESTED);
	begin(_metadata, fd, FUNC(0));
	switch_all(_metadata, fd, FUNC(0), many_if_long());
	end(_metadata, fd, FUNC(0));
}

/* Code that watches the kernel's text sees that the site is patched: DC-10. */
TEST_SWITCH(dc10_text_hook_sees_switch)
{
	struct dct_hook hook;
	uint64_t done;

	ASSERT_EQ(0, switch_attach(fd, 0, OLD));
	ASSERT_EQ(0, ASK(fd, DCT_HOOK_ON, &hook));
	if (hook.result == -EOPNOTSUPP)
		SKIP(return, "no kretprobes, or the site's branch cannot be decoded here");
	ASSERT_EQ(0, hook.result);
	ASSERT_EQ(0, switch_times(fd, FUNC(0), DCT_SWITCH_MODIFY, 1, &done));
	ASSERT_EQ(0, ASK(fd, DCT_HOOK_OFF, &hook));
	EXPECT_LT(0, hook.entries);
	EXPECT_NE(hook.before, hook.now);
	EXPECT_EQ(hook.after, hook.now);
	ASSERT_EQ(0, switch_detach(fd, 0));
}

/* The same with trampolines, except those in @near, out of branch range. */
static void switch_far(struct __test_metadata *_metadata, int fd,
		       unsigned int near, unsigned int times)
{
	int err = far_but(fd, near);

	if (err == -EOPNOTSUPP)
		SKIP(return, "trampolines have to be in branch range here");
	ASSERT_EQ(0, err);
	begin(_metadata, fd, FUNC(0));
	switch_all(_metadata, fd, FUNC(0), times);
	end(_metadata, fd, FUNC(0));
}

TEST_SWITCH(dc20_far_calls_are_old_plus_new)
{
	switch_far(_metadata, fd, 0, many_if_long());
}

/* The site gets a veneer and releases it, in turn. */
TEST_SWITCH(dc20_near_and_far_calls_are_old_plus_new)
{
	switch_far(_metadata, fd, BIT(OLD), some_switches());
}

/*
 * The negative control: between unregister and register nothing is attached.
 * If the counts do not show that, they would not show a switch that loses calls.
 */
TEST_SWITCH(dc20_control_reregister_loses_calls)
{
	uint64_t calls, old, new;

	begin(_metadata, fd, FUNC(0));
	EXPECT_EQ(0, switch_times(fd, FUNC(0), DCT_SWITCH_REREGISTER,
				  REREGISTERS, NULL));
	let_run(_metadata, fd, FUNC(0), NEW);
	ASSERT_EQ(0, load_stop(fd));
	print_counts(_metadata, fd, 0);

	calls = called(_metadata, fd);
	old = handled(_metadata, fd, 0, OLD);
	new = handled(_metadata, fd, 0, NEW);
	TH_LOG("unregister and register instead of a switch lose %llu of %llu calls",
	       (unsigned long long)(calls - old - new),
	       (unsigned long long)calls);
	EXPECT_GT(calls, old + new);
}

/*
 * The owner switches from its ops_func, under ftrace's locks, when ops that may
 * change the address are attached, and back when they are detached, as BPF does.
 */
TEST_SWITCH(dc20_owner_switches_when_asked)
{
	struct dct_other_ops others = {};
	unsigned int odd = some_switches() | 1;
	uint64_t done;

	if (direct_share(fd) == -EOPNOTSUPP)
		SKIP(return, "before 6.0 no other ops may change the address");
	begin(_metadata, fd, FUNC(0));
	ASSERT_EQ(0, switch_times(fd, FUNC(0), DCT_SWITCH_BY_PEER, odd, &done));
	EXPECT_EQ(odd, done);
	let_run(_metadata, fd, FUNC(0), NEW);
	end(_metadata, fd, FUNC(0));
	ASSERT_EQ(0, other_ops_off(fd, &others));
	EXPECT_LT(0, others.calls);
}

/* Every test here counts late calls; this one also compares the totals. */
TEST_SWITCH(dc21_no_call_to_old)
{
	unsigned int i, old, rounds = some_switches() / 3;
	uint64_t before;

	begin(_metadata, fd, FUNC(0));
	for (i = 1; i <= rounds; i++) {
		old = i % 2 ? OLD : NEW;
		ASSERT_EQ(0, switch_times(fd, FUNC(0), DCT_SWITCH_MODIFY, 1,
					  NULL));
		/* After a few calls no task executes the old one any more. */
		let_run(_metadata, fd, FUNC(0), !old);
		before = handled(_metadata, fd, 0, old);
		let_run(_metadata, fd, FUNC(0), !old);
		ASSERT_EQ(before, handled(_metadata, fd, 0, old));
	}
	end(_metadata, fd, FUNC(0));
}

/* Only the old trampoline ran, and it can still be switched. */
static void check_unchanged(struct __test_metadata *_metadata, int fd)
{
	let_run(_metadata, fd, FUNC(0), OLD);
	EXPECT_EQ(0, handled(_metadata, fd, 0, NEW));
	switch_all(_metadata, fd, FUNC(0), 1);
	end(_metadata, fd, FUNC(0));
}

/* Refused at once: ops of another function that are not attached. */
TEST_SWITCH(dc22_refused_at_once)
{
	int expected = device_api(fd) == API_IP ? -ENODEV : -EINVAL;

	begin(_metadata, fd, FUNC(0));
	EXPECT_EQ(expected, switch_times(fd, FUNC(1), DCT_SWITCH_MODIFY, 1,
					 NULL));
	EXPECT_EQ(0, switch_attach(fd, 1, NEW));
	EXPECT_EQ(0, switch_detach(fd, 1));
	EXPECT_EQ(expected, switch_times(fd, FUNC(1), DCT_SWITCH_MODIFY, 1,
					 NULL));
	check_unchanged(_metadata, fd);
}

/*
 * Refused by the ops_func, since other ops may change the instruction pointer. With
 * stub ops this is halfway: calls already go through the list function.
 */
TEST_SWITCH(dc22_refused_half_way)
{
	struct dct_other_ops others;
	uint64_t done;
	int result;

	begin(_metadata, fd, FUNC(0));
	result = other_ops_on(fd, DCT_OTHER_IPMODIFY, false);
	if (result == -EBUSY)
		SKIP(return, "before 6.0 no other ops may change the address");
	ASSERT_EQ(0, result);
	EXPECT_EQ(-EAGAIN, switch_times(fd, FUNC(0), DCT_SWITCH_REFUSED,
					some_switches(), &done));
	EXPECT_EQ(some_switches(), done);
	let_run(_metadata, fd, FUNC(0), OLD);
	EXPECT_EQ(0, handled(_metadata, fd, 0, NEW));
	ASSERT_EQ(0, other_ops_off(fd, &others));
	EXPECT_LT(0, others.calls);
	check_unchanged(_metadata, fd);
}

/* Nobody can be asked whether the function is shared with the other ops: refused. */
TEST_SWITCH(dc22_refused_without_owner)
{
	struct dct_other_ops others;
	int result;

	if (!has_in_place())
		SKIP(return, "the base lets the owner share before it is asked");
	begin(_metadata, fd, FUNC(0));
	result = other_ops_on(fd, DCT_OTHER_IPMODIFY, false);
	if (result == -EBUSY)
		SKIP(return, "before 6.0 no other ops may change the address");
	ASSERT_EQ(0, result);
	EXPECT_EQ(-EBUSY, switch_times(fd, FUNC(0), DCT_SWITCH_UNASKED, 1, NULL));
	let_run(_metadata, fd, FUNC(0), OLD);
	EXPECT_EQ(0, handled(_metadata, fd, 0, NEW));
	ASSERT_EQ(0, other_ops_off(fd, &others));
	EXPECT_LT(0, others.calls);
	check_unchanged(_metadata, fd);
}

TEST_SWITCH(dc23_same_address)
{
	begin(_metadata, fd, FUNC(0));
	EXPECT_EQ(0, switch_times(fd, FUNC(0), DCT_SWITCH_SAME,
				  some_switches(), NULL));
	check_unchanged(_metadata, fd);
}

/* Other ops on the same function from before the first switch to the end. */
static void switch_with(struct __test_metadata *_metadata, int fd,
			unsigned int kind)
{
	struct dct_other_ops others;
	int result;

	if (kind == DCT_OTHER_IPMODIFY && direct_share(fd) == -EOPNOTSUPP)
		SKIP(return, "before 6.0 no other ops may change the address");
	result = other_ops_on(fd, kind, false);
	if (kind == DCT_OTHER_IPMODIFY && result == -ENODEV)
		SKIP(return, "this architecture cannot change the address");
	ASSERT_EQ(0, result);
	begin(_metadata, fd, FUNC(0));
	switch_all(_metadata, fd, FUNC(0), some_switches());
	end(_metadata, fd, FUNC(0));
	ASSERT_EQ(0, other_ops_off(fd, &others));
	EXPECT_EQ(called(_metadata, fd), others.calls);
}

TEST_SWITCH(dc23_with_plain)
{
	switch_with(_metadata, fd, DCT_OTHER_PLAIN);
}

TEST_SWITCH(dc23_with_save_regs)
{
	switch_with(_metadata, fd, DCT_OTHER_SAVE_REGS);
}

TEST_SWITCH(dc23_with_ipmodify)
{
	switch_with(_metadata, fd, DCT_OTHER_IPMODIFY);
}

/* Other ops are attached and detached while switches begin and end. */
static void switch_among(struct __test_metadata *_metadata, int fd,
			 unsigned int kind)
{
	struct dct_other_ops others;

	begin(_metadata, fd, FUNC(0));
	ASSERT_EQ(0, other_ops_on(fd, kind, true));
	switch_all(_metadata, fd, FUNC(0), some_switches());
	ASSERT_EQ(0, other_ops_off(fd, &others));
	end(_metadata, fd, FUNC(0));
	TH_LOG("other ops were attached %llu times and saw %llu calls",
	       (unsigned long long)others.rounds,
	       (unsigned long long)others.calls);
	EXPECT_LT(0, others.rounds);
	EXPECT_LT(0, others.calls);
}

TEST_SWITCH(dc23_among_plain)
{
	switch_among(_metadata, fd, DCT_OTHER_PLAIN);
}

TEST_SWITCH(dc23_among_save_regs)
{
	switch_among(_metadata, fd, DCT_OTHER_SAVE_REGS);
}

TEST_SWITCH(dc23_two_at_once)
{
	begin(_metadata, fd, FUNC(0) | FUNC(1));
	switch_all(_metadata, fd, FUNC(0) | FUNC(1), some_switches());
	end(_metadata, fd, FUNC(0) | FUNC(1));
}
