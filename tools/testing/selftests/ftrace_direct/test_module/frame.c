// SPDX-License-Identifier: GPL-2.0
/*
 * A thread that calls a target with two plain callbacks on it, and checks that its
 * own stack is not overwritten.
 *
 * With two callbacks every call goes through the list function, with the registers
 * that the plain entry code saved. While a direct call is attached, its ops are in
 * the list before the site is patched. What the list function then writes to the
 * registers has to stay within them, and out of the frames above.
 */
#include <linux/compiler.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>

#include <ftrace_direct/direct.h>
#include <direct/entry.h>

#include "internal.h"

/* More words than any pt_regs has: writes beyond that one hit a canary. */
#define WORDS	64
#define CANARY	0x6b69742d73746163ULL	/* "kit-stac" */

static const __u64 args[DCT_NR_ARGS] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static struct task_struct *thread;
static struct dct_frame seen;

static noinline void call_with_canaries(void)
{
	__u64 canary[WORDS];
	__u64 result[2];
	int i;

	for (i = 0; i < WORDS; i++)
		WRITE_ONCE(canary[i], CANARY);
	dct_target_call(seen.target, args, result);
	for (i = 0; i < WORDS; i++)
		if (READ_ONCE(canary[i]) != CANARY)
			seen.overwritten++;
	seen.calls++;
}

static int call_until_stopped(void *unused)
{
	while (!kthread_should_stop()) {
		call_with_canaries();
		cond_resched_tasks_rcu_qs();
	}
	return 0;
}

#ifdef CONFIG_FUNCTION_TRACER

static void notrace callback(unsigned long ip, unsigned long parent_ip,
			     struct ftrace_ops *ops,
			     struct kit_ftrace_regs *fregs)
{
	dct_count_callback();
}

static struct ftrace_ops plain[2];

static int attach(struct ftrace_ops *ops, unsigned int target)
{
	ops->func = callback;
	return kit_ftrace_choose(ops, dct_target_address(target),
				 dct_target_name(target)) ?:
	       register_ftrace_function(ops);
}

static int detach(struct ftrace_ops *ops)
{
	if (!ops->func)
		return 0;
	if (unregister_ftrace_function(ops))
		return -EBUSY;
	kit_ftrace_forget(ops);
	memset(ops, 0, sizeof(*ops));
	return 0;
}

static int callbacks_on(unsigned int target)
{
	return attach(&plain[0], target) ?: attach(&plain[1], target);
}

static int callbacks_off(void)
{
	return detach(&plain[0]) ?: detach(&plain[1]);
}

#else

static int callbacks_on(unsigned int target)
{
	return -ENODEV;
}

static int callbacks_off(void)
{
	return 0;
}

#endif /* CONFIG_FUNCTION_TRACER */

static int thread_start(void)
{
	unsigned int cpu;

	thread = kthread_create(call_until_stopped, NULL, "dct_frame");
	if (IS_ERR(thread)) {
		int err = PTR_ERR(thread);

		thread = NULL;
		return err;
	}
	cpu = cpumask_any_but(cpu_online_mask, raw_smp_processor_id());
	if (cpu < nr_cpu_ids)
		kthread_bind(thread, cpu);
	wake_up_process(thread);
	return 0;
}

int dct_frame_start(struct dct_frame *req)
{
	int err;

	if (req->target >= DCT_NR_TARGETS || thread)
		return -EINVAL;
	memset(&seen, 0, sizeof(seen));
	seen.target = req->target;
	dct_count_expect(args);
	err = callbacks_on(req->target) ?: thread_start();
	if (err)
		callbacks_off();
	return err;
}

/* Also without a thread: a failed start may have left something attached. */
int dct_frame_stop(struct dct_frame *req)
{
	int err;

	if (thread)
		kthread_stop(thread);
	thread = NULL;
	err = callbacks_off();
	*req = seen;
	return err;
}

int dct_frame_reset(void)
{
	struct dct_frame req;

	return dct_frame_stop(&req);
}
