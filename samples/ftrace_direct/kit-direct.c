// SPDX-License-Identifier: GPL-2.0
/*
 * One direct call: wake_up_process() calls my_tramp, without anything of
 * ftrace in between.
 *
 * my_tramp saves the argument registers, calls my_direct_func() and goes on
 * into wake_up_process() with the registers as they were. So my_direct_func()
 * has the arguments of wake_up_process(), and can neither change nor skip the
 * call.
 *
 *	# modprobe kit-direct
 *	# cat /sys/kernel/tracing/enabled_functions
 *	wake_up_process (1)     D
 *		direct-->my_tramp+0x0/0x58 [kit_direct]
 *	# grep my_direct_func /sys/kernel/tracing/trace
 *	<idle>-0  [001] d.h1.  21.305: my_direct_func: wake_up_process: sh-97
 */
#include <linux/module.h>
#include <linux/sched.h>

#include "sample.h"

static void __used my_direct_func(struct task_struct *p)
{
	trace_printk("wake_up_process: %s-%d\n", p->comm, p->pid);
}

FTRACE_DIRECT_TRAMP(my_tramp, my_direct_func);

static struct kit_direct direct;

static int __init kit_direct_sample_init(void)
{
	int err;

	err = kit_direct_init(&direct, wake_up_process) ?:
	      kit_direct_register(&direct, (unsigned long)my_tramp);
	if (err)
		kit_direct_exit(&direct);
	return err;
}

static void __exit kit_direct_sample_exit(void)
{
	sample_detach(&direct);
}

module_init(kit_direct_sample_init);
module_exit(kit_direct_sample_exit);

MODULE_DESCRIPTION("Direct-call sample: one function");
MODULE_LICENSE("GPL");
