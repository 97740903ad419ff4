// SPDX-License-Identifier: GPL-2.0
/*
 * Switch direct calls in place.
 *
 * A site is two instructions, which cannot be replaced in one step while other
 * harts execute them: stop all harts. Where a veneer's literal or an entry of the
 * list function changes and no text does, they go on.
 */
#include <linux/errno.h>
#include <linux/ftrace_switch.h>
#include <linux/ftrace_veneer.h>
#include <linux/types.h>

#include <asm/ftrace_site.h>
#include <asm/ftrace_veneer.h>
#include <asm/sections.h>

/*
 * All sites switch to the same trampoline: one veneer is enough for all that do
 * not reach it. @site is the lowest of them, and others may be out of range though
 * it is not, so ask for the ends of what has sites.
 */
static void ftrace_switch_reserve(unsigned long addr)
{
	if (!ftrace_veneer_reaches(FTRACE_VENEER_START, addr) ||
	    !ftrace_veneer_reaches((unsigned long)_end, addr))
		ftrace_veneer_reserve_or_warn(FTRACE_VENEER_START, 1);
}

int arch_ftrace_switch(int (*patch)(void *data), void *data, unsigned long site,
		       unsigned long addr)
{
	int err;

	ftrace_switch_reserve(addr);
	err = ftrace_site_update_live(patch, data);
	return err == -EAGAIN ? ftrace_site_update(patch, data) : err;
}
