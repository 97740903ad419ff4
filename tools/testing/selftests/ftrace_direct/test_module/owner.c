// SPDX-License-Identifier: GPL-2.0
/*
 * A trampoline of another module (ftrace_direct_owner.c), which can be unloaded once
 * the trampoline is not attached any more. A gate in its handler stops calls, sleeping
 * or spinning, so that a task is in the trampoline while a test switches it away and
 * unloads its module.
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/version.h>
#include <linux/wait.h>

#include "internal.h"
#include "owner.h"

/* Sites are patched under stop_machine(), on riscv before 6.16, on s390 before 5.15. */
#define STOPS_MACHINE	((IS_ENABLED(CONFIG_RISCV) &&			\
			  LINUX_VERSION_CODE < KERNEL_VERSION(6, 16, 0)) ||	\
			 (IS_ENABLED(CONFIG_S390) &&			\
			  LINUX_VERSION_CODE < KERNEL_VERSION(5, 15, 0)))

static DEFINE_MUTEX(lock);
static struct module *owner;
static unsigned long owner_tramp;

/**
 * dct_owner_lend - offer a trampoline
 * @module: the module that it is in, NULL when it goes
 * @tramp: the trampoline
 */
void dct_owner_lend(struct module *module, unsigned long tramp)
{
	mutex_lock(&lock);
	owner = module;
	owner_tramp = tramp;
	mutex_unlock(&lock);
}
EXPORT_SYMBOL_GPL(dct_owner_lend);

/**
 * dct_owner_attach - attach the offered trampoline to accounted function 0
 * @req: gets the result
 *
 * Context: Process context, may sleep.
 * Return: 0, or -ENODEV if no trampoline was offered
 */
int dct_owner_attach(struct dct_direct *req)
{
	int err = -ENODEV;

	mutex_lock(&lock);
	if (owner_tramp) {
		req->result = dct_switch_attach_addr(0, 0, owner_tramp, owner);
		err = 0;
	}
	mutex_unlock(&lock);
	return err;
}

static DECLARE_WAIT_QUEUE_HEAD(gate);
static bool gate_open = true, gate_spins;
static atomic_t gate_inside;

/**
 * dct_gate_pass - wait until the gate opens; called by the handler
 *
 * Context: Process context, may sleep.
 */
notrace void dct_gate_pass(void)
{
	atomic_inc(&gate_inside);
	if (READ_ONCE(gate_spins)) {
		while (!READ_ONCE(gate_open))
			cpu_relax();
	} else {
		wait_event(gate, READ_ONCE(gate_open));
	}
	atomic_dec(&gate_inside);
}
EXPORT_SYMBOL_GPL(dct_gate_pass);

static void open_gate(bool open)
{
	WRITE_ONCE(gate_open, open);
	wake_up_all(&gate);
}

/* A thread that makes one call and stops at the gate. */
static struct task_struct *visitor;

static int visit(void *unused)
{
	dct_account_call(0, DCT_CONTEXT_THREAD);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static int start_visitor(void)
{
	unsigned int cpu;

	visitor = kthread_create(visit, NULL, "dct_visitor");
	if (IS_ERR(visitor)) {
		visitor = NULL;
		return -ENOMEM;
	}
	/*
	 * It may spin: run it on another CPU than the test, and with a low
	 * priority, so that callers can preempt it in a kernel that preempts.
	 */
	set_user_nice(visitor, MAX_NICE);
	cpu = cpumask_any_but(cpu_online_mask, raw_smp_processor_id());
	if (cpu < nr_cpu_ids)
		kthread_bind(visitor, cpu);
	wake_up_process(visitor);
	return 0;
}

static void stop_visitor(void)
{
	if (visitor)
		kthread_stop(visitor);
	visitor = NULL;
}

/* A thread that waits for a grace period of RCU tasks. */
static struct task_struct *waiter;
static bool waiter_ended;

static int wait_for_tasks(void *unused)
{
	synchronize_rcu_tasks();
	WRITE_ONCE(waiter_ended, true);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static int start_waiter(void)
{
	waiter_ended = false;
	waiter = kthread_run(wait_for_tasks, NULL, "dct_waiter");
	if (!IS_ERR(waiter))
		return 0;
	waiter = NULL;
	return -ENOMEM;
}

static void stop_waiter(void)
{
	if (waiter)
		kthread_stop(waiter);
	waiter = NULL;
}

/**
 * dct_gate - close or open the gate, make a call that stops there, look
 * @req: what to do; gets the state
 *
 * Context: Process context, may sleep.
 * Return: 0, -EBUSY if that is under way already, or -ENOMEM
 */
int dct_gate(struct dct_gate *req)
{
	int err = 0;

	switch (req->what) {
	case DCT_GATE_LOOK:
		break;
	case DCT_GATE_VISIT:
	case DCT_GATE_VISIT_SPINNING:
		if (visitor)
			return -EBUSY;
		gate_spins = req->what == DCT_GATE_VISIT_SPINNING;
		open_gate(false);
		err = start_visitor();
		break;
	case DCT_GATE_OPEN:
		open_gate(true);
		stop_visitor();
		break;
	case DCT_GATE_SYNC:
		if (waiter)
			return -EBUSY;
		err = start_waiter();
		break;
	default:
		return -EINVAL;
	}
	req->inside = atomic_read(&gate_inside);
	req->synced = waiter && READ_ONCE(waiter_ended);
	req->preemption = IS_ENABLED(CONFIG_PREEMPTION);
	req->stops = STOPS_MACHINE;
	return err;
}

int dct_gate_reset(void)
{
	open_gate(true);
	stop_visitor();
	stop_waiter();
	return 0;
}
