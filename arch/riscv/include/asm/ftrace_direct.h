/* SPDX-License-Identifier: GPL-2.0 */
/* Direct calls: between the list function and the entry code. */
#ifndef _ASM_RISCV_FTRACE_DIRECT_H
#define _ASM_RISCV_FTRACE_DIRECT_H

#include <asm/ptrace.h>

/**
 * arch_ftrace_set_direct_caller - go to a trampoline after the callbacks
 * @regs: the registers that the entry code saved
 * @addr: the trampoline
 *
 * The address is kept in orig_a0, which has no other use at the entry of a
 * function: the first argument of a system call is in the frame of its
 * exception, which is another one. Both entries clear it before the first
 * callback.
 *
 * Context: In an ftrace callback.
 */
static inline void arch_ftrace_set_direct_caller(struct pt_regs *regs,
						 unsigned long addr)
{
	regs->orig_a0 = addr;
}

#endif /* _ASM_RISCV_FTRACE_DIRECT_H */
