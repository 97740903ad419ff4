/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Switch direct calls in place: make a site call another trampoline while it
 * is being called.
 */
#ifndef _LINUX_FTRACE_SWITCH_H
#define _LINUX_FTRACE_SWITCH_H

#include <linux/bits.h>

struct ftrace_func_entry;
struct ftrace_ops;

/* Command of ftrace_modify_all_code(), next to those of <linux/ftrace.h> */
#define FTRACE_SWITCH_DIRECT	BIT(16)

int ftrace_switch_ops(struct ftrace_ops *ops, unsigned long addr);
int ftrace_switch_function(struct ftrace_func_entry *entry, unsigned long addr);

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
void ftrace_switch_sites(void);
#else
static inline void ftrace_switch_sites(void) { }
#endif

/*
 * An architecture may override arch_ftrace_switch() and
 * arch_ftrace_switch_flush(), see kernel/trace/ftrace_switch.c. Those that
 * patch live text implement the first one with ftrace_switch_live().
 */
int arch_ftrace_switch(int (*patch)(void *data), void *data);
void arch_ftrace_switch_flush(void);
int ftrace_switch_live(int (*patch)(void *data), void *data);

#endif /* _LINUX_FTRACE_SWITCH_H */
