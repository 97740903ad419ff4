// SPDX-License-Identifier: GPL-2.0
/*
 * A module that owns a trampoline and frees its memory safely.
 *
 * After a switch has returned, tasks may still execute the old trampoline.
 * synchronize_rcu_tasks() waits for those that run or were preempted there, but not
 * for those that sleep: a voluntary context switch ends a grace period of RCU tasks.
 * An owner whose handler may sleep has to count, as BPF's trampolines do:
 *
 *	1. switch: no task enters any more;
 *	2. synchronize_rcu_tasks(): tasks that were before the handler's first line
 *	   have been counted, or have left;
 *	3. wait until the count is zero: no task sleeps there;
 *	4. synchronize_rcu_tasks(): tasks that were counted out have left the rest of
 *	   the handler and the trampoline.
 */
#include <linux/atomic.h>
#include <linux/ftrace.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/wait.h>

#include "owner.h"
#include "tramp.h"

static atomic_t active;
static DECLARE_WAIT_QUEUE_HEAD(idle);

notrace void dct_owner_handler(unsigned long source, unsigned long epoch,
			       unsigned long check)
{
	atomic_inc(&active);
	dct_account_handler(0, source, epoch, check);
	dct_gate_pass();
	if (atomic_dec_and_test(&active))
		wake_up(&idle);
}

DCT_TRAMP(dct_owner_tramp, dct_owner_handler);

static int __init dct_owner_init(void)
{
	dct_owner_lend(THIS_MODULE, (unsigned long)dct_owner_tramp);
	return 0;
}

/* Step 1 is over: what is attached holds a reference to its module. */
static void __exit dct_owner_exit(void)
{
	dct_owner_lend(NULL, 0);
	synchronize_rcu_tasks();
	wait_event(idle, !atomic_read(&active));
	synchronize_rcu_tasks();
}

module_init(dct_owner_init);
module_exit(dct_owner_exit);

MODULE_DESCRIPTION("A trampoline for the direct-call tests");
MODULE_LICENSE("GPL");
