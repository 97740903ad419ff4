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
#include <linux/types.h>

#include <asm/ftrace_site.h>

int arch_ftrace_switch(int (*patch)(void *data), void *data)
{
	int err = ftrace_site_update_live(patch, data);

	return err == -EAGAIN ? ftrace_site_update(patch, data) : err;
}
