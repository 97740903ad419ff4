/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where an ftrace callback of riscv finds the return address: at the traced
 * function's entry it is in ra (RISC-V psABI, integer register convention).
 * Before 5.12 it was on the stack of a function that had begun already, unless the
 * base has direct calls: then the kit's series has moved the call to the entry.
 *
 * A plain callback gets a frame of the entry's own, too short for pt_regs,
 * unless the base has ftrace_regs of its own, or direct calls, whose list function
 * needs a place for the trampoline there.
 */
#ifndef KIT_RISCV_RETURN_SLOT_H
#define KIT_RISCV_RETURN_SLOT_H

#if defined(CONFIG_DYNAMIC_FTRACE_WITH_ARGS)

#ifdef arch_ftrace_regs
#define KIT_RETURN_SLOT(fregs)	(&arch_ftrace_regs(fregs)->ra)
#else
#define KIT_RETURN_SLOT(fregs)	(&(fregs)->ra)
#endif
#define KIT_RETURN_SLOT_PLAIN

#elif defined(CONFIG_DYNAMIC_FTRACE_WITH_REGS) && \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0) || \
	 defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS))

#define KIT_RETURN_SLOT(fregs)	(&KIT_PT_REGS(fregs)->ra)
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
#define KIT_RETURN_SLOT_PLAIN
#endif

#endif

/* riscv has kernel_stack_pointer() since 5.12. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 12, 0)
#define KIT_STACK_POINTER(fregs)	(KIT_PT_REGS(fregs)->sp)
#endif

#endif /* KIT_RISCV_RETURN_SLOT_H */
