/* SPDX-License-Identifier: GPL-2.0 */
/* contexts.c: run a job in softirq, hard irq, a callback... and wait. */
#ifndef FTRACE_DIRECT_TEST_CONTEXTS_H
#define FTRACE_DIRECT_TEST_CONTEXTS_H

#include <linux/completion.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/timer.h>

/**
 * struct dct_job - a job to run in a context
 * @func: what to run, with the job itself
 *
 * All other members are private to contexts.c. Embed the job in what @func needs. It
 * must not be on a stack: debugobjects would have to be told.
 */
struct dct_job {
	void (*func)(struct dct_job *job);
	bool ran;
	struct completion done;
	struct tasklet_struct tasklet;
	struct timer_list timer;
	struct hrtimer hrtimer;
	struct irq_work irq_work;
};

unsigned int dct_contexts_mask(void);
int dct_contexts_open(unsigned int mask);
int dct_contexts_close(void);
bool dct_is_context(unsigned int context);
int dct_in_context(unsigned int context, struct dct_job *job);

#endif /* FTRACE_DIRECT_TEST_CONTEXTS_H */
