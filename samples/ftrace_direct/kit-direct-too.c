// SPDX-License-Identifier: GPL-2.0
/*
 * Two direct calls at once: handle_mm_fault() calls my_tramp1 and
 * wake_up_process() calls my_tramp2. They know nothing of each other, and each
 * handler has the arguments of its function; handle_mm_fault() has four, which
 * all have to come through.
 *
 * The trace has a line of my_direct_func1 for each page fault, and one of
 * my_direct_func2 for each task that is woken up.
 *
 * A function has one direct call at a time. When kit-direct is loaded, it has
 * wake_up_process(): then the second register here gives -EBUSY, the first is
 * taken back, and the module is not loaded.
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>

#include "sample.h"

static void __used my_direct_func1(struct vm_area_struct *vma,
				   unsigned long address, unsigned int flags,
				   struct pt_regs *regs)
{
	trace_printk("handle_mm_fault: %lx in %lx-%lx, flags %x, regs %s\n",
		     address, vma->vm_start, vma->vm_end, flags,
		     regs ? "given" : "none");
}

static void __used my_direct_func2(struct task_struct *p)
{
	trace_printk("wake_up_process: %s-%d\n", p->comm, p->pid);
}

FTRACE_DIRECT_TRAMP(my_tramp1, my_direct_func1);
FTRACE_DIRECT_TRAMP(my_tramp2, my_direct_func2);

static struct kit_direct fault, wakeup;

static int __init attach(struct kit_direct *d, void *func, void (*tramp)(void))
{
	int err;

	err = kit_direct_init(d, func) ?:
	      kit_direct_register(d, (unsigned long)tramp);
	if (err)
		kit_direct_exit(d);
	return err;
}

static int __init kit_direct_too_init(void)
{
	int err;

	err = attach(&fault, handle_mm_fault, my_tramp1);
	if (err)
		return err;
	err = attach(&wakeup, wake_up_process, my_tramp2);
	if (err)
		sample_detach(&fault);
	return err;
}

static void __exit kit_direct_too_exit(void)
{
	sample_detach(&wakeup);
	sample_detach(&fault);
}

module_init(kit_direct_too_init);
module_exit(kit_direct_too_exit);

MODULE_DESCRIPTION("Direct-call sample: two functions, two trampolines");
MODULE_LICENSE("GPL");
