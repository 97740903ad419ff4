/* SPDX-License-Identifier: GPL-2.0 */
/* What the direct-call samples share. */
#ifndef SAMPLES_FTRACE_DIRECT_SAMPLE_H
#define SAMPLES_FTRACE_DIRECT_SAMPLE_H

#include <linux/bug.h>
#include <linux/rcupdate.h>

#include "direct.h"
#include <asm/ftrace_direct_tramp.h>

/*
 * The trampolines, as FTRACE_DIRECT_TRAMP() defines them. They are entered from a
 * patch site, with registers that C knows nothing of, so C never calls them.
 */
void my_tramp(void);
void my_tramp1(void);
void my_tramp2(void);

/**
 * sample_detach - detach a direct call for good
 * @d: the direct call, attached
 *
 * Once it is unregistered no call enters the trampoline. One that had entered
 * before may still be in it, or in the handler, and have been preempted there:
 * nothing counts those who are inside. synchronize_rcu_tasks() waits until
 * every task has gone to sleep by itself or has been in user space, and these
 * trampolines and handlers do neither. Only then may their memory, which is
 * this module's, go away, be it at unload or because init fails.
 *
 * The trampolines that kit_direct_modify() replaced earlier are covered by the
 * same wait. Unregistering waits too, for the sake of the ftrace_ops; how long
 * is ftrace's own business and no promise to the owner of a trampoline.
 *
 * Context: process context, sleeps.
 */
static inline void sample_detach(struct kit_direct *d)
{
	WARN_ON(kit_direct_unregister(d, d->addr));
	synchronize_rcu_tasks();
	kit_direct_exit(d);
}

#endif /* SAMPLES_FTRACE_DIRECT_SAMPLE_H */
