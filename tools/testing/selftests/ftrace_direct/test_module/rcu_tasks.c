// SPDX-License-Identifier: GPL-2.0
/*
 * Detaching waits for a grace period of RCU tasks. Between two of these its threads
 * sleep for a tenth of a second. The suite detaches some hundred times, so while a
 * program has the device open, the threads are woken up each jiffy.
 *
 * That does not weaken a grace period: a task that sleeps with a timeout has to expect
 * to be woken up early.
 */
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/string.h>

#include "internal.h"
#include "timer.h"

#define NR_THREADS	3	/* there are three kinds of RCU tasks */
#define PREFIX		"rcu_tasks_"

static DEFINE_MUTEX(lock);
static unsigned int users;
static struct task_struct *threads[NR_THREADS];

static void wake_threads(struct timer_list *timer)
{
	int i;

	for (i = 0; i < NR_THREADS && threads[i]; i++)
		wake_up_process(threads[i]);
	mod_timer(timer, jiffies + 1);
}

static DEFINE_TIMER(timer, wake_threads);

/* They exist from boot on and never end: no reference is necessary. */
static void find_threads(void)
{
	struct task_struct *task;
	int i = 0;

	rcu_read_lock();
	for_each_process(task) {
		if (!(task->flags & PF_KTHREAD) ||
		    strncmp(task->comm, PREFIX, strlen(PREFIX)))
			continue;
		threads[i++] = task;
		if (i == NR_THREADS)
			break;
	}
	rcu_read_unlock();
}

/**
 * dct_rcu_tasks_poll_begin - wake the threads of RCU tasks each jiffy from now on
 *
 * Context: Process context, may sleep. Nests.
 */
void dct_rcu_tasks_poll_begin(void)
{
	mutex_lock(&lock);
	if (!users++) {
		find_threads();
		mod_timer(&timer, jiffies + 1);
	}
	mutex_unlock(&lock);
}

/**
 * dct_rcu_tasks_poll_end - undo one dct_rcu_tasks_poll_begin()
 *
 * Context: Process context, may sleep.
 */
void dct_rcu_tasks_poll_end(void)
{
	mutex_lock(&lock);
	if (!--users)
		dct_timer_delete_sync(&timer);
	mutex_unlock(&lock);
}
