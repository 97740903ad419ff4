// SPDX-License-Identifier: GPL-2.0
/*
 * A direct call whose trampoline is replaced while the function runs: a thread
 * switches schedule() between my_tramp1 and my_tramp2, once a second, or every
 * interval_ms milliseconds.
 *
 * schedule() never stops being called, on every CPU, and each call runs one of
 * the two: the trace shows lines of my_direct_func1, then of my_direct_func2,
 * then of my_direct_func1 again, and no gap where they meet.
 *
 *	# modprobe kit-direct-modify interval_ms=200
 *	# grep -o 'my_direct_func[12]' /sys/kernel/tracing/trace | uniq -c
 */
#include <linux/module.h>
#include <linux/sched.h>

#include "sample.h"
#include "switcher.h"

static void __used my_direct_func1(void)
{
	trace_printk("schedule\n");
}

static void __used my_direct_func2(void)
{
	trace_printk("schedule\n");
}

FTRACE_DIRECT_TRAMP(my_tramp1, my_direct_func1);
FTRACE_DIRECT_TRAMP(my_tramp2, my_direct_func2);

static struct kit_direct direct;

static int __init kit_direct_modify_init(void)
{
	int err;

	err = kit_direct_init(&direct, schedule) ?:
	      kit_direct_register(&direct, (unsigned long)my_tramp1);
	if (err) {
		kit_direct_exit(&direct);
		return err;
	}
	err = switcher_start(&direct);
	if (err)
		sample_detach(&direct);
	return err;
}

static void __exit kit_direct_modify_exit(void)
{
	switcher_stop();
	sample_detach(&direct);
}

module_init(kit_direct_modify_init);
module_exit(kit_direct_modify_exit);

MODULE_DESCRIPTION("Direct-call sample: another trampoline again and again");
MODULE_LICENSE("GPL");
