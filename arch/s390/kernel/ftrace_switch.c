// SPDX-License-Identifier: GPL-2.0
/*
 * Switch direct calls in place.
 *
 * No store replaces a site while other CPUs execute it: stop all CPUs. Where a
 * veneer's literal or an entry of the list function changes and no text does, they
 * go on.
 */
#include <linux/errno.h>
#include <linux/ftrace_switch.h>
#include <linux/ftrace_veneer.h>
#include <linux/pgtable.h>
#include <linux/stop_machine.h>

#include <asm/ftrace_site.h>
#include <asm/ftrace_veneer.h>
#include <asm/sections.h>

/*
 * All sites switch to the same trampoline. One veneer is enough for those of the
 * image, and one for those of modules.
 */
static void ftrace_switch_reserve(unsigned long addr)
{
	unsigned long image = (unsigned long)_stext;

	if (!ftrace_veneer_reaches(image, addr))
		ftrace_veneer_reserve_or_warn(image, 1);
	if (!ftrace_veneer_reaches(MODULES_VADDR, addr))
		ftrace_veneer_reserve_or_warn(MODULES_VADDR, 1);
}

int arch_ftrace_switch(int (*patch)(void *data), void *data, unsigned long site,
		       unsigned long addr)
{
	int err;

	ftrace_switch_reserve(addr);
	err = ftrace_site_update_live(patch, data);
	return err == -EAGAIN ? stop_machine(patch, data, NULL) : err;
}
