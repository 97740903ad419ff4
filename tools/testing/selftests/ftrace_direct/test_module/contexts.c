// SPDX-License-Identifier: GPL-2.0
/*
 * Run a job in a context (softirq, interrupt, ftrace callback...) and wait for its
 * end. When dct_in_context() has returned, nothing of the job is running any more.
 *
 * An interrupt should not always interrupt the task that asked for it. With another
 * CPU online, an irq_work or a tasklet is raised there, by an IPI that may arrive at
 * any instruction.
 */
#include <linux/cpumask.h>
#include <linux/ftrace.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/version.h>

#include <ftrace_direct/direct.h>
#include <direct/entry.h>
#include <direct/nmi.h>

#include "contexts.h"
#include "internal.h"
#include "timer.h"

#define HRTIMER_NS	(500 * NSEC_PER_USEC)
#define NMI_SPINS	100000000

static void finish(struct dct_job *job)
{
	job->func(job);
	job->ran = true;
	complete(&job->done);
}

static void tasklet_came(struct tasklet_struct *tasklet)
{
	finish(container_of(tasklet, struct dct_job, tasklet));
}

static void timer_came(struct timer_list *timer)
{
	finish(container_of(timer, struct dct_job, timer));
}

static void irq_work_came(struct irq_work *work)
{
	finish(container_of(work, struct dct_job, irq_work));
}

static enum hrtimer_restart hrtimer_came(struct hrtimer *timer)
{
	finish(container_of(timer, struct dct_job, hrtimer));
	return HRTIMER_NORESTART;
}

static void ipi_came(void *arg)
{
	finish(arg);
}

static void raise_tasklet(void *arg)
{
	struct dct_job *job = arg;

	tasklet_schedule(&job->tasklet);
}

static void raise_irq_work(void *arg)
{
	struct dct_job *job = arg;

	irq_work_queue(&job->irq_work);
}

/* Run @func on another CPU. Returns false if there is none. */
static bool elsewhere(smp_call_func_t func, struct dct_job *job)
{
	unsigned int here = raw_smp_processor_id();
	unsigned int cpu = cpumask_next(here, cpu_online_mask);

	if (cpu >= nr_cpu_ids)
		cpu = cpumask_first(cpu_online_mask);
	return cpu != here && !smp_call_function_single(cpu, func, job, 1);
}

static void enter_thread(struct dct_job *job)
{
	finish(job);
}

static void enter_tasklet(struct dct_job *job)
{
	tasklet_setup(&job->tasklet, tasklet_came);
	if (!elsewhere(raise_tasklet, job))
		raise_tasklet(job);
	wait_for_completion(&job->done);
	tasklet_kill(&job->tasklet);
}

static void enter_timer(struct dct_job *job)
{
	timer_setup(&job->timer, timer_came, TIMER_PINNED);
	mod_timer(&job->timer, jiffies + 1);
	wait_for_completion(&job->done);
	dct_timer_delete_sync(&job->timer);
}

static void enter_irq_work(struct dct_job *job)
{
	init_irq_work(&job->irq_work, irq_work_came);
	if (!elsewhere(raise_irq_work, job))
		raise_irq_work(job);
	wait_for_completion(&job->done);
	irq_work_sync(&job->irq_work);
}

static void enter_hrtimer(struct dct_job *job)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(&job->hrtimer, hrtimer_came, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_PINNED_HARD);
#else
	hrtimer_init(&job->hrtimer, CLOCK_MONOTONIC,
		     HRTIMER_MODE_REL_PINNED_HARD);
	job->hrtimer.function = hrtimer_came;
#endif
	hrtimer_start(&job->hrtimer, ns_to_ktime(HRTIMER_NS),
		      HRTIMER_MODE_REL_PINNED_HARD);
	wait_for_completion(&job->done);
	hrtimer_cancel(&job->hrtimer);
}

static void enter_ipi(struct dct_job *job)
{
	elsewhere(ipi_came, job);
}

#ifdef CONFIG_DYNAMIC_FTRACE

/* The job of the task that calls one of the two functions below on this CPU. */
static DEFINE_PER_CPU(struct dct_job *, dct_callback_job);

/* They differ, or the compiler would merge them. */
static noinline void dct_outer(void)
{
	barrier();
}

static noinline void dct_outmost(void)
{
	barrier();
	barrier();
}

static void (*outer)(void) = dct_outer;
static void (*outmost)(void) = dct_outmost;

static notrace void outer_callback(unsigned long ip, unsigned long parent_ip,
				   struct ftrace_ops *ops,
				   struct kit_ftrace_regs *fregs)
{
	struct dct_job *job = __this_cpu_read(dct_callback_job);

	if (!job)
		return;
	__this_cpu_write(dct_callback_job, NULL);
	finish(job);
}

static notrace void outmost_callback(unsigned long ip, unsigned long parent_ip,
				     struct ftrace_ops *ops,
				     struct kit_ftrace_regs *fregs)
{
	READ_ONCE(outer)();
}

static struct ftrace_ops callbacks[] = {
	{ .func = outer_callback },
	{ .func = outmost_callback },
};

static void *const callback_sites[] = { dct_outer, dct_outmost };
static const char *const callback_names[] = { "dct_outer", "dct_outmost" };
static bool callback_attached[ARRAY_SIZE(callbacks)];

/* Preemption is off: another task on this CPU has a job of its own. */
static void below(void (*func)(void), struct dct_job *job)
{
	preempt_disable();
	__this_cpu_write(dct_callback_job, job);
	func();
	__this_cpu_write(dct_callback_job, NULL);
	preempt_enable();
}

static void enter_callback(struct dct_job *job)
{
	below(READ_ONCE(outer), job);
}

static void enter_nested_callback(struct dct_job *job)
{
	below(READ_ONCE(outmost), job);
}

static int attach_callback(unsigned int i)
{
	int err;

	if (callback_attached[i])
		return 0;
	err = kit_ftrace_choose(&callbacks[i], callback_sites[i],
				callback_names[i]);
	if (!err)
		err = register_ftrace_function(&callbacks[i]);
	callback_attached[i] = !err;
	return err;
}

static int detach_callback(unsigned int i)
{
	int err;

	if (!callback_attached[i])
		return 0;
	err = unregister_ftrace_function(&callbacks[i]);
	if (err)
		return err;
	kit_ftrace_forget(&callbacks[i]);
	callback_attached[i] = false;
	return 0;
}

/**
 * dct_contexts_open - prepare contexts
 * @mask: a bit for each context that will be used
 *
 * Return: 0, -ENODEV if one of them does not exist here, or ftrace's error
 */
int dct_contexts_open(unsigned int mask)
{
	int err = 0;

	if (mask & ~dct_contexts_mask())
		return -ENODEV;
	if (mask & (1 << DCT_CONTEXT_CALLBACK | 1 << DCT_CONTEXT_NESTED))
		err = attach_callback(0);
	if (!err && mask & 1 << DCT_CONTEXT_NESTED)
		err = attach_callback(1);
	return err;
}

/**
 * dct_contexts_close - undo dct_contexts_open()
 *
 * Return: 0, or ftrace's error if a callback stays attached
 */
int dct_contexts_close(void)
{
	return detach_callback(1) ?: detach_callback(0);
}

#else

static void enter_callback(struct dct_job *job)
{
}

static void enter_nested_callback(struct dct_job *job)
{
}

int dct_contexts_open(unsigned int mask)
{
	return mask & ~dct_contexts_mask() ? -ENODEV : 0;
}

int dct_contexts_close(void)
{
	return 0;
}

#endif /* CONFIG_DYNAMIC_FTRACE */

#ifdef KIT_HAS_NMI

static void nmi_came(void *arg)
{
	struct dct_job *job = arg;

	job->func(job);
	WRITE_ONCE(job->ran, true);
}

/* An NMI handler cannot wake tasks: poll, but not for ever. */
static void enter_nmi(struct dct_job *job)
{
	unsigned int spins = NMI_SPINS;

	if (kit_nmi_raise(nmi_came, job))
		return;
	while (!READ_ONCE(job->ran) && --spins)
		cpu_relax();
	kit_nmi_done();
}

#endif

static void (*const contexts[DCT_NR_CONTEXTS])(struct dct_job *job) = {
	[DCT_CONTEXT_THREAD] = enter_thread,
	[DCT_CONTEXT_TASKLET] = enter_tasklet,
	[DCT_CONTEXT_TIMER] = enter_timer,
	[DCT_CONTEXT_IRQ_WORK] = enter_irq_work,
	[DCT_CONTEXT_HRTIMER] = enter_hrtimer,
	[DCT_CONTEXT_IPI] = enter_ipi,
	[DCT_CONTEXT_CALLBACK] = enter_callback,
	[DCT_CONTEXT_NESTED] = enter_nested_callback,
#ifdef KIT_HAS_NMI
	[DCT_CONTEXT_NMI] = enter_nmi,
#endif
};

/**
 * dct_is_context - check the current context
 * @context: the expected one
 *
 * An idle CPU may handle an IPI in its idle task instead.
 *
 * Return: true if this is @context
 */
bool dct_is_context(unsigned int context)
{
	switch (context) {
	case DCT_CONTEXT_TASKLET:
	case DCT_CONTEXT_TIMER:
		return in_serving_softirq() && !hardirq_count() && !in_nmi();
	case DCT_CONTEXT_IPI:
		if (is_idle_task(current))
			return irqs_disabled();
		fallthrough;
	case DCT_CONTEXT_IRQ_WORK:
	case DCT_CONTEXT_HRTIMER:
		return hardirq_count() && !in_nmi();
	case DCT_CONTEXT_NMI:
		return in_nmi();
	default:
		return in_task();
	}
}

/**
 * dct_contexts_mask - find out which contexts this machine has
 *
 * Return: a bit for each
 */
unsigned int dct_contexts_mask(void)
{
	unsigned int i, mask = 0;

	for (i = 0; i < DCT_NR_CONTEXTS; i++)
		if (contexts[i])
			mask |= 1 << i;
	if (num_online_cpus() == 1)
		mask &= ~(1 << DCT_CONTEXT_IPI);
	if (!IS_ENABLED(CONFIG_DYNAMIC_FTRACE))
		mask &= ~(1 << DCT_CONTEXT_CALLBACK | 1 << DCT_CONTEXT_NESTED);
	return mask;
}

int dct_contexts_read(__u32 *mask)
{
	*mask = dct_contexts_mask();
	return 0;
}

/**
 * dct_in_context - run a job in a context and wait for its end
 * @context: one that dct_contexts_open() has prepared
 * @job: the job; @job->func is called with it
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EIO if the job did not run, because ftrace dropped the callback or
 * the NMI did not arrive
 */
int dct_in_context(unsigned int context, struct dct_job *job)
{
	job->ran = false;
	init_completion(&job->done);
	contexts[context](job);
	return job->ran ? 0 : -EIO;
}
