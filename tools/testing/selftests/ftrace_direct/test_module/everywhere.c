// SPDX-License-Identifier: GPL-2.0
/*
 * One direct call on every traceable function: DC-09. This includes what runs while
 * ftrace patches, and interrupt and fault handlers. So the handlers must not call
 * any traceable function.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>

#include <ftrace_direct/direct.h>

#include "many.h"
#include "tramp.h"

static struct kit_direct everywhere;

/* The range of the many functions, which are called a known number of times. */
static unsigned long many_start, many_end;

static DEFINE_PER_CPU(u64, of_many[DCT_NR_TRAMPS]);
static DEFINE_PER_CPU(u64, of_others[DCT_NR_TRAMPS]);

static __always_inline void count(unsigned long ip, unsigned int tramp)
{
	if (ip >= many_start && ip < many_end)
		this_cpu_inc(of_many[tramp]);
	else
		this_cpu_inc(of_others[tramp]);
}

/* @ip: the return address into the traced function */
notrace void dct_everywhere_handler0(unsigned long ip)
{
	count(ip, 0);
}

notrace void dct_everywhere_handler1(unsigned long ip)
{
	count(ip, 1);
}

DCT_TRAMP_IP(dct_everywhere_tramp0, dct_everywhere_handler0);
DCT_TRAMP_IP(dct_everywhere_tramp1, dct_everywhere_handler1);

static unsigned long tramp_address(unsigned int tramp)
{
	return (unsigned long)dereference_function_descriptor(tramp ?
			dct_everywhere_tramp1 : dct_everywhere_tramp0);
}

#if KIT_DIRECT_API != KIT_DIRECT_API_IP && defined(CONFIG_DYNAMIC_FTRACE)

/* From the first of the many functions to the end of the last one's site. */
static int find_many(void)
{
	unsigned long func;
	unsigned int i;

	many_start = ULONG_MAX;
	many_end = 0;
	for (i = 0; i < DCT_NR_MANY; i++) {
		func = (unsigned long)dct_many_function(i);
		if (!func)
			return -ENOENT;
		many_start = min(many_start, func);
		many_end = max(many_end, func + DCT_SITE_BYTES);
	}
	return 0;
}

static int attach(unsigned int tramp)
{
	unsigned char all[] = "*";
	int err;

	if (everywhere.addr)
		return -EINVAL;
	err = find_many() ?:
	      ftrace_set_filter(&everywhere.ops, all, sizeof(all) - 1, 1);
	return err ?: kit_direct_register(&everywhere, tramp_address(tramp));
}

#else

/* By address, a direct call is for one function. */
static int attach(unsigned int tramp)
{
	return -EOPNOTSUPP;
}

#endif

static int detach(void)
{
	int err = kit_direct_unregister(&everywhere, everywhere.addr);

	if (err)
		return err;
	/* Tasks may still execute a trampoline, which is in this module. */
	synchronize_rcu_tasks();
	kit_direct_exit(&everywhere);
	return 0;
}

static int step(const struct dct_everywhere *req)
{
	switch (req->step) {
	case DCT_EVERYWHERE_ATTACH:
		return attach(req->tramp);
	case DCT_EVERYWHERE_MODIFY:
		return kit_direct_modify(&everywhere, tramp_address(req->tramp));
	case DCT_EVERYWHERE_DETACH:
		return detach();
	case DCT_EVERYWHERE_SETTLE:
		/* After this, handlers that had started have counted. */
		synchronize_rcu_tasks();
		return 0;
	default:
		return -EINVAL;
	}
}

static void sum(struct dct_everywhere *req)
{
	unsigned int t;
	int cpu;

	for (t = 0; t < DCT_NR_TRAMPS; t++) {
		req->many[t] = 0;
		req->others[t] = 0;
		for_each_possible_cpu(cpu) {
			req->many[t] += READ_ONCE(per_cpu(of_many[t], cpu));
			req->others[t] += READ_ONCE(per_cpu(of_others[t], cpu));
		}
	}
}

/**
 * dct_everywhere - one step with all functions
 * @req: which; gets its result, and how often the handlers have run since the module
 *	was loaded
 *
 * Context: Process context, may sleep. ftrace_direct_many.ko is loaded.
 * Return: 0, or -EINVAL
 */
int dct_everywhere(struct dct_everywhere *req)
{
	if (req->tramp >= DCT_NR_TRAMPS)
		return -EINVAL;
	req->result = step(req);
	sum(req);
	return 0;
}

int dct_everywhere_reset(void)
{
	return everywhere.addr ? detach() : 0;
}
