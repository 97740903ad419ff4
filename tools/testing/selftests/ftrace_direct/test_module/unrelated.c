// SPDX-License-Identifier: GPL-2.0
/*
 * Ops on functions without a direct call: a direct call on another function must not
 * cost more because of them, DC-12. Calling the functions that they trace shows that
 * the ops are active.
 */
#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <direct/entry.h>

#include "internal.h"

#ifdef CONFIG_FUNCTION_TRACER

static atomic64_t hits;

static void notrace on_call(unsigned long ip, unsigned long parent_ip,
			    struct ftrace_ops *ops,
			    struct kit_ftrace_regs *fregs)
{
	atomic64_inc(&hits);
}

/* Two functions, so that not all ops share one. */
static noinline void dct_unrelated_even(void)
{
	barrier();
}

static noinline void dct_unrelated_odd(void)
{
	barrier_data(&hits);
}

static struct ftrace_ops others[DCT_NR_UNRELATED];
static unsigned int nr_others;

static int add(unsigned int i, bool save_regs)
{
	struct ftrace_ops *ops = &others[i];
	int err;

	/* ops that were registered before hold more than we set. */
	memset(ops, 0, sizeof(*ops));
	ops->func = on_call;
	if (save_regs)
		ops->flags = FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED;
	if (i % 2)
		err = kit_ftrace_choose(ops, dct_unrelated_odd,
					"dct_unrelated_odd");
	else
		err = kit_ftrace_choose(ops, dct_unrelated_even,
					"dct_unrelated_even");
	return err ?: register_ftrace_function(ops);
}

static int drop(unsigned int i)
{
	int err = unregister_ftrace_function(&others[i]);

	if (!err)
		kit_ftrace_forget(&others[i]);
	return err;
}

int dct_unrelated_reset(void)
{
	int err = 0;

	while (!err && nr_others) {
		err = drop(nr_others - 1);
		if (!err)
			nr_others--;
	}
	atomic64_set(&hits, 0);
	return err;
}

/**
 * dct_unrelated - have a number of ops, and call what they trace
 * @req: how many, and whether new ones ask for all registers; gets what ran
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL for too many; @req->result is what ftrace returned
 */
int dct_unrelated(struct dct_unrelated *req)
{
	int err = 0;

	if (req->nr > DCT_NR_UNRELATED)
		return -EINVAL;
	req->before = atomic64_xchg(&hits, 0);
	while (!err && nr_others < req->nr) {
		err = add(nr_others, req->save_regs);
		if (!err)
			nr_others++;
	}
	while (!err && nr_others > req->nr) {
		err = drop(nr_others - 1);
		if (!err)
			nr_others--;
	}
	req->result = err;
	dct_unrelated_even();
	dct_unrelated_odd();
	req->hits = atomic64_xchg(&hits, 0);
	return 0;
}

#else

int dct_unrelated_reset(void)
{
	return 0;
}

int dct_unrelated(struct dct_unrelated *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

#endif /* CONFIG_FUNCTION_TRACER */
