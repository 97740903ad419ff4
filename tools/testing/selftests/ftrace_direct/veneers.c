// SPDX-License-Identifier: GPL-2.0
/*
 * Kernels that reach far trampolines through veneers: the limit is one of veneers in
 * use, and without a veneer a call goes through ftrace: DC-08.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */
#include "accounts.h"
#include "fault.h"
#include "limit.h"

#include <errno.h>

#include "tracefs.h"

static int leave(void)
{
	return tracefs_off() ?: limit_nothing();
}

DEFINE_FIXTURE_THEN(direct, leave)

#define LATE	"ftrace_direct_late"
#define MANY	"ftrace_direct_many"

#define TEST_VENEERS(test)						\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		has_veneers(),						\
		"no direct calls, or no veneers here", test)

static struct dct_branch branch(struct __test_metadata *_metadata, int fd,
				unsigned int func)
{
	struct dct_branch branch = { .func = func };

	ASSERT_EQ(0, ASK(fd, DCT_BRANCH, &branch));
	ASSERT_EQ(0, branch.result);
	return branch;
}

static int veneers_hold(int fd, struct dct_veneers *others)
{
	return ASK(fd, DCT_VENEERS_HOLD, others) ?: others->result;
}

#define VENEER	"ftrace_veneer"

/* The function's site calls ftrace, which looks the trampoline up. */
static bool is_slow(struct __test_metadata *_metadata, int fd,
		    unsigned int func)
{
	struct dct_branch to = branch(_metadata, fd, func);

	TH_LOG("the site of function %u branches to %s", func, to.symbol);
	return !strncmp(to.symbol, "ftrace_", strlen("ftrace_")) &&
	       strncmp(to.symbol, VENEER, strlen(VENEER));
}

static void check_call(struct __test_metadata *_metadata, int fd,
		       unsigned int func, unsigned int tramp)
{
	struct sums before, after;

	ASSERT_EQ(0, account_sum(fd, func, DCT_CONTEXT_THREAD, &before));
	ASSERT_EQ(0, run_in(fd, func, DCT_CONTEXT_THREAD, 1));
	ASSERT_EQ(0, account_sum(fd, func, DCT_CONTEXT_THREAD, &after));
	EXPECT_EQ(before.body + 1, after.body);
	EXPECT_EQ(before.handler[tramp] + 1, after.handler[tramp]);
	EXPECT_EQ(before.handler[!tramp], after.handler[!tramp]);
}

/* Until no task can be executing a veneer that a site has left. */
#define TRIES		200
#define REST_US		100000

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

static void check_both(struct __test_metadata *_metadata, int fd,
		       unsigned int tramp0, unsigned int tramp1)
{
	check_call(_metadata, fd, 0, tramp0);
	check_call(_metadata, fd, 1, tramp1);
}

static uint64_t target(struct __test_metadata *_metadata, int fd,
		       unsigned int func)
{
	return branch(_metadata, fd, func).target;
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

/*
 * Wait until all veneers without users are free. Returns how many are allocated at once,
 * or 0 if the kernel does not show that.
 */
static unsigned int settled(struct __test_metadata *_metadata, int fd)
{
	struct dct_veneers_settle settle;

	ASSERT_EQ(0, ASK(fd, DCT_VENEERS_SETTLE, &settle));
	if (settle.result == -EOPNOTSUPP)
		return 0;
	ASSERT_EQ(0, settle.result);
	return settle.per_page;
}

static const char unseen[] = "the end of the wait cannot be seen without CONFIG_KALLSYMS_ALL";

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

static const char one_page[] = "so many veneers fit in one page here";

/*
 * Hold so many veneers that @veneer has to be one of them, which it is once it may be
 * used again. Returns false if all of them are in one page.
 */
static bool hold_with(struct __test_metadata *_metadata, int fd,
		      uint64_t veneer, struct dct_veneers *others)
{
	int i;

	for (i = 0; i < TRIES; i++) {
		*others = (struct dct_veneers){
			.count = DCT_MAX_VENEERS, .veneer = veneer,
		};
		ASSERT_EQ(0, veneers_hold(fd, others));
		if (others->first == others->last)
			return false;
		if (others->found)
			return true;
		usleep(REST_US);
	}
	TH_LOG("the veneer at 0x%llx is never used again",
	       (unsigned long long)veneer);
	ASSERT_GT(TRIES, i);
	return false;
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

/*
 * Hold all veneers of the first page, also the one that function 0 had. It gets one in
 * another page, unless one of the first page was released meanwhile.
 */
static bool attach_beyond(struct __test_metadata *_metadata, int fd)
{
	uint64_t veneer, page = sysconf(_SC_PAGESIZE);
	struct dct_veneers others;
	int i;

	for (i = 0; i < 5; i++) {
		ASSERT_EQ(0, switch_attach(fd, 0, 0));
		veneer = target(_metadata, fd, 0);
		ASSERT_EQ(0, switch_detach(fd, 0));
		if (!hold_with(_metadata, fd, veneer, &others))
			return false;
		ASSERT_EQ(0, switch_attach(fd, 0, 0));
		if ((target(_metadata, fd, 0) & -page) != others.first)
			return true;
		ASSERT_EQ(0, switch_detach(fd, 0));
	}
	TH_LOG("function 0 had a veneer of the first page each time");
	ASSERT_GT(5, i);
	return false;
}

/* Veneers of another page work as well, and are released as well. */
TEST_VENEERS(dc08_more_than_a_page)
{
	struct dct_veneers none = { .count = 0 };

	ASSERT_EQ(0, far_on(fd));
	if (!attach_beyond(_metadata, fd))
		SKIP(return, "%s", one_page);
	EXPECT_FALSE(is_slow(_metadata, fd, 0));
	ASSERT_EQ(0, switch_attach(fd, 1, 1));
	EXPECT_FALSE(is_slow(_metadata, fd, 1));
	check_both(_metadata, fd, 0, 1);
	ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1, NULL));
	check_both(_metadata, fd, 1, 1);
	ASSERT_EQ(0, switch_detach(fd, 0));
	ASSERT_EQ(0, switch_detach(fd, 1));

	ASSERT_EQ(0, veneers_hold(fd, &none));
	ASSERT_EQ(0, limit_veneers("1"));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_FALSE(is_slow(_metadata, fd, 0));
	check_call(_metadata, fd, 0, 0);
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

static uint64_t distance(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

/* The pages of veneers within @range of a site. */
static unsigned int pages_in_reach(struct __test_metadata *_metadata, uint64_t site,
				   uint64_t range)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	char line[512], symbol[256];
	unsigned long long address;
	unsigned int count = 0;

	ASSERT_NE(NULL, file);
	while (fgets(line, sizeof(line), file))
		count += sscanf(line, "%llx %*c %255s", &address, symbol) == 2 &&
			 !strcmp(symbol, VENEER) && distance(site, address) < range;
	fclose(file);
	return count;
}

/* How many pages there are for function 0. */
static unsigned int pages_there(struct __test_metadata *_metadata, int fd)
{
	static struct dct_veneers one;
	struct dct_reach reach = { .site = 0 };

	ASSERT_EQ(0, read_reach(fd, &reach));
	if (!one.site) {
		one.count = 1;
		ASSERT_EQ(0, veneers_hold(fd, &one));
		one.count = 0;
		ASSERT_EQ(0, veneers_hold(fd, &one));
		settled(_metadata, fd);
	}
	return pages_in_reach(_metadata, one.site, reach.high - reach.address);
}

/* Hold all that are free in @pages pages, which may be none that a test can hold. */
static bool hold_pages(struct __test_metadata *_metadata, int fd, unsigned int pages,
		       unsigned int per_page)
{
	struct dct_veneers all = { .count = pages * per_page };

	if (all.count > DCT_ALL_VENEERS)
		return false;
	ASSERT_EQ(0, veneers_hold(fd, &all));
	return true;
}

static const char many_pages[] = "more veneers are there than can be held";

/*
 * Memory is allocated only if no veneer is free, and then it is. One of those that are was
 * used again before tasks had left it.
 */
TEST_VENEERS(dc08_no_page_too_many)
{
	unsigned int per_page = settled(_metadata, fd), pages, i;

	if (!per_page)
		SKIP(return, "%s", unseen);
	ASSERT_EQ(0, far_on(fd));
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, switch_attach(fd, 0, 0));
		ASSERT_EQ(0, switch_detach(fd, 0));
	}
	settled(_metadata, fd);
	pages = pages_there(_metadata, fd);
	if (!hold_pages(_metadata, fd, pages, per_page))
		SKIP(return, "%s", many_pages);
	EXPECT_EQ(pages, pages_there(_metadata, fd));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_FALSE(is_slow(_metadata, fd, 0));
	EXPECT_EQ(pages + 1, pages_there(_metadata, fd));
	check_call(_metadata, fd, 0, 0);
}

/* No veneer is free when a switch needs one. */
TEST_VENEERS(dc08_switch_allocates_a_page)
{
	unsigned int per_page = settled(_metadata, fd);

	if (!per_page)
		SKIP(return, "%s", unseen);
	ASSERT_EQ(0, far_but(fd, BIT(0)));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	if (!hold_pages(_metadata, fd, pages_there(_metadata, fd), per_page))
		SKIP(return, "%s", many_pages);
	ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1, NULL));
	EXPECT_FALSE(is_slow(_metadata, fd, 0));
	check_call(_metadata, fd, 0, 1);
}

static int make_fail(struct __test_metadata *_metadata, int fd, const char *function,
		     unsigned int *fails)
{
	struct dct_fail fail = {};

	strcpy(fail.function, function);
	ASSERT_EQ(0, ASK(fd, DCT_FAIL, &fail));
	*fails = fail.fails;
	return fail.result;
}

/* A page whose code cannot be made read-only or executable is not used. */
TEST_VENEERS(dc08_page_that_stays_data)
{
	static const char *const functions[] = { "set_memory_ro", "set_memory_x" };
	unsigned int per_page = settled(_metadata, fd), pages, fails, i;
	struct dct_veneers more = {};

	if (!per_page)
		SKIP(return, "%s", unseen);
	pages = pages_there(_metadata, fd);
	more.count = pages * per_page + 1;
	if (more.count > DCT_ALL_VENEERS)
		SKIP(return, "%s", many_pages);
	for (i = 0; i < 2; i++) {
		if (make_fail(_metadata, fd, functions[i], &fails))
			SKIP(return, "no kretprobes, or not of %s()", functions[i]);
		EXPECT_EQ(-ENOMEM, veneers_hold(fd, &more));
		ASSERT_EQ(0, make_fail(_metadata, fd, "", &fails));
		EXPECT_LT(0, fails);
		EXPECT_EQ(pages, pages_there(_metadata, fd));
	}
	ASSERT_EQ(0, veneers_hold(fd, &more));
	EXPECT_EQ(pages + 1, pages_there(_metadata, fd));
}

/* The site at @site must not share page @page; it may get no veneer at all. */
static void expect_not_shared(struct __test_metadata *_metadata, int fd, uint64_t site,
			      uint64_t own_site, uint64_t page)
{
	struct dct_veneers others = { .count = 1, .away = site - own_site };
	int err = veneers_hold(fd, &others);

	TH_LOG("at 0x%llx: %d", (unsigned long long)site, err);
	if (err != -ENOMEM)
		ASSERT_EQ(0, err);
	if (!err)
		EXPECT_NE(page, others.first);
}

/* A site reaches all veneers of a page but the last, or but the first: it gets another. */
TEST_VENEERS(dc08_part_of_page_out_of_reach)
{
	unsigned int per_page = settled(_metadata, fd);
	struct dct_veneers one = { .count = 1 };
	struct dct_reach reach = { .site = 0 };
	uint64_t size;

	if (!per_page)
		SKIP(return, "%s", unseen);
	ASSERT_EQ(0, read_reach(fd, &reach));
	if (reach.high - reach.address > 1 << 30)
		SKIP(return, "one place for veneers is in reach of all functions here");
	ASSERT_EQ(0, veneers_hold(fd, &one));
	size = 4096 / per_page;
	expect_not_shared(_metadata, fd, one.first + 4096 - size - reach.step -
			  (reach.high - reach.address), one.site, one.first);
	expect_not_shared(_metadata, fd, one.first + reach.step +
			  (reach.address - reach.low), one.site, one.first);
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

/*
 * A site that reaches none of the veneers that are there, with free ones among them, gets
 * its own. There is no function at that place, and no call.
 */
TEST_VENEERS(dc08_out_of_reach_of_others)
{
	struct dct_veneers near = { .count = 1 }, far = { .count = 1 };
	struct dct_reach reach = { .site = 0 };
	uint64_t range;

	ASSERT_EQ(0, read_reach(fd, &reach));
	range = reach.high - reach.address;
	if (range > 1 << 30)
		SKIP(return, "one place for veneers is in reach of all functions here");
	ASSERT_EQ(0, veneers_hold(fd, &near));
	far.away = 2 * range;
	ASSERT_EQ(0, veneers_hold(fd, &far));
	EXPECT_NE(near.first, far.first);
	EXPECT_GT(range, distance(far.site, far.first));
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

/* Hold so many veneers, without any memory for more than there are. */
static int hold_without_memory(struct __test_metadata *_metadata, int fd,
			       unsigned int count)
{
	struct dct_veneers others = { .count = count };
	int err;

	ASSERT_EQ(0, fault_arm_all());
	err = veneers_hold(fd, &others);
	ASSERT_EQ(0, fault_disarm_all());
	return err;
}

/*
 * All allocations of a page of veneers fail, and then each one, but for the first: the
 * kernel tries that in another way. Pages are never freed, so this test comes last: the
 * others know that a veneer which was released is among the first.
 */
TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) && has_veneers() && fault_is_there(),
	"no direct calls, no veneers here, or no CONFIG_FAILSLAB with debugfs", dc08_no_memory)
{
	unsigned int refused = 0, nth = 1, count = DCT_MAX_VENEERS;
	struct dct_veneers others, none = {};
	int err, failed;

	ASSERT_EQ(0, veneers_hold(fd, &none));
	ASSERT_EQ(0, fault_prepare());
	while (!(err = hold_without_memory(_metadata, fd, count)) &&
	       count < DCT_ALL_VENEERS)
		count *= 2;
	ASSERT_EQ(-ENOMEM, err);
	do {
		others = (struct dct_veneers){ .count = count };
		ASSERT_EQ(0, fault_arm(++nth));
		err = veneers_hold(fd, &others);
		failed = fault_disarm();
		ASSERT_LE(0, failed);
		if (err)
			EXPECT_EQ(-ENOMEM, err);
		refused += !!err;
		ASSERT_EQ(0, veneers_hold(fd, &none));
	} while (failed && err);
	TH_LOG("%u refusals of %u veneers", refused, count);
	EXPECT_LT(0, refused);
	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_FALSE(is_slow(_metadata, fd, 0));
	check_call(_metadata, fd, 0, 0);
}

TEST_HARNESS_MAIN
