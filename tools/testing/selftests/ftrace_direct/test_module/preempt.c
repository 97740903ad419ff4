// SPDX-License-Identifier: GPL-2.0
/*
 * Preempt the current task of each CPU again and again: a thread with real-time
 * priority wakes up by a timer and sleeps again. In a kernel that preempts, callers of
 * accounted functions are preempted at any instruction.
 */
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/topology.h>

#include "internal.h"

#define PERIOD_MIN	20	/* us: callers have to make progress */

static struct task_struct **preempters;
static unsigned int nr_preempters;
static u64 before;

/* Sleep between one and two periods, by the clock's low bits. */
static int preempt_and_sleep(void *data)
{
	u64 period = (unsigned long)data * NSEC_PER_USEC;
	ktime_t delay;

	while (!kthread_should_stop()) {
		delay = ns_to_ktime(period + ktime_get_ns() % period);
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop())
			schedule_hrtimeout(&delay, HRTIMER_MODE_REL);
		__set_current_state(TASK_RUNNING);
	}
	return 0;
}

static int start_on(unsigned int cpu, unsigned long period_us)
{
	struct task_struct *thread;

	thread = kthread_create_on_node(preempt_and_sleep, (void *)period_us,
					cpu_to_node(cpu), "dct_preempter/%u", cpu);
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	kthread_bind(thread, cpu);
	sched_set_fifo(thread);
	preempters[nr_preempters++] = thread;
	wake_up_process(thread);
	return 0;
}

int dct_preempt_reset(void)
{
	while (nr_preempters)
		kthread_stop(preempters[--nr_preempters]);
	kfree(preempters);
	preempters = NULL;
	return 0;
}

static int start(unsigned long period_us)
{
	unsigned int cpu;
	int err = 0;

	preempters = kcalloc(nr_cpu_ids, sizeof(*preempters), GFP_KERNEL);
	if (!preempters)
		return -ENOMEM;
	before = dct_load_preempted();
	for_each_online_cpu(cpu)
		err = err ?: start_on(cpu, period_us);
	if (err)
		dct_preempt_reset();
	return err;
}

/**
 * dct_preempt - start to preempt callers, or stop
 * @req: how often; on stop, gets how often callers were preempted
 *
 * Context: Process context, may sleep.
 * Return: 0 or an error: -EBUSY if callers are preempted already
 */
int dct_preempt(struct dct_preempt *req)
{
	if (!req->period_us) {
		req->preempted = dct_load_preempted() - before;
		return dct_preempt_reset();
	}
	if (preempters)
		return -EBUSY;
	if (req->period_us < PERIOD_MIN)
		return -EINVAL;
	return start(req->period_us);
}
