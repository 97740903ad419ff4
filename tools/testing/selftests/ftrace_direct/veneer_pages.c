// SPDX-License-Identifier: GPL-2.0
/*
 * The pages that veneers are in: when one is allocated, which sites use it, and what
 * happens without memory, DC-08. Pages are never freed, so this program runs after the
 * others of veneers.
 */
#include "veneers.h"	/* first: it defines _GNU_SOURCE */

#include "fault.h"

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

/* Code that hooks the patching of sites holds a spinlock: nothing is allocated under it. */
TEST_VENEERS(dc10_switch_allocates_before_text_hook)
{
	unsigned int per_page = settled(_metadata, fd), pages;
	struct dct_hook hook = {};

	if (!per_page)
		SKIP(return, "%s", unseen);
	ASSERT_EQ(0, far_but(fd, BIT(0)));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	pages = pages_there(_metadata, fd);
	if (!hold_pages(_metadata, fd, pages, per_page))
		SKIP(return, "%s", many_pages);
	ASSERT_EQ(0, ASK(fd, DCT_HOOK_ON, &hook));
	if (hook.result == -EOPNOTSUPP)
		SKIP(return, "no kretprobes, or the site's branch cannot be decoded");
	ASSERT_EQ(0, hook.result);
	ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1, NULL));
	ASSERT_EQ(0, ASK(fd, DCT_HOOK_OFF, &hook));
	if (!hook.watched)
		SKIP(return, "set_memory_x() cannot be probed");
	EXPECT_LT(0, hook.entries);
	EXPECT_EQ(0, hook.sleeps);
	EXPECT_EQ(pages + 1, pages_there(_metadata, fd));
	EXPECT_FALSE(is_slow(_metadata, fd, 0));
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

/* A veneer that was released cannot be held before it is free. */
static void release_all(struct __test_metadata *_metadata, int fd)
{
	struct dct_veneers none = { .count = 0 };

	ASSERT_EQ(0, veneers_hold(fd, &none));
	settled(_metadata, fd);
}

/* Hold so many veneers, without any memory for more than there are. */
static int hold_without_memory(struct __test_metadata *_metadata, int fd,
			       unsigned int count)
{
	struct dct_veneers others = { .count = count };
	int err;

	release_all(_metadata, fd);
	ASSERT_EQ(0, fault_arm_all());
	err = veneers_hold(fd, &others);
	ASSERT_EQ(0, fault_disarm_all());
	return err;
}

/*
 * All allocations of a page of veneers fail, and then each one, which the kernel may make
 * up for. Pages are never freed, so this test comes last: the others know that a veneer
 * which was released is among the first.
 */
TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) && has_veneers() && fault_is_there(),
	"no direct calls, no veneers here, or no CONFIG_FAILSLAB with debugfs", dc08_no_memory)
{
	unsigned int refused = 0, nth = 0, count = DCT_MAX_VENEERS;
	struct dct_veneers others;
	int err, failed;

	ASSERT_EQ(0, fault_prepare());
	while (!(err = hold_without_memory(_metadata, fd, count)) &&
	       count < DCT_ALL_VENEERS)
		count *= 2;
	ASSERT_EQ(-ENOMEM, err);
	do {
		release_all(_metadata, fd);
		others = (struct dct_veneers){ .count = count };
		ASSERT_EQ(0, fault_arm(++nth));
		err = veneers_hold(fd, &others);
		failed = fault_disarm();
		ASSERT_LE(0, failed);
		if (err)
			EXPECT_EQ(-ENOMEM, err);
		refused += !!err;
		/* The kernel got the memory in another way, so the page is there: one more. */
		if (!err)
			count += settled(_metadata, fd);
	} while (failed);
	release_all(_metadata, fd);
	TH_LOG("%u refusals of %u veneers, %u allocations", refused, count, nth - 1);
	EXPECT_LT(0, refused);
	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	EXPECT_FALSE(is_slow(_metadata, fd, 0));
	check_call(_metadata, fd, 0, 0);
}

TEST_HARNESS_MAIN
