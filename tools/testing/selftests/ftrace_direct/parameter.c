// SPDX-License-Identifier: GPL-2.0
/*
 * ftrace_switch_in_place= says how the kernel switches: DC-39. In place, only the sites
 * of the switched functions are patched. With stub ops ftrace goes through all functions.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include "by_address_tests.h"
#include "inplace.h"

DEFINE_FIXTURE_THEN(direct, as_after_boot)

/* Updates are counted by a kprobe. */
static bool can_watch(int fd)
{
	struct dct_updates on = { .watch = true }, off = {};

	return !ASK(fd, DCT_UPDATES, &on) && !on.result &&
	       !ASK(fd, DCT_UPDATES, &off);
}

#define TEST_PARAMETER(test)						\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		has_in_place() && can_watch(self->fd),			\
		"no direct calls, no switch in place, or no kprobes", test)

static uint64_t watch(struct __test_metadata *_metadata, int fd, bool on)
{
	struct dct_updates updates = { .watch = on };

	ASSERT_EQ(0, ASK(fd, DCT_UPDATES, &updates));
	ASSERT_EQ(0, updates.result);
	return updates.count;
}

/* How often a switch goes through all functions. */
static uint64_t updates_of(struct __test_metadata *_metadata, int fd,
			   int (*to_new)(int fd))
{
	uint64_t count;

	watch(_metadata, fd, true);
	ASSERT_EQ(0, to_new(fd));
	count = watch(_metadata, fd, false);
	TH_LOG("%llu updates of all functions", (unsigned long long)count);
	check_calls(_metadata, fd, 0, 1);
	return count;
}

static int switch_ops(int fd)
{
	return switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1, NULL);
}

static int switch_address(int fd)
{
	return modify(fd, 0, 1);
}

TEST_PARAMETER(dc39_in_place)
{
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_EQ(0, updates_of(_metadata, fd, switch_ops));
}

TEST_PARAMETER(dc39_by_stub_ops)
{
	ASSERT_EQ(0, by_stub_ops());
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_LT(0, updates_of(_metadata, fd, switch_ops));
}

static const char no_addresses[] = "no direct calls by address";

TEST_PARAMETER(dc39_one_function_in_place)
{
	if (device_api(fd) == API_OPS)
		SKIP(return, "%s", no_addresses);
	ASSERT_EQ(0, attach(fd, 0, 0));
	EXPECT_EQ(0, updates_of(_metadata, fd, switch_address));
}

TEST_PARAMETER(dc39_one_function_by_stub_ops)
{
	if (device_api(fd) == API_OPS)
		SKIP(return, "%s", no_addresses);
	ASSERT_EQ(0, by_stub_ops());
	ASSERT_EQ(0, attach(fd, 0, 0));
	EXPECT_LT(0, updates_of(_metadata, fd, switch_address));
}

TEST_HARNESS_MAIN
