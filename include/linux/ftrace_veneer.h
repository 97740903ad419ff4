/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Veneers for direct calls: a few instructions in branch range of the traced
 * functions that jump to a trampoline anywhere in the address space.
 */
#ifndef _LINUX_FTRACE_VENEER_H
#define _LINUX_FTRACE_VENEER_H

#include <linux/types.h>

struct dyn_ftrace;

#ifdef CONFIG_FTRACE_VENEER
int ftrace_veneer_reserve(unsigned long site, unsigned int count);
void ftrace_veneer_reserve_or_warn(unsigned long site, unsigned int count);
void ftrace_veneer_reserve_for_update(void);
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

static inline void ftrace_veneer_reserve_or_warn(unsigned long site,
						 unsigned int count)
{
}

static inline void ftrace_veneer_reserve_for_update(void)
{
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
 * An architecture that selects HAVE_FTRACE_VENEER implements this function. It
 * returns the address that the site branches to, or 0 if the site does not
 * branch or cannot be read. The caller holds ftrace_lock.
 */
unsigned long arch_ftrace_callee(struct dyn_ftrace *rec);

/*
 * <asm/ftrace_veneer.h> of the architecture has:
 *
 * FTRACE_VENEER_SIZE		size of the code of a veneer, a power of two
 *
 * ftrace_veneer_reaches(site, addr)
 *				true if the patch site at @site can branch to
 *				@addr
 *
 * ftrace_veneer_region(site, start, end)
 *				where to allocate veneers in reach of @site:
 *				[*start, *end) of vmalloc space, or the range
 *				of modules; *start == *end if none of it is in
 *				reach
 *
 * ftrace_veneer_pages(site, size), ftrace_veneer_free_pages(pages, size)
 *				only if the region may be empty: allocate and
 *				free other memory in reach of @site, writable
 *				and not executable; NULL if there is none. It
 *				may be read-only and executable when it is
 *				freed. Also define a macro ftrace_veneer_pages.
 *
 * ftrace_veneer_emit(code, literal)
 *				write code to @code, where it will be executed,
 *				that loads the word at @literal and jumps to the
 *				address in it; @literal is in the page after
 *				that of @code, at most PAGE_SIZE bytes away
 */

#endif /* _LINUX_FTRACE_VENEER_H */
