/* SPDX-License-Identifier: GPL-2.0 */
/* Direct calls: between the list function and the entry code. */
#ifndef _ASM_RISCV_FTRACE_DIRECT_H
#define _ASM_RISCV_FTRACE_DIRECT_H

#include <asm/ptrace.h>

/**
 * arch_ftrace_set_direct_caller - go to a trampoline when the callbacks are done
 * @regs: what the entry code saved
 * @addr: the trampoline
 *
 * The place is orig_a0. At a function's entry nothing has a use for it: a
 * system call's first argument is kept there, in the frame of the exception
 * that the system call came with, and this frame is another one. Both entry
 * paths clear it before the first callback.
 *
 * Context: In an ftrace callback.
 */
static inline void arch_ftrace_set_direct_caller(struct pt_regs *regs,
						 unsigned long addr)
{
	regs->orig_a0 = addr;
}

#endif /* _ASM_RISCV_FTRACE_DIRECT_H */
