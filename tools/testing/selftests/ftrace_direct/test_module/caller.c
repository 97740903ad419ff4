// SPDX-License-Identifier: GPL-2.0
/*
 * A thread that calls a target until it is told to stop, while a test
 * attaches, detaches or switches.
 */
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kthread.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/smp.h>

#include "internal.h"

static const __u64 args[FDT_NR_ARGS] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static struct task_struct *thread;
static unsigned int thread_target;
static __u64 thread_calls;

/*
 * cond_resched() alone is no quiescent state for RCU tasks in a preemptible
 * kernel, and every unregister waits for one.
 */
static int call_until_stopped(void *unused)
{
	__u64 result[2];

	while (!kthread_should_stop()) {
		fdt_target_call(thread_target, args, result);
		thread_calls++;
		cond_resched_tasks_rcu_qs();
	}
	return 0;
}

/* A CPU that the starter does not run on, -1 when there is none. */
static int other_cpu(void)
{
	unsigned int cpu;

	cpu = cpumask_any_but(cpu_online_mask, raw_smp_processor_id());
	return cpu < nr_cpu_ids ? (int)cpu : -1;
}

int fdt_caller_start(struct fdt_caller *req)
{
	struct task_struct *new;

	if (req->target >= FDT_NR_TARGETS || thread)
		return -EINVAL;
	thread_target = req->target;
	thread_calls = 0;
	fdt_count_expect(args);
	new = kthread_create(call_until_stopped, NULL, "fdt_caller");
	if (IS_ERR(new))
		return PTR_ERR(new);
	req->cpu = other_cpu();
	if (req->cpu >= 0)
		kthread_bind(new, req->cpu);
	thread = new;
	wake_up_process(new);
	return 0;
}

int fdt_caller_stop(struct fdt_caller *req)
{
	if (!thread)
		return -EINVAL;
	kthread_stop(thread);
	thread = NULL;
	req->calls = thread_calls;
	return 0;
}
