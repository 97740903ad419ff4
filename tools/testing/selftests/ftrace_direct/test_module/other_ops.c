// SPDX-License-Identifier: GPL-2.0
/*
 * Other ops on the functions that are switched: a plain callback, one that asks for
 * all registers, one that may change the instruction pointer (and does not). They
 * stay attached, or are detached and attached as fast as possible.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <ftrace_direct/direct.h>

#include "internal.h"

#ifdef CONFIG_DYNAMIC_FTRACE

static DEFINE_PER_CPU(unsigned long, dct_other_ops_calls);

static notrace void dct_other_callback(unsigned long ip,
				       unsigned long parent_ip,
				       struct ftrace_ops *ops,
				       struct kit_ftrace_regs *fregs)
{
	this_cpu_inc(dct_other_ops_calls);
}

static struct ftrace_ops ops;
static bool filtered, attached;
static struct task_struct *thread;
static unsigned long rounds;

/* Some architectures of newer bases never save all registers. */
static unsigned long flags_of(unsigned int kind)
{
	if (kind == DCT_OTHER_SAVE_REGS)
		return FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED;
	if (kind == DCT_OTHER_IPMODIFY)
		return FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED |
		       FTRACE_OPS_FL_IPMODIFY;
	return 0;
}

static int attach(void)
{
	int err = register_ftrace_function(&ops);

	attached = !err;
	return err;
}

static int detach(void)
{
	int err = attached ? unregister_ftrace_function(&ops) : 0;

	attached = attached && err;
	return err;
}

static int come_and_go(void *unused)
{
	int err = 0;

	while (!kthread_should_stop() && !err) {
		err = detach() ?: attach();
		rounds++;
		cond_resched_tasks_rcu_qs();
	}
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return err;
}

static int start_cycle(void)
{
	struct task_struct *new;

	rounds = 0;
	new = kthread_run(come_and_go, NULL, "dct_other_ops");
	if (IS_ERR(new))
		return PTR_ERR(new);
	thread = new;
	return 0;
}

/**
 * dct_other_ops_on - attach other ops to all dct_traced_* functions
 * @req: of which kind, and whether to detach and attach them all the time
 *
 * Return: 0 or -EBUSY; @req->result is what ftrace returned
 */
int dct_other_ops_on(struct dct_other_ops *req)
{
	char names[] = "dct_traced_*";		/* ftrace modifies it */

	if (filtered)
		return -EBUSY;
	memset(&ops, 0, sizeof(ops));
	ops.func = dct_other_callback;
	ops.flags = flags_of(req->kind);
	filtered = true;
	req->result = ftrace_set_filter(&ops, names, strlen(names), 1);
	if (!req->result)
		req->result = attach();
	if (!req->result && req->come_and_go)
		return start_cycle();
	return 0;
}

/* How often the callback ran. Exact once calls have ended. */
static unsigned long count_calls(void)
{
	unsigned long sum = 0;
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu(dct_other_ops_calls, cpu));
	return sum;
}

/**
 * dct_other_ops_off - detach the other ops, if there are any
 * @req: gets how often the callback ran, and how often it was attached again
 *
 * Return: 0; @req->result is what ftrace returned
 */
int dct_other_ops_off(struct dct_other_ops *req)
{
	unsigned int cpu;

	req->result = thread ? kthread_stop(thread) : 0;
	thread = NULL;
	req->result = detach() ?: req->result;
	req->rounds = rounds;
	req->calls = count_calls();
	if (attached || !filtered)
		return 0;
	kit_ftrace_forget(&ops);
	filtered = false;
	rounds = 0;
	for_each_possible_cpu(cpu)
		per_cpu(dct_other_ops_calls, cpu) = 0;
	return 0;
}

int dct_other_ops_reset(void)
{
	struct dct_other_ops req;

	return dct_other_ops_off(&req) ?: req.result;
}

#else

int dct_other_ops_on(struct dct_other_ops *req)
{
	return -ENODEV;
}

int dct_other_ops_off(struct dct_other_ops *req)
{
	return 0;
}

int dct_other_ops_reset(void)
{
	return 0;
}

#endif /* CONFIG_DYNAMIC_FTRACE */
