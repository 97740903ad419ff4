// SPDX-License-Identifier: GPL-2.0
/*
 * One direct call on two functions of the kernel, which have its trampoline in branch
 * range, and on one of a module, which has not. A switch to a trampoline out of range
 * of all of them fails at the last function: DC-22.
 *
 * The trampoline is placed near the end of the kernel's branch range, which is out of
 * range of a module below the kernel.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

#include <ftrace_direct/direct.h>

#include "many.h"
#include "probe.h"

#if defined(DCT_HAS_PROBE) && !defined(KIT_PROBE_NEAR_ONLY)

#define NR_FUNCS	3
#define STEP		SZ_64K

static struct kit_direct mixed;
/* In the order of their addresses; the site of the last one gets corrupted. */
static unsigned long funcs[NR_FUNCS];
static unsigned long jumps[DCT_NR_TRAMPS];

static u64 (*call_int_pow)(u64 base, unsigned int exponent) = int_pow;
static unsigned long (*call_int_sqrt)(unsigned long x) = int_sqrt;

/* Leave a page at both ends: a site is not exactly at its function's address. */
static unsigned long place_between(unsigned long below, unsigned long kernel)
{
	unsigned long end = below + KIT_PROBE_HIGH + PAGE_SIZE;
	unsigned long addr = kernel + KIT_PROBE_HIGH - PAGE_SIZE;
	unsigned long jump = 0;

	for (addr &= PAGE_MASK; !jump && addr > end; addr -= STEP) {
		jump = dct_jump_at(addr, (unsigned long)dct_tramp0);
		cond_resched();
	}
	return jump;
}

static int make_jumps(void)
{
	jumps[0] = place_between(funcs[0], funcs[1]);
	jumps[1] = dct_jump_far((unsigned long)dct_tramp1);
	return jumps[0] && jumps[1] ? 0 : -EADDRNOTAVAIL;
}

static void free_jumps(void)
{
	unsigned int i;

	synchronize_rcu_tasks();
	for (i = 0; i < DCT_NR_TRAMPS; i++) {
		dct_exec_free(jumps[i] & PAGE_MASK);
		jumps[i] = 0;
	}
}

/* Wait until no task can be executing a veneer that is not in use. */
static void wait_for_veneers(void)
{
	msleep(50);
	synchronize_rcu_tasks();
	synchronize_rcu_tasks();
	msleep(50);
}

static int attach_to(struct kit_direct *d, unsigned long func)
{
	return kit_direct_init(d, (void *)func) ?:
	       kit_direct_register(d, jumps[1]);
}

static int detach_from(struct kit_direct *d)
{
	int err = d->addr ? kit_direct_unregister(d, d->addr) : 0;

	if (!err)
		kit_direct_exit(d);
	return err;
}

/*
 * Make the module's function use a veneer for the first trampoline that the kernel's
 * functions have in range. It shares the veneer of a function of the kernel, is its
 * last user, and a switch then retargets it. A veneer that was used for a trampoline
 * is used for it again.
 */
static int share_veneer(void)
{
	static struct kit_direct kernel, module;
	int err;

	err = attach_to(&kernel, funcs[1]) ?: attach_to(&module, funcs[0]) ?:
	      detach_from(&kernel);
	wait_for_veneers();
	err = err ?: kit_direct_modify(&module, jumps[0]);
	err = detach_from(&module) ?: detach_from(&kernel) ?: err;
	wait_for_veneers();
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
	err = make_jumps() ?: share_veneer() ?:
	      kit_direct_init_many(&mixed, funcs, NR_FUNCS) ?:
	      kit_direct_register(&mixed, jumps[0]);
	if (err)
		free_jumps();
	return err;
}

static int detach(void)
{
	int err = mixed.addr ? kit_direct_unregister(&mixed, mixed.addr) : 0;

	if (err)
		return err;
	kit_direct_exit(&mixed);
	free_jumps();
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
		return kit_direct_modify(&mixed, jumps[req->tramp]);
	case DCT_MIXED_CALL:
		return call_all();
	case DCT_MIXED_DETACH:
		return detach();
	default:
		return -EINVAL;
	}
}

/**
 * dct_mixed - do one step with the three functions
 * @req: which; gets the result
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
