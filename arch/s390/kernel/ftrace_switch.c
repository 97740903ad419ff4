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
#include <linux/stop_machine.h>

#include <asm/ftrace_site.h>

int arch_ftrace_switch(int (*patch)(void *data), void *data)
{
	int err = ftrace_site_update_live(patch, data);

	return err == -EAGAIN ? stop_machine(patch, data, NULL) : err;
}
