/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Raise an NMI on this CPU, through the CPU's own interrupt controller.
 */
#ifndef KIT_X86_NMI_H
#define KIT_X86_NMI_H

#include <linux/cpumask.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/version.h>
#include <asm/apic.h>
#include <asm/nmi.h>

#define KIT_HAS_NMI

#define KIT_NMI_NAME "kit_nmi"

/* The function for the next NMI. One at a time. */
static void (*kit_nmi_func)(void *arg);
static void *kit_nmi_arg;

static int kit_nmi_handle(unsigned int type, struct pt_regs *regs)
{
	void (*func)(void *arg);

	func = xchg(&kit_nmi_func, NULL);
	if (!func)
		return NMI_DONE;
	func(kit_nmi_arg);
	return NMI_HANDLED;
}

static inline void kit_nmi_send(unsigned int cpu)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	__apic_send_IPI_mask(cpumask_of(cpu), NMI_VECTOR);
#else
	apic->send_IPI_mask(cpumask_of(cpu), NMI_VECTOR);
#endif
}

/**
 * kit_nmi_raise - have a function called in an NMI on this CPU
 * @func: the function
 * @arg: its argument
 *
 * @func reports that it has come; kit_nmi_done() must be called then, or when
 * the caller gives up waiting.
 *
 * Return: 0, or the error of register_nmi_handler()
 */
static inline int kit_nmi_raise(void (*func)(void *arg), void *arg)
{
	int err;

	kit_nmi_arg = arg;
	kit_nmi_func = func;
	err = register_nmi_handler(NMI_LOCAL, kit_nmi_handle, 0, KIT_NMI_NAME);
	if (err)
		return err;
	kit_nmi_send(get_cpu());
	put_cpu();
	return 0;
}

static inline void kit_nmi_done(void)
{
	unregister_nmi_handler(NMI_LOCAL, KIT_NMI_NAME);
}

#endif /* KIT_X86_NMI_H */
