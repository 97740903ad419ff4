// SPDX-License-Identifier: GPL-2.0
/*
 * Trampolines at any address: in the kernel's text, in the module area, in vmalloc
 * space, and near the first and last address that a site can branch to: DC-08.
 *
 * The code at that address jumps to a trampoline of the module and changes no
 * register that matters: all registers are compared.
 */
#include "fixture.h"
#include "limit.h"

DEFINE_FIXTURE_THEN(direct, limit_nothing)

#define ROUNDS	50
#define SEED	0x5eed

static void run(struct __test_metadata *_metadata, int fd, unsigned int site)
{
	struct dct_probe_run run = {
		.seed = SEED, .rounds = ROUNDS, .site = site,
	};
	struct dct_probe_diff *diff = &run.diff[0];
	unsigned int dc, bad = 0;

	ASSERT_EQ(0, probe_run(fd, &run));
	for (dc = 1; dc < DCT_RUN_NR_DC; dc++)
		bad += run.bad[dc];
	EXPECT_EQ(0, bad)
		TH_LOG("DC-%02u: %s in %s: 0x%llx instead of 0x%llx",
		       diff->dc, diff->what, diff->where, diff->seen,
		       diff->expected);
}

/* Alone, with a callback, without it again, detached. */
static void call_through(struct __test_metadata *_metadata, int fd,
			 unsigned int site, unsigned int tramp)
{
	ASSERT_EQ(0, probe_on(fd, site, DCT_PROBE_DIRECT, tramp));
	run(_metadata, fd, site);
	ASSERT_EQ(0, probe_on(fd, site, DCT_PROBE_CALLBACK, 0));
	run(_metadata, fd, site);
	ASSERT_EQ(0, probe_off(fd, site, DCT_PROBE_CALLBACK));
	run(_metadata, fd, site);
	ASSERT_EQ(0, probe_off(fd, site, DCT_PROBE_DIRECT));
	run(_metadata, fd, site);
}

/* For many addresses in a row: the attaching and detaching takes the time. */
static void call_straight(struct __test_metadata *_metadata, int fd,
			  unsigned int site, unsigned int tramp)
{
	ASSERT_EQ(0, probe_on(fd, site, DCT_PROBE_DIRECT, tramp));
	run(_metadata, fd, site);
	ASSERT_EQ(0, probe_off(fd, site, DCT_PROBE_DIRECT));
	run(_metadata, fd, site);
}

static bool in_reach(const struct dct_reach *reach, __u64 address)
{
	return address - reach->low <= reach->high - reach->low;
}

static void call_area(struct __test_metadata *_metadata, int fd,
		      unsigned int area)
{
	struct dct_jump at = { .area = area };
	struct dct_reach reach = {};

	for (; reach.site < DCT_PROBE_NR_SITES; reach.site++) {
		ASSERT_EQ(0, read_reach(fd, &reach));
		ASSERT_NE(0, reach.address);
		ASSERT_EQ(0, jump_make(fd, &at));
		TH_LOG("site 0x%llx, trampoline 0x%llx: %s", reach.address,
		       at.address, in_reach(&reach, at.address) ? "in reach" :
		       reach.near_only ? "out of range, not for this architecture" :
		       "out of range");
		if (in_reach(&reach, at.address) || !reach.near_only)
			call_through(_metadata, fd, reach.site,
				     DCT_PROBE_JUMP);
	}
}

TEST_DIRECT(dc08_kernel_text)
{
	int err = probe_on(fd, DCT_PROBE_MODULE, DCT_PROBE_DIRECT,
			   DCT_PROBE_STUB);

	if (err == -ENOENT)
		SKIP(return, "this kernel has no trampoline in its text");
	ASSERT_EQ(0, err);
	ASSERT_EQ(0, probe_off(fd, DCT_PROBE_MODULE, DCT_PROBE_DIRECT));
	call_through(_metadata, fd, DCT_PROBE_MODULE, DCT_PROBE_STUB);
	call_through(_metadata, fd, DCT_PROBE_KERNEL, DCT_PROBE_STUB);
}

TEST_DIRECT(dc08_module)
{
	call_through(_metadata, fd, DCT_PROBE_MODULE, DCT_PROBE_OWN);
	call_through(_metadata, fd, DCT_PROBE_KERNEL, DCT_PROBE_OWN);
}

TEST_DIRECT(dc08_module_area)
{
	call_area(_metadata, fd, DCT_JUMP_MODULES);
}

/* At the second address in a page where an instruction may begin. */
TEST_DIRECT(dc08_unaligned)
{
	call_area(_metadata, fd, DCT_JUMP_UNALIGNED);
}

TEST_DIRECT(dc08_vmalloc_area)
{
	call_area(_metadata, fd, DCT_JUMP_VMALLOC);
}

/*
 * A base that needs trampolines in branch range may accept an address outside. Then
 * the site must not be called; test only that the attempt does no harm.
 */
static void attach_beyond(struct __test_metadata *_metadata, int fd,
			  unsigned int site)
{
	int err = probe_on(fd, site, DCT_PROBE_DIRECT, DCT_PROBE_JUMP);

	TH_LOG("out of branch range attaching returns %d", err);
	if (!err)
		ASSERT_EQ(0, probe_off(fd, site, DCT_PROBE_DIRECT));
	run(_metadata, fd, site);
	call_straight(_metadata, fd, site, DCT_PROBE_OWN);
}

/* Returns false if no code can be placed at @address. */
static bool call_at(struct __test_metadata *_metadata, int fd,
		    const struct dct_reach *reach, __u64 address)
{
	struct dct_jump at = { .area = DCT_JUMP_AT, .address = address };

	if (jump_make(fd, &at))
		return false;
	/* What was freed a moment ago does not stand in the way. */
	ASSERT_EQ(0, jump_make(fd, &at));
	if (reach->near_only && !in_reach(reach, address))
		attach_beyond(_metadata, fd, reach->site);
	else
		call_straight(_metadata, fd, reach->site, DCT_PROBE_JUMP);
	return true;
}

/*
 * The last address in branch range, its neighbour inside and the first one outside.
 * Not every edge can hold a trampoline: the kernel itself may be there, or it may
 * be unmappable.
 */
static bool call_edge(struct __test_metadata *_metadata, int fd,
		      const struct dct_reach *reach, __u64 edge)
{
	bool there = true;
	int step;

	for (step = -1; step <= 1; step++)
		there &= call_at(_metadata, fd, reach,
				 edge + step * (long long)reach->step);
	TH_LOG("site 0x%llx, edge 0x%llx: %s", reach->address, edge,
	       there ? "called" : "no code can be placed there");
	return there;
}

static int call_edges(struct __test_metadata *_metadata, int fd)
{
	struct dct_reach reach = {};
	int edges = 0;

	for (; reach.site < DCT_PROBE_NR_SITES; reach.site++) {
		ASSERT_EQ(0, read_reach(fd, &reach));
		ASSERT_NE(0, reach.address);
		edges += call_edge(_metadata, fd, &reach, reach.low);
		edges += call_edge(_metadata, fd, &reach, reach.high);
	}
	return edges;
}

TEST_DIRECT(dc08_edge_of_reach)
{
	EXPECT_LT(0, call_edges(_metadata, fd));
}

/* The first address outside a site's branch range where code can be placed. */
static bool call_outside(struct __test_metadata *_metadata, int fd,
			 const struct dct_reach *reach)
{
	return call_at(_metadata, fd, reach, reach->high + reach->step) ||
	       call_at(_metadata, fd, reach, reach->low - reach->step);
}

static void call_just_beyond(struct __test_metadata *_metadata, int fd)
{
	struct dct_reach reach = {};
	bool called = false;

	for (; !called && reach.site < DCT_PROBE_NR_SITES; reach.site++) {
		ASSERT_EQ(0, read_reach(fd, &reach));
		called = call_outside(_metadata, fd, &reach);
	}
	EXPECT_TRUE(called);
}

/* Without veneers, calls of far trampolines go through ftrace, and arrive. */
TEST_DIRECT(dc08_no_veneers)
{
	if (!has_veneers())
		SKIP(return, "this kernel has no veneers to run out of");
	ASSERT_EQ(0, limit_veneers("0"));
	call_area(_metadata, fd, DCT_JUMP_VMALLOC);
	call_just_beyond(_metadata, fd);
	ASSERT_EQ(0, limit_nothing());
	call_just_beyond(_metadata, fd);
}

TEST_HARNESS_MAIN
