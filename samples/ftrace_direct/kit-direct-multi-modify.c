// SPDX-License-Identifier: GPL-2.0
/*
 * One direct call for several functions whose trampoline is replaced while
 * they run: a thread switches wake_up_process() and schedule() together from
 * my_tramp1 to my_tramp2 and back, once a second, or every interval_ms
 * milliseconds.
 *
 * The trace has lines of both handlers with both functions:
 *
 *	# modprobe kit-direct-multi-modify interval_ms=200
 *	# grep -o 'my_direct_func[12]: .*' /sys/kernel/tracing/trace | uniq -c
 */
#include <linux/module.h>
#include <linux/sched.h>

#include "sample.h"
#include "switcher.h"

static void __used my_direct_func1(unsigned long ip)
{
	trace_printk("%ps\n", (void *)ip);
}

static void __used my_direct_func2(unsigned long ip)
{
	trace_printk("%ps\n", (void *)ip);
}

FTRACE_DIRECT_TRAMP_IP(my_tramp1, my_direct_func1);
FTRACE_DIRECT_TRAMP_IP(my_tramp2, my_direct_func2);

static struct kit_direct direct;

static int __init kit_direct_multi_modify_init(void)
{
	int err;

	err = kit_direct_init(&direct, wake_up_process) ?:
	      kit_direct_add(&direct, schedule) ?:
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

static void __exit kit_direct_multi_modify_exit(void)
{
	switcher_stop();
	sample_detach(&direct);
}

module_init(kit_direct_multi_modify_init);
module_exit(kit_direct_multi_modify_exit);

MODULE_DESCRIPTION("Direct-call sample: several functions, another trampoline again and again");
MODULE_LICENSE("GPL");
