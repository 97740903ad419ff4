// SPDX-License-Identifier: GPL-2.0
/*
 * The return address in a callback's registers: a function that is called from a known
 * address, a callback that reads and sets where it returns to, and a direct call on the
 * same function.
 *
 * Calls are made under the device's lock, one at a time, so what the callback saw is in
 * plain variables.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <ftrace_direct/direct.h>
#include <asm/ftrace_direct_tramp.h>
#include <direct/entry.h>
#include <direct/ftrace_regs.h>
#include <direct/landing.h>

#include "detach.h"
#include "internal.h"
#include "return_address.h"

#if defined(CONFIG_FUNCTION_TRACER) && defined(KIT_RETURN_SLOT) && \
	defined(KIT_LANDING)

#define POISON	0x5a5a5a5aUL

static struct dct_retaddr_call now;	/* what happened in all calls */

/* What happened in the current call. */
static unsigned long seen, body_returns_to, goes_on_to;

static unsigned long mix(DCT_RETADDR_ARGS)
{
	const __u64 args[DCT_NR_ARGS] = { a0, a1, a2, a3 };

	return dct_mix(args, DCT_SEED_LOW);
}

noinline unsigned long dct_retaddr_target(DCT_RETADDR_ARGS)
{
	now.body++;
	body_returns_to = (unsigned long)__builtin_return_address(0);
	return mix(a0, a1, a2, a3);
}

/* Returns in the register that holds the target's return value. */
notrace unsigned long dct_retaddr_landed(void)
{
	now.landed++;
	return goes_on_to;
}

KIT_LABELLED_CALL(dct_retaddr_call, dct_retaddr_caller, dct_retaddr_target);
KIT_LANDING(dct_retaddr_landing, dct_retaddr_landed);

static bool set;

static notrace void callback(unsigned long ip, unsigned long parent_ip,
			     struct ftrace_ops *ops,
			     struct kit_ftrace_regs *fregs)
{
	now.callback++;
#ifndef KIT_RETURN_SLOT_PLAIN
	if (!(ops->flags & FTRACE_OPS_FL_SAVE_REGS)) {
		now.no_regs += !fregs;
		return;
	}
#endif
	now.full_regs += kit_ftrace_full_regs(fregs);
	seen = kit_ftrace_get_return_address(fregs);
	if (!set)
		return;
	goes_on_to = seen;
	kit_ftrace_set_return_address(fregs, (unsigned long)dct_retaddr_landing);
}

static struct ftrace_ops ops;
static bool ops_filter, ops_attached;

int dct_retaddr_callback_on(struct dct_retaddr_callback *req)
{
	if (ops_attached || req->flags & ~(DCT_RETADDR_SAVE | DCT_RETADDR_SET))
		return -EINVAL;
	set = req->flags & DCT_RETADDR_SET;
	ops.func = callback;
	ops.flags = 0;
	/* If that is not supported, both kinds share one entry code. */
	if (req->flags & DCT_RETADDR_SAVE)
		ops.flags = FTRACE_OPS_FL_SAVE_REGS |
			    FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED;
	ops_filter = true;
	req->result = kit_ftrace_choose(&ops, dct_retaddr_target,
					"dct_retaddr_target");
	if (!req->result)
		req->result = register_ftrace_function(&ops);
	ops_attached = !req->result;
	return 0;
}

int dct_retaddr_callback_off(struct dct_retaddr_callback *req)
{
	if (!ops_attached)
		return -EINVAL;
	req->result = unregister_ftrace_function(&ops);
	ops_attached = req->result;
	if (ops_attached)
		return 0;
	kit_ftrace_forget(&ops);
	memset(&ops, 0, sizeof(ops));
	ops_filter = false;
	return 0;
}

#ifdef FTRACE_DIRECT_TRAMP

notrace void dct_retaddr_handler(DCT_RETADDR_ARGS)
{
	now.handler++;
	dct_clobber(POISON, POISON, POISON, POISON, POISON, POISON, POISON,
		    POISON);
}

FTRACE_DIRECT_TRAMP(dct_retaddr_tramp, dct_retaddr_handler);

static struct kit_direct direct;
static bool direct_ready;

int dct_retaddr_direct(struct dct_retaddr_direct *req)
{
	unsigned long tramp = (unsigned long)dct_retaddr_tramp;

	if (!direct_ready) {
		req->result = kit_direct_init(&direct, dct_retaddr_target);
		if (req->result)
			return 0;
		direct_ready = true;
	}
	req->result = req->on ? kit_direct_register(&direct, tramp) :
				kit_direct_unregister(&direct, tramp);
	return 0;
}

static int direct_release(void)
{
	if (dct_detach(&direct))
		return -EBUSY;
	if (direct_ready)
		kit_direct_exit(&direct);
	direct_ready = false;
	return 0;
}

#else

int dct_retaddr_direct(struct dct_retaddr_direct *req)
{
	return -ENODEV;
}

static int direct_release(void)
{
	return 0;
}

#endif /* FTRACE_DIRECT_TRAMP */

static void call_once(unsigned long i)
{
	unsigned long caller = (unsigned long)dct_retaddr_caller, result;

	seen = 0;
	body_returns_to = 0;
	result = dct_retaddr_call(i, ~i, i * i, -i);
	now.bad_results += result != mix(i, ~i, i * i, -i);
	if (seen == caller)
		now.at_caller++;
	else if (seen && seen == body_returns_to)
		now.hooked++;
}

int dct_retaddr_call_times(struct dct_retaddr_call *req)
{
	__u32 i, times = req->times;

	memset(&now, 0, sizeof(now));
	for (i = 0; i < times; i++) {
		call_once(i);
		cond_resched();
	}
	*req = now;
	req->times = times;
	return 0;
}

int dct_retaddr_reset(void)
{
	struct dct_retaddr_callback req = {};

	dct_retaddr_callback_off(&req);
	if (!ops_attached && ops_filter)
		kit_ftrace_forget(&ops);
	if (direct_release() || ops_attached)
		return -EBUSY;
	return 0;
}

unsigned int dct_retaddr_flags(void)
{
	unsigned int flags = DCT_HAS_RETURN_SAVED;

	if (IS_ENABLED(CONFIG_DYNAMIC_FTRACE_WITH_REGS))
		flags |= DCT_HAS_SAVE_REGS;
#ifdef KIT_RETURN_SLOT_PLAIN
	flags |= DCT_HAS_RETURN_PLAIN;
#endif
#ifdef KIT_PLAIN_REGS_NULL
	flags |= DCT_PLAIN_REGS_NULL;
#endif
	return flags;
}

#else

int dct_retaddr_callback_on(struct dct_retaddr_callback *req)
{
	return -ENODEV;
}

int dct_retaddr_callback_off(struct dct_retaddr_callback *req)
{
	return -ENODEV;
}

int dct_retaddr_direct(struct dct_retaddr_direct *req)
{
	return -ENODEV;
}

int dct_retaddr_call_times(struct dct_retaddr_call *req)
{
	return -ENODEV;
}

int dct_retaddr_reset(void)
{
	return 0;
}

unsigned int dct_retaddr_flags(void)
{
	return 0;
}

#endif /* CONFIG_FUNCTION_TRACER, KIT_RETURN_SLOT, KIT_LANDING */
