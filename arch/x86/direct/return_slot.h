/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where an ftrace callback of x86-64 finds the return address: at the traced
 * function's entry it is on top of the stack (System V AMD64 psABI, 3.2.2).
 */
#ifndef KIT_X86_RETURN_SLOT_H
#define KIT_X86_RETURN_SLOT_H

#ifdef CONFIG_X86_64

#define KIT_RETURN_SLOT(fregs)	((unsigned long *)KIT_PT_REGS(fregs)->sp)

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
#define KIT_RETURN_SLOT_PLAIN
#else
#define KIT_PLAIN_REGS_NULL
#endif

#endif /* CONFIG_X86_64 */

#endif /* KIT_X86_RETURN_SLOT_H */
