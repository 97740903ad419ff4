// SPDX-License-Identifier: GPL-2.0
/*
 * Who waits for a grace period of tasks? And who holds direct_mutex meanwhile: everybody
 * who attaches, detaches, switches, or unloads a module would have to wait too.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "internal.h"

#if defined(CONFIG_KPROBES) && !defined(CONFIG_PREEMPT_RT)

/* kernel/locking/mutex.c: the bits of the owner that are flags */
#define OWNER_FLAGS	7UL

/* Without tasks RCU, synchronize_rcu_tasks() is synchronize_rcu(). */
static const char *const waits[] = {
	"synchronize_rcu_tasks_rude",
	IS_ENABLED(CONFIG_TASKS_RCU) ? "synchronize_rcu_tasks" : "synchronize_rcu",
};

static struct kprobe probes[ARRAY_SIZE(waits)];
static const struct mutex *lock;
static const struct task_struct *watcher;
static atomic_t with_lock, own, others;
static bool watching;

static int on_wait(struct kprobe *p, struct pt_regs *regs)
{
	unsigned long owner = atomic_long_read(&lock->owner);

	if ((owner & ~OWNER_FLAGS) == (unsigned long)current)
		atomic_inc(&with_lock);
	atomic_inc(current == watcher ? &own : &others);
	return 0;
}

NOKPROBE_SYMBOL(on_wait);

static int watch(void)
{
	unsigned int i;
	int err;

	lock = (void *)dct_lookup("direct_mutex");
	if (!lock)
		return -EOPNOTSUPP;
	for (i = 0; i < ARRAY_SIZE(waits); i++) {
		memset(&probes[i], 0, sizeof(probes[i]));
		probes[i].symbol_name = waits[i];
		probes[i].pre_handler = on_wait;
		err = register_kprobe(&probes[i]);
		if (!err)
			continue;
		while (i--)
			unregister_kprobe(&probes[i]);
		return err;
	}
	return 0;
}

/**
 * dct_waits_on - begin to watch
 * @req: gets the result, -EOPNOTSUPP if the lock is not in kallsyms
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL if that has begun already
 */
int dct_waits_on(struct dct_waits *req)
{
	if (watching)
		return -EINVAL;
	atomic_set(&with_lock, 0);
	atomic_set(&own, 0);
	atomic_set(&others, 0);
	watcher = current;
	req->result = watch();
	watching = !req->result;
	return 0;
}

/**
 * dct_waits_off - end it
 * @req: gets how often a task waited with the lock held, and how often this one and others
 *	 waited
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL if that has not begun
 */
int dct_waits_off(struct dct_waits *req)
{
	unsigned int i;

	if (!watching)
		return -EINVAL;
	for (i = 0; i < ARRAY_SIZE(waits); i++)
		unregister_kprobe(&probes[i]);
	watching = false;
	req->result = 0;
	req->with_lock = atomic_read(&with_lock);
	req->own = atomic_read(&own);
	req->others = atomic_read(&others);
	return 0;
}

int dct_waits_reset(void)
{
	struct dct_waits req;

	if (watching)
		dct_waits_off(&req);
	return 0;
}

#else

int dct_waits_on(struct dct_waits *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

int dct_waits_off(struct dct_waits *req)
{
	return -EINVAL;
}

int dct_waits_reset(void)
{
	return 0;
}

#endif
