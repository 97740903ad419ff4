/* SPDX-License-Identifier: GPL-2.0 */
/* A thread that switches between two trampolines, for the modify samples. */
#ifndef SAMPLES_FTRACE_DIRECT_SWITCHER_H
#define SAMPLES_FTRACE_DIRECT_SWITCHER_H

#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/sched.h>

#include "sample.h"

static unsigned int interval_ms = 1000;
module_param(interval_ms, uint, 0644);
MODULE_PARM_DESC(interval_ms, "milliseconds from one switch to the next (default 1000)");

/* A switch that fails leaves the trampoline that was there: try again later. */
static void switch_once(struct kit_direct *d)
{
	unsigned long tramp1 = (unsigned long)my_tramp1;
	unsigned long tramp2 = (unsigned long)my_tramp2;
	int err;

	err = kit_direct_modify(d, d->addr == tramp1 ? tramp2 : tramp1);
	if (err)
		pr_warn_ratelimited("%s: switching failed: %d\n",
				    KBUILD_MODNAME, err);
}

static int switch_thread(void *arg)
{
	unsigned int ms;

	for (;;) {
		/* The state comes first: the wakeup to stop must not be lost. */
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		ms = READ_ONCE(interval_ms);
		schedule_timeout(max(msecs_to_jiffies(ms), 1UL));
		switch_once(arg);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static struct task_struct *switcher;

/**
 * switcher_start - switch between my_tramp1 and my_tramp2 from now on
 * @d: the direct call, attached with one of the two
 *
 * Returns: 0, or the error of the thread's creation; @d stays attached.
 */
static inline int switcher_start(struct kit_direct *d)
{
	switcher = kthread_run(switch_thread, d, "%s", KBUILD_MODNAME);
	return PTR_ERR_OR_ZERO(switcher);
}

/**
 * switcher_stop - switch no more
 *
 * Which of the two is attached then is in the direct call's addr.
 */
static inline void switcher_stop(void)
{
	kthread_stop(switcher);
}

#endif /* SAMPLES_FTRACE_DIRECT_SWITCHER_H */
