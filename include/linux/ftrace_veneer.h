/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Veneers for direct calls: a few instructions within branch range of the
 * traced functions that jump to a trampoline anywhere in the address space.
 */
#ifndef _LINUX_FTRACE_VENEER_H
#define _LINUX_FTRACE_VENEER_H

#include <linux/types.h>

struct dyn_ftrace;

#ifdef CONFIG_FTRACE_VENEER
int ftrace_veneer_reserve(unsigned long site, unsigned int count);
unsigned long ftrace_veneer_get(unsigned long site, unsigned long target);
void ftrace_veneer_put(unsigned long veneer);
unsigned long ftrace_veneer_target(unsigned long addr);
void ftrace_veneer_release_site(struct dyn_ftrace *rec);
void ftrace_veneer_switch_begin(void);
void ftrace_veneer_switch_end(void);
void ftrace_veneer_leave(struct dyn_ftrace *rec, unsigned long target);
bool ftrace_veneer_follow(struct dyn_ftrace *rec, unsigned long from,
			  unsigned long to);
void ftrace_veneer_undo(void);
#else
static inline int ftrace_veneer_reserve(unsigned long site, unsigned int count)
{
	return 0;
}

static inline unsigned long ftrace_veneer_get(unsigned long site,
					      unsigned long target)
{
	return 0;
}

static inline void ftrace_veneer_put(unsigned long veneer)
{
}

static inline unsigned long ftrace_veneer_target(unsigned long addr)
{
	return 0;
}

static inline void ftrace_veneer_release_site(struct dyn_ftrace *rec)
{
}

static inline void ftrace_veneer_switch_begin(void)
{
}

static inline void ftrace_veneer_leave(struct dyn_ftrace *rec,
				       unsigned long target)
{
}

static inline bool ftrace_veneer_follow(struct dyn_ftrace *rec,
					unsigned long from, unsigned long to)
{
	return false;
}

static inline void ftrace_veneer_switch_end(void)
{
}

static inline void ftrace_veneer_undo(void)
{
}
#endif /* CONFIG_FTRACE_VENEER */

/*
 * What an architecture that selects HAVE_FTRACE_VENEER has: the address that
 * the site branches to, 0 when there is no branch. The caller holds ftrace_lock.
 */
unsigned long arch_ftrace_callee(struct dyn_ftrace *rec);

/*
 * And what it gives in <asm/ftrace_veneer.h>:
 *
 * FTRACE_VENEER_SIZE		bytes of code of one veneer, a power of two
 *
 * ftrace_veneer_reaches(site, addr)
 *				true when the patch site at @site can branch
 *				to @addr
 *
 * ftrace_veneer_region(site, start, end)
 *				where to allocate veneers that @site reaches:
 *				[*start, *end)
 *
 * ftrace_veneer_emit(code, literal)
 *				write the code at @code (an address that it is
 *				written to and run at) that jumps to what the
 *				word at @literal holds, loaded at each call;
 *				*@literal is one page or more behind @code
 */

#endif /* _LINUX_FTRACE_VENEER_H */
