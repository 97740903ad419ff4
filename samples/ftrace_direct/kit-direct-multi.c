// SPDX-License-Identifier: GPL-2.0
/*
 * One direct call for several functions: wake_up_process() and schedule() both
 * call my_tramp.
 *
 * They have different arguments, so the handler does not get these, but the
 * address from which it was called, which tells one function from the other:
 *
 *	# modprobe kit-direct-multi
 *	# grep -o 'my_direct_func: .*' /sys/kernel/tracing/trace | sort | uniq -c
 *	    212 my_direct_func: schedule
 *	     35 my_direct_func: wake_up_process
 */
#include <linux/module.h>
#include <linux/sched.h>

#include "sample.h"

static void __used my_direct_func(unsigned long ip)
{
	trace_printk("%ps\n", (void *)ip);
}

FTRACE_DIRECT_TRAMP_IP(my_tramp, my_direct_func);

static struct kit_direct direct;

static int __init kit_direct_multi_init(void)
{
	int err;

	err = kit_direct_init(&direct, wake_up_process) ?:
	      kit_direct_add(&direct, schedule) ?:
	      kit_direct_register(&direct, (unsigned long)my_tramp);
	if (err)
		kit_direct_exit(&direct);
	return err;
}

static void __exit kit_direct_multi_exit(void)
{
	sample_detach(&direct);
}

module_init(kit_direct_multi_init);
module_exit(kit_direct_multi_exit);

MODULE_DESCRIPTION("Direct-call sample: several functions, one trampoline");
MODULE_LICENSE("GPL");
