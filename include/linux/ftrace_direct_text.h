/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Text of direct calls that belongs neither to the kernel's image nor to a module.
 */
#ifndef _LINUX_FTRACE_DIRECT_TEXT_H
#define _LINUX_FTRACE_DIRECT_TEXT_H

#include <linux/errno.h>
#include <linux/types.h>

/**
 * struct ftrace_direct_text - memory that direct calls execute
 * @list: entry in the list of all
 * @start: address of the first byte
 * @size: number of bytes
 * @name: its name in stack traces, kallsyms and profiles, constant while it is known
 */
struct ftrace_direct_text {
	struct list_head	list;
	unsigned long		start;
	unsigned long		size;
	const char		*name;
};

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
void ftrace_direct_text_add(struct ftrace_direct_text *text);
void ftrace_direct_text_del(struct ftrace_direct_text *text);
bool is_ftrace_direct_text(unsigned long addr);
const char *ftrace_direct_text_lookup(unsigned long addr, unsigned long *size,
				      unsigned long *offset, char **modname,
				      const unsigned char **modbuildid,
				      char *name);
int ftrace_direct_text_get_kallsym(unsigned int symnum, unsigned long *value,
				   char *name);
#else
static inline bool is_ftrace_direct_text(unsigned long addr)
{
	return false;
}

static inline const char *
ftrace_direct_text_lookup(unsigned long addr, unsigned long *size,
			  unsigned long *offset, char **modname,
			  const unsigned char **modbuildid, char *name)
{
	return NULL;
}

static inline int ftrace_direct_text_get_kallsym(unsigned int symnum,
						 unsigned long *value,
						 char *name)
{
	return -ERANGE;
}
#endif /* CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS */

#endif /* _LINUX_FTRACE_DIRECT_TEXT_H */
