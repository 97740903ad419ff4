/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where an ftrace callback of arm64 finds the return address: at the traced
 * function's entry it is in x30 (AAPCS64, 6.1.1), which the patch site keeps
 * in x9 and the ftrace entry puts in its place. With "-pg" instead of patchable
 * entries it is on the stack of a function that has begun already: not for us.
 */
#ifndef KIT_ARM64_RETURN_SLOT_H
#define KIT_ARM64_RETURN_SLOT_H

#if defined(arch_ftrace_regs) && defined(CONFIG_DYNAMIC_FTRACE_WITH_ARGS)
#define KIT_RETURN_SLOT(fregs)	(&arch_ftrace_regs(fregs)->lr)
#elif defined(CONFIG_DYNAMIC_FTRACE_WITH_ARGS)
#define KIT_RETURN_SLOT(fregs)	(&(fregs)->lr)
#elif defined(CONFIG_DYNAMIC_FTRACE_WITH_REGS)
#define KIT_RETURN_SLOT(fregs)	(&KIT_PT_REGS(fregs)->regs[30])
#endif

#ifdef KIT_RETURN_SLOT
#define KIT_RETURN_SLOT_PLAIN
#endif

#endif /* KIT_ARM64_RETURN_SLOT_H */
