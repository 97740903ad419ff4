// SPDX-License-Identifier: GPL-2.0
/*
 * One direct call on functions of which some can branch to its trampoline and
 * some cannot: a module's, and two of the kernel. A switch of them to one that
 * is beyond all fails at the last: DC-22.
 *
 * The trampoline is placed about where the kernel's reach ends, which is beyond
 * that of a module below it.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

#include <kit/direct.h>

#include "many.h"
#include "probe.h"

#if defined(DCT_HAS_PROBE) && !defined(KIT_PROBE_NEAR_ONLY)

#define NR_FUNCS	3
#define STEP		SZ_64K

static struct kit_direct mixed;
/* In the order of their addresses; the last is the one to be spoiled. */
static unsigned long funcs[NR_FUNCS];
static unsigned long ways[DCT_NR_TRAMPS];

static u64 (*call_int_pow)(u64 base, unsigned int exponent) = int_pow;
static unsigned long (*call_int_sqrt)(unsigned long x) = int_sqrt;

/* A page more than a branch needs: a site is not where its function begins. */
static unsigned long place_between(unsigned long below, unsigned long kernel)
{
	unsigned long end = below + KIT_PROBE_HIGH + PAGE_SIZE;
	unsigned long addr = kernel + KIT_PROBE_HIGH - PAGE_SIZE;
	unsigned long way = 0;

	for (addr &= PAGE_MASK; !way && addr > end; addr -= STEP)
		way = dct_jump_at(addr, (unsigned long)dct_tramp0);
	return way;
}

static int make_ways(void)
{
	ways[0] = place_between(funcs[0], funcs[1]);
	ways[1] = dct_jump_far((unsigned long)dct_tramp1);
	return ways[0] && ways[1] ? 0 : -EADDRNOTAVAIL;
}

static void give_back(void)
{
	unsigned int i;

	synchronize_rcu_tasks();
	for (i = 0; i < DCT_NR_TRAMPS; i++) {
		vfree((void *)(ways[i] & PAGE_MASK));
		ways[i] = 0;
	}
}

/* Nobody counts as on his way through a veneer any more. */
static void let_rest(void)
{
	msleep(50);
	synchronize_rcu_tasks();
	synchronize_rcu_tasks();
	msleep(50);
}

static int attach_to(struct kit_direct *d, unsigned long func)
{
	return kit_direct_init(d, (void *)func) ?:
	       kit_direct_register(d, ways[1]);
}

static int detach_from(struct kit_direct *d)
{
	int err = d->addr ? kit_direct_unregister(d, d->addr) : 0;

	if (!err)
		kit_direct_exit(d);
	return err;
}

/*
 * A veneer that the kernel's function has in reach comes to be the one that the
 * module's uses for the first trampoline: it shares that of the kernel's, keeps
 * it alone, and takes it along. One that was used last for a trampoline is used
 * for it again.
 */
static int share_veneer(void)
{
	static struct kit_direct kernel, module;
	int err;

	err = attach_to(&kernel, funcs[1]) ?: attach_to(&module, funcs[0]) ?:
	      detach_from(&kernel);
	let_rest();
	err = err ?: kit_direct_modify(&module, ways[0]);
	err = detach_from(&module) ?: detach_from(&kernel) ?: err;
	let_rest();
	return err;
}

static int attach(void)
{
	unsigned long one = (unsigned long)call_int_pow;
	unsigned long other = (unsigned long)call_int_sqrt;
	int err;

	funcs[0] = (unsigned long)dct_many_function(0);
	funcs[1] = min(one, other);
	funcs[2] = max(one, other);
	if (!funcs[0] || mixed.addr)
		return -EINVAL;
	err = make_ways() ?: share_veneer() ?: kit_direct_init_many(&mixed, funcs, NR_FUNCS) ?:
	      kit_direct_register(&mixed, ways[0]);
	if (err)
		give_back();
	return err;
}

static int detach(void)
{
	int err = mixed.addr ? kit_direct_unregister(&mixed, mixed.addr) : 0;

	if (err)
		return err;
	kit_direct_exit(&mixed);
	give_back();
	return 0;
}

static int call_all(void)
{
	void (*first)(unsigned long number) = dct_many_function(0);

	if (!first)
		return -EINVAL;
	first(0);
	READ_ONCE(call_int_pow)(2, 10);
	READ_ONCE(call_int_sqrt)(1024);
	return 0;
}

static int step(const struct dct_mixed *req)
{
	switch (req->step) {
	case DCT_MIXED_ATTACH:
		return attach();
	case DCT_MIXED_CORRUPT:
		return dct_corrupt_function((void *)funcs[NR_FUNCS - 1],
					  dct_many_function(req->like));
	case DCT_MIXED_MODIFY:
		return kit_direct_modify(&mixed, ways[req->tramp]);
	case DCT_MIXED_CALL:
		return call_all();
	case DCT_MIXED_DETACH:
		return detach();
	default:
		return -EINVAL;
	}
}

/**
 * dct_mixed - one step with the functions that are near and far
 * @req: which
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL
 */
int dct_mixed(struct dct_mixed *req)
{
	if (req->tramp >= DCT_NR_TRAMPS)
		return -EINVAL;
	req->result = step(req);
	return 0;
}

/* Whatever was left of a test. */
int dct_mixed_reset(void)
{
	return mixed.addr ? detach() : 0;
}

#else

int dct_mixed(struct dct_mixed *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

int dct_mixed_reset(void)
{
	return 0;
}

#endif
