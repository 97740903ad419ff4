// SPDX-License-Identifier: GPL-2.0
/*
 * Kernels that reach far trampolines through veneers: the limit is one of veneers in
 * use, functions share them, a switch moves them, and without a veneer a call goes
 * through ftrace, DC-08.
 */
#include "veneers.h"	/* first: it defines _GNU_SOURCE */

#define LATE	"ftrace_direct_late"
#define MANY	"ftrace_direct_many"

/*
 * One veneer may be in use. A switch retargets it, or finds none free; then the next
 * switch gets it again.
 */
TEST_VENEERS(dc08_limit_is_of_those_in_use)
{
	bool slow = true;
	int i;

	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, limit_veneers("0"));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_TRUE(is_slow(_metadata, fd, 0));
	check_call(_metadata, fd, 0, 0);
	ASSERT_EQ(0, switch_detach(fd, 0));

	ASSERT_EQ(0, limit_veneers("1"));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_FALSE(is_slow(_metadata, fd, 0));
	check_call(_metadata, fd, 0, 0);
	for (i = 1; slow && i <= 2; i++) {
		ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1,
					  NULL));
		slow = is_slow(_metadata, fd, 0);
		check_call(_metadata, fd, 0, i % 2);
	}
	EXPECT_FALSE(slow);
}

/* One that was lowered counts as reached. */
TEST_VENEERS(dc08_limit_below_those_in_use)
{
	struct dct_veneers others = { .count = 3 };

	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, veneers_hold(fd, &others));
	ASSERT_EQ(0, limit_veneers("1"));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_TRUE(is_slow(_metadata, fd, 0));
	check_call(_metadata, fd, 0, 0);
}

/*
 * Two functions share a veneer and one is switched: the other's calls still reach
 * the old trampoline. When it is switched too, they share the new veneer. The old
 * one must not be retargeted: a task may still be executing it.
 */
TEST_VENEERS(dc08_veneer_stays_with_others)
{
	uint64_t old;

	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	ASSERT_EQ(0, switch_attach(fd, 1, 0));
	old = target(_metadata, fd, 0);
	EXPECT_EQ(old, target(_metadata, fd, 1));
	check_both(_metadata, fd, 0, 0);

	ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1, NULL));
	EXPECT_NE(old, target(_metadata, fd, 0));
	EXPECT_EQ(old, target(_metadata, fd, 1));
	check_both(_metadata, fd, 1, 0);

	ASSERT_EQ(0, switch_times(fd, BIT(1), DCT_SWITCH_MODIFY, 1, NULL));
	EXPECT_EQ(target(_metadata, fd, 0), target(_metadata, fd, 1));
	check_both(_metadata, fd, 1, 1);
	ASSERT_EQ(0, switch_times(fd, BIT(0) | BIT(1), DCT_SWITCH_MODIFY, 1,
				  NULL));
	check_both(_metadata, fd, 0, 0);
}

/* A veneer that could be moved is not, if another one of the new trampoline is in use. */
TEST_VENEERS(dc08_veneer_of_another_is_shared)
{
	uint64_t veneer;

	if (!settled(_metadata, fd))
		SKIP(return, "%s", unseen);
	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	ASSERT_EQ(0, switch_attach(fd, 1, 1));
	veneer = target(_metadata, fd, 1);
	EXPECT_NE(veneer, target(_metadata, fd, 0));
	ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1, NULL));
	EXPECT_EQ(veneer, target(_metadata, fd, 0));
	EXPECT_EQ(veneer, target(_metadata, fd, 1));
	check_both(_metadata, fd, 1, 1);
}

/*
 * A veneer with one user is retargeted: the site stays as it is. Nobody leaves it
 * thereby, so the next switch retargets it at once.
 */
TEST_VENEERS(dc08_veneer_moves)
{
	int i, moves = 0;
	uint64_t old;

	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	for (i = 1; i <= TRIES && moves < 2; i++) {
		old = target(_metadata, fd, 0);
		ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1,
					  NULL));
		check_call(_metadata, fd, 0, i % 2);
		moves = target(_metadata, fd, 0) == old ? moves + 1 : 0;
		if (!moves)
			usleep(REST_US);
	}
	TH_LOG("%d switches", i);
	EXPECT_GE(TRIES, i);
}

/* Switch function 0 @times times, and count how often the machine was stopped. */
static int stops(struct __test_metadata *_metadata, int fd, int times)
{
	ASSERT_EQ(0, tracefs_write("trace", ""));
	ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, times, NULL));
	return tracefs_lines("stop_machine_cpuslocked", "");
}

/*
 * Switch function 0 until its veneer moves, which the following switches let it do too.
 * Returns the trampoline then.
 */
static unsigned int settle(struct __test_metadata *_metadata, int fd)
{
	uint64_t old;
	int i;

	for (i = 1; i <= TRIES; i++) {
		old = target(_metadata, fd, 0);
		ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1,
					  NULL));
		if (target(_metadata, fd, 0) == old)
			return i % 2;
		usleep(REST_US);
	}
	ASSERT_GE(TRIES, i);
	return 0;
}

/* Where only the veneer's literal changes, all CPUs go on. */
TEST_VENEERS(dc08_moving_veneer_stops_no_cpu)
{
	unsigned int tramp;

	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, tracefs_write("set_ftrace_filter",
				   "stop_machine_cpuslocked"));
	ASSERT_EQ(0, tracefs_write("current_tracer", "function"));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	tramp = settle(_metadata, fd);
	EXPECT_EQ(0, stops(_metadata, fd, 10));
	check_call(_metadata, fd, 0, tramp);
}

/* The site calls ftrace, for want of a veneer or for another user: so it does after. */
TEST_VENEERS(dc08_switch_by_list_stops_no_cpu)
{
	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, limit_veneers("0"));
	ASSERT_EQ(0, tracefs_write("set_ftrace_filter",
				   "stop_machine_cpuslocked"));
	ASSERT_EQ(0, tracefs_write("current_tracer", "function"));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_TRUE(is_slow(_metadata, fd, 0));
	EXPECT_EQ(0, stops(_metadata, fd, 10));
	check_call(_metadata, fd, 0, 0);

	ASSERT_EQ(0, limit_nothing());
	ASSERT_EQ(0, tracefs_write("set_ftrace_filter",
				   "stop_machine_cpuslocked dct_traced_account0"));
	EXPECT_TRUE(is_slow(_metadata, fd, 0));
	EXPECT_EQ(0, stops(_metadata, fd, 10));
	check_call(_metadata, fd, 0, 0);
}

/* What veneers jump to is data, and their code cannot be written. */
TEST_VENEERS(dc38_veneer_is_read_only)
{
	struct dct_writable veneer = {};

	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	veneer.addr = target(_metadata, fd, 0);
	ASSERT_EQ(0, ASK(fd, DCT_WRITABLE, &veneer));
	if (veneer.result == -EOPNOTSUPP)
		SKIP(return, "the module cannot try to write to it");
	EXPECT_EQ(0, veneer.writable);
	check_call(_metadata, fd, 0, 0);
}

/* A module is unloaded with a direct call on its function: its veneer is free. */
TEST_VENEERS(dc08_module_frees_its_veneer)
{
	struct dct_kind func = { .kind = DCT_KIND_LATE, .leaves = true };
	struct dct_kind_call call = { .kind = DCT_KIND_LATE, .times = 1 };
	struct dct_counts counts;

	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, limit_veneers("1"));
	ASSERT_EQ(0, module_load(LATE));
	ASSERT_EQ(0, ASK(fd, DCT_KIND_ATTACH, &func));
	ASSERT_EQ(0, func.filter ?: func.result);
	ASSERT_EQ(0, ASK(fd, DCT_KIND_CALL, &call));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(1, counts.handler[0]);

	/* The one veneer that may be in use is in use. */
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_TRUE(is_slow(_metadata, fd, 0));
	ASSERT_EQ(0, switch_detach(fd, 0));

	ASSERT_EQ(0, module_unload(LATE));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_FALSE(is_slow(_metadata, fd, 0));
	check_call(_metadata, fd, 0, 0);
	ASSERT_EQ(0, switch_detach(fd, 0));
	ASSERT_EQ(0, ASK(fd, DCT_KIND_DETACH, &func));
	EXPECT_EQ(0, func.result);
}

/* The module has many functions, which share the one veneer. */
TEST_VENEERS(dc08_module_of_many_frees_its_veneer)
{
	struct dct_many many = { .count = DCT_NR_MANY, .leaves = true };

	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, limit_veneers("1"));
	ASSERT_EQ(0, module_load(MANY));
	ASSERT_EQ(0, ASK(fd, DCT_MANY_ATTACH, &many));
	ASSERT_EQ(0, many.filter ?: many.result);
	ASSERT_EQ(0, module_unload(MANY));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_FALSE(is_slow(_metadata, fd, 0));
	check_call(_metadata, fd, 0, 0);
}

/* The memory of a module's init function is freed, with its direct call. */
TEST_VENEERS(dc08_init_function_frees_its_veneer)
{
	struct dct_init_function init = { .attach = true };
	struct dct_kind func = { .kind = DCT_KIND_ADDRESS };

	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, limit_veneers("1"));
	ASSERT_EQ(0, ASK(fd, DCT_INIT_FUNCTION, &init));
	ASSERT_EQ(0, module_load(LATE));
	ASSERT_EQ(0, ASK(fd, DCT_INIT_FUNCTION, &init));
	ASSERT_EQ(0, init.result);
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_FALSE(is_slow(_metadata, fd, 0));
	check_call(_metadata, fd, 0, 0);
	ASSERT_EQ(0, switch_detach(fd, 0));
	ASSERT_EQ(0, module_unload(LATE));
	ASSERT_EQ(0, ASK(fd, DCT_KIND_DETACH, &func));
	EXPECT_EQ(0, func.result);
}

TEST_HARNESS_MAIN
