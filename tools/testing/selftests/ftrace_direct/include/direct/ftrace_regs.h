/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The return address and the stack pointer of a traced function, for an ftrace callback
 * of any base.
 *
 * The bases have:
 *
 *   before 5.11	callbacks get pt_regs, plain ones on x86 get NULL
 *   5.11 to 6.13	struct ftrace_regs without accessors for this address
 *   from 6.2		ftrace_regs_get_stack_pointer()
 *   from 6.14		ftrace_regs_get_return_address()
 *
 * No base has a function that sets the address. What a base lacks is done here,
 * with the architecture's <direct/return_slot.h>, which defines where the address
 * is.
 *
 * KIT_RETURN_SLOT is defined if a callback with all registers can use these
 * functions, KIT_RETURN_SLOT_PLAIN if any callback can. KIT_PLAIN_REGS_NULL is
 * defined if a plain callback gets no registers.
 */
#ifndef KIT_FTRACE_REGS_H
#define KIT_FTRACE_REGS_H

#include <linux/ftrace.h>
#include <linux/ptrace.h>
#include <linux/version.h>

#include <ftrace_direct/direct.h>

#ifdef CONFIG_DYNAMIC_FTRACE

/* For <direct/return_slot.h>, if the base's registers are in a pt_regs. */
#if defined(arch_ftrace_regs)
#define KIT_PT_REGS(fregs)	(&arch_ftrace_regs(fregs)->regs)
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
#define KIT_PT_REGS(fregs)	(&(fregs)->regs)
#else
#define KIT_PT_REGS(fregs)	(fregs)
#endif

#include <direct/return_slot.h>

#endif /* CONFIG_DYNAMIC_FTRACE */

#ifdef KIT_RETURN_SLOT

/**
 * kit_ftrace_get_return_address - where the traced function will return to
 * @fregs: the argument of the callback
 *
 * The return address is in the caller, unless the graph tracer has hooked the
 * call or an earlier callback has changed the address.
 *
 * Context: an ftrace callback
 * Return: the return address
 */
static __always_inline unsigned long
kit_ftrace_get_return_address(struct kit_ftrace_regs *fregs)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 14, 0)
	return ftrace_regs_get_return_address(fregs);
#else
	return *KIT_RETURN_SLOT(fregs);
#endif
}

/**
 * kit_ftrace_set_return_address - make the traced function return elsewhere
 * @fregs: the argument of the callback
 * @addr: address of the code to return to
 *
 * A direct call of the same function and the function itself find @addr in place
 * of the return address. The code there is entered with the return value in its
 * registers and the stack as the caller left it, and must continue at the
 * address that kit_ftrace_get_return_address() returned before.
 *
 * Context: an ftrace callback
 */
static __always_inline void
kit_ftrace_set_return_address(struct kit_ftrace_regs *fregs, unsigned long addr)
{
	*KIT_RETURN_SLOT(fregs) = addr;
}

/**
 * kit_ftrace_get_stack_pointer - the stack pointer at the traced function's entry
 * @fregs: the argument of the callback
 *
 * Context: an ftrace callback
 * Return: the stack pointer
 */
static __always_inline unsigned long
kit_ftrace_get_stack_pointer(struct kit_ftrace_regs *fregs)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
	return ftrace_regs_get_stack_pointer(fregs);
#elif defined(KIT_STACK_POINTER)
	return KIT_STACK_POINTER(fregs);
#else
	return kernel_stack_pointer(KIT_PT_REGS(fregs));
#endif
}

/**
 * kit_ftrace_full_regs - did a callback get all registers?
 * @fregs: the argument of the callback
 *
 * Context: an ftrace callback, while it runs.
 * Return: true if it did.
 */
static __always_inline bool kit_ftrace_full_regs(struct kit_ftrace_regs *fregs)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
	return ftrace_get_regs(fregs);
#else
	return fregs;
#endif
}

#endif /* KIT_RETURN_SLOT */

#endif /* KIT_FTRACE_REGS_H */
