// SPDX-License-Identifier: GPL-2.0
/*
 * A module that owns a trampoline and gives back its memory properly.
 *
 * After a switch has returned, tasks that had entered the old trampoline before
 * may still be in it. synchronize_rcu_tasks() waits for those that run there
 * or were preempted there. It does not wait for one that sleeps: giving up the
 * CPU by oneself is just what ends a grace period of RCU tasks. So an owner
 * whose handler may sleep has to count, as BPF's trampolines do:
 *
 *	1. switch: nobody enters any more;
 *	2. synchronize_rcu_tasks(): whoever was on the way to the handler's
 *	   first line has been counted since, or has left;
 *	3. wait until the count is zero: no sleeper is left;
 *	4. synchronize_rcu_tasks(): whoever has just been counted out has also
 *	   left the rest of the handler and the trampoline.
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

/* Being unloaded means step 1 is over: what is attached holds its module. */
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
