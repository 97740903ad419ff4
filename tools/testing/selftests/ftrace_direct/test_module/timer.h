/* SPDX-License-Identifier: GPL-2.0 */
/* How a timer is deleted on every line. */
#ifndef FTRACE_DIRECT_TEST_TIMER_H
#define FTRACE_DIRECT_TEST_TIMER_H

#include <linux/timer.h>
#include <linux/version.h>

/**
 * dct_timer_delete_sync - stop a timer and wait until its function has returned
 * @timer: the timer
 *
 * Upstream commit 9b13df3fb64e gave the function its name in 6.2. Stable's 5.10 and 6.1
 * took that in point releases and have both names. 6.15 has no old name.
 *
 * Context: Process context.
 */
static inline void dct_timer_delete_sync(struct timer_list *timer)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
	timer_delete_sync(timer);
#else
	del_timer_sync(timer);
#endif
}

#endif /* FTRACE_DIRECT_TEST_TIMER_H */
