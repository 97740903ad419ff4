/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Switch direct calls in place: make a site call another trampoline while it
 * is being called.
 */
#ifndef _LINUX_FTRACE_SWITCH_H
#define _LINUX_FTRACE_SWITCH_H

struct ftrace_func_entry;
struct ftrace_ops;

int ftrace_switch_ops(struct ftrace_ops *ops, unsigned long addr);
int ftrace_switch_function(struct ftrace_func_entry *entry, unsigned long addr);

/* An architecture may override the first, see kernel/trace/ftrace_switch.c */
int arch_ftrace_switch(int (*patch)(void *data), void *data, unsigned long site,
		       unsigned long addr);
int ftrace_switch_live(int (*patch)(void *data), void *data);

#endif /* _LINUX_FTRACE_SWITCH_H */
