// SPDX-License-Identifier: GPL-2.0
/*
 * Calls of the accounted functions: from many contexts on all CPUs at once, until
 * they are stopped; or a given number from one context.
 *
 * A thread for each context on each CPU runs a job in its context again and again and
 * waits for it each time. So no call is under way once the threads have ended.
 */
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/topology.h>

#include "contexts.h"
#include "internal.h"

#define BATCH	4	/* calls each time that a context runs */

struct caller {
	struct dct_job job;
	struct task_struct *thread;
	unsigned int context;
	unsigned int funcs;
	unsigned int times;
	unsigned long lost;
};

static struct caller *callers;
static unsigned int nr_callers;

static void call_all(struct dct_job *job)
{
	struct caller *caller = container_of(job, struct caller, job);
	unsigned int i, func;

	for (i = 0; i < caller->times; i++)
		for (func = 0; func < DCT_NR_FUNCS; func++)
			if (caller->funcs & 1 << func)
				dct_account_call(func, caller->context);
}

/*
 * Every unregister waits for a grace period of RCU tasks. In a preemptible kernel
 * cond_resched() alone is no quiescent state for it.
 */
static int call_until_stopped(void *data)
{
	struct caller *caller = data;

	while (!kthread_should_stop()) {
		if (dct_in_context(caller->context, &caller->job))
			caller->lost++;
		cond_resched_tasks_rcu_qs();
		/* An emulator that runs one CPU at a time then runs another. */
		cpu_relax();
	}
	return 0;
}

static int start(struct caller *caller, unsigned int context,
		 unsigned int funcs, unsigned int cpu)
{
	struct task_struct *thread;

	caller->job.func = call_all;
	caller->context = context;
	caller->funcs = funcs;
	caller->times = BATCH;
	thread = kthread_create_on_node(call_until_stopped, caller,
					cpu_to_node(cpu), "dct_%u/%u", context,
					cpu);
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	kthread_bind(thread, cpu);
	set_user_nice(thread, MAX_NICE);	/* switches go first */
	caller->thread = thread;
	nr_callers++;
	wake_up_process(thread);
	return 0;
}

/**
 * dct_load_stop - stop all calls
 * @req: gets the number of callbacks that ftrace dropped, with the calls in them
 *
 * Return: 0, also if there were no calls, or ftrace's error if a callback could not be
 * detached
 */
int dct_load_stop(struct dct_load *req)
{
	req->lost = 0;
	while (nr_callers) {
		kthread_stop(callers[--nr_callers].thread);
		req->lost += callers[nr_callers].lost;
	}
	kfree(callers);
	callers = NULL;
	return dct_contexts_close();
}

int dct_load_reset(void)
{
	struct dct_load unused;

	return dct_load_stop(&unused);
}

/**
 * dct_load_preempted - count how often callers were preempted
 *
 * Return: the sum since they started
 */
u64 dct_load_preempted(void)
{
	u64 sum = 0;
	unsigned int i;

	for (i = 0; i < nr_callers; i++)
		sum += READ_ONCE(callers[i].thread->nivcsw);
	return sum;
}

static int start_all(const struct dct_load *req)
{
	unsigned int cpu, context;
	int err;

	for_each_online_cpu(cpu) {
		for (context = 0; context < DCT_NR_CONTEXTS; context++) {
			if (!(req->contexts & 1 << context))
				continue;
			err = start(&callers[nr_callers], context, req->funcs,
				    cpu);
			if (err)
				return err;
		}
	}
	return 0;
}

/**
 * dct_load_start - begin to call accounted functions
 * @req: which, and from which contexts
 *
 * Return: 0 or an error: -EBUSY if they are called already
 */
int dct_load_start(struct dct_load *req)
{
	struct dct_load unused;
	int err;

	if (callers)
		return -EBUSY;
	err = dct_contexts_open(req->contexts);
	if (!err) {
		callers = kcalloc(nr_cpu_ids * DCT_NR_CONTEXTS,
				  sizeof(*callers), GFP_KERNEL);
		err = callers ? start_all(req) : -ENOMEM;
	}
	if (err)
		dct_load_stop(&unused);
	return err;
}

/* Make @req->times calls from one context, one after another. */
int dct_run(struct dct_run *req)
{
	struct caller *caller;
	unsigned int i;
	int err;

	if (req->func >= DCT_NR_FUNCS || req->context >= DCT_NR_CONTEXTS ||
	    callers)
		return -EINVAL;
	err = dct_contexts_open(1 << req->context);
	if (err)
		return err;
	caller = kzalloc(sizeof(*caller), GFP_KERNEL);
	if (!caller)
		return -ENOMEM;
	caller->job.func = call_all;
	caller->context = req->context;
	caller->funcs = 1 << req->func;
	caller->times = 1;
	for (i = 0; !err && i < req->times; i++)
		err = dct_in_context(req->context, &caller->job);
	kfree(caller);
	return dct_contexts_close() ?: err;
}
