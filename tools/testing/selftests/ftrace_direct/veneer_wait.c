// SPDX-License-Identifier: GPL-2.0
/*
 * A veneer that a site has left keeps its trampoline until no task can be executing it,
 * DC-08. Then it is free, or moves with a switch.
 */
#include "veneers.h"	/* first: it defines _GNU_SOURCE */

/*
 * Function 0 has left the shared veneer. As soon as no task can be executing it, a
 * switch of function 1 moves it, and function 0 may share it again.
 */
TEST_VENEERS(dc08_veneer_moves_after_wait)
{
	uint64_t veneer;

	if (!settled(_metadata, fd))
		SKIP(return, "%s", unseen);
	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	ASSERT_EQ(0, switch_attach(fd, 1, 0));
	veneer = target(_metadata, fd, 1);
	EXPECT_EQ(veneer, target(_metadata, fd, 0));
	ASSERT_EQ(0, switch_detach(fd, 0));
	settled(_metadata, fd);
	ASSERT_EQ(0, switch_times(fd, BIT(1), DCT_SWITCH_MODIFY, 1, NULL));
	EXPECT_EQ(veneer, target(_metadata, fd, 1));
	ASSERT_EQ(0, switch_attach(fd, 0, 1));
	EXPECT_EQ(veneer, target(_metadata, fd, 0));
	check_both(_metadata, fd, 1, 1);
}

/* A veneer is free after a wait for CPUs that RCU does not watch, and one for tasks. */
TEST_VENEERS(dc08_rest_waits_for_tasks)
{
	struct dct_waits waits;

	if (!settled(_metadata, fd))
		SKIP(return, "%s", unseen);
	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	settled(_metadata, fd);
	ASSERT_EQ(0, ASK(fd, DCT_WAITS_ON, &waits));
	if (waits.result == -EOPNOTSUPP)
		SKIP(return, "no kprobes, or direct_mutex cannot be found here");
	ASSERT_EQ(0, waits.result);
	ASSERT_EQ(0, switch_detach(fd, 0));
	settled(_metadata, fd);
	ASSERT_EQ(0, ASK(fd, DCT_WAITS_OFF, &waits));
	EXPECT_LE(2, waits.others);
}

/*
 * Function 0 leaves the shared veneer because it gets another user, and function 1 is
 * switched at once. Returns whether the switch left the veneer alone.
 */
static bool veneer_is_kept(struct __test_metadata *_metadata, int fd)
{
	uint64_t old;
	bool kept;

	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	ASSERT_EQ(0, switch_attach(fd, 1, 0));
	old = target(_metadata, fd, 1);
	EXPECT_EQ(old, target(_metadata, fd, 0));
	ASSERT_EQ(0, tracefs_write("set_ftrace_filter", "dct_traced_account0"));
	ASSERT_EQ(0, tracefs_write("current_tracer", "function"));
	ASSERT_EQ(0, switch_times(fd, BIT(1), DCT_SWITCH_MODIFY, 1, NULL));
	EXPECT_TRUE(is_slow(_metadata, fd, 0));
	EXPECT_FALSE(is_slow(_metadata, fd, 1));
	kept = target(_metadata, fd, 1) != old;
	check_both(_metadata, fd, 0, 1);
	ASSERT_EQ(0, tracefs_off());
	ASSERT_EQ(0, switch_detach(fd, 0));
	ASSERT_EQ(0, switch_detach(fd, 1));
	return kept;
}

/*
 * A task may still be executing the veneer that function 0 left, so it keeps its
 * trampoline for a while, although only function 1 uses it now. If the guest is
 * stopped in between, that while may be over: try again.
 */
TEST_VENEERS(dc08_veneer_kept_while_executing)
{
	bool kept = false;
	int i;

	ASSERT_EQ(0, far_on(fd));
	for (i = 0; i < 5 && !kept; i++)
		kept = veneer_is_kept(_metadata, fd);
	EXPECT_TRUE(kept);
}

/*
 * Function 0 leaves its veneer because it gets another user, and all veneers of its
 * page are taken. Returns whether that one was not among them. All are released
 * before function 0 gets a veneer again: of that page, for the next try.
 */
static bool veneer_rests(struct __test_metadata *_metadata, int fd,
			 struct dct_veneers *others)
{
	struct dct_veneers none = { .count = 0 };

	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	ASSERT_FALSE(is_slow(_metadata, fd, 0));
	*others = (struct dct_veneers){
		.count = DCT_MAX_VENEERS, .veneer = target(_metadata, fd, 0),
	};
	ASSERT_EQ(0, tracefs_write("set_ftrace_filter", "dct_traced_account0"));
	ASSERT_EQ(0, tracefs_write("current_tracer", "function"));
	ASSERT_EQ(0, veneers_hold(fd, others));
	EXPECT_TRUE(is_slow(_metadata, fd, 0));
	ASSERT_EQ(0, veneers_hold(fd, &none));
	ASSERT_EQ(0, tracefs_off());
	ASSERT_EQ(0, switch_detach(fd, 0));
	return !others->found;
}

/*
 * A task may still be executing it. If the guest is stopped in between, the veneer
 * may be free already: try again. In the end it is free.
 */
TEST_VENEERS(dc08_veneer_rests)
{
	struct dct_veneers others = { .count = 0 };
	bool rests = false;
	int i;

	ASSERT_EQ(0, far_on(fd));
	for (i = 0; i < 5 && !rests; i++)
		rests = veneer_rests(_metadata, fd, &others);
	EXPECT_TRUE(rests);
	/* SKIP() would hide an expectation that failed. */
	if (rests && !hold_with(_metadata, fd, others.veneer, &others))
		SKIP(return, "%s", one_page);
}

TEST_HARNESS_MAIN
