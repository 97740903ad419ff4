// SPDX-License-Identifier: GPL-2.0
/*
 * To detach is to wait for a grace period of RCU tasks, and between two of
 * those its threads sleep for a tenth of a second, to be easy on machines that
 * have other things to do. A suite that detaches some hundred times has not:
 * as long as somebody has the device open, the threads are woken once a jiffy.
 *
 * A grace period is not made shorter by that, nor any of its conditions
 * weaker: who sleeps with a timeout has to expect to be woken early.
 */
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/timer.h>

#include "internal.h"

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

/* They are made at boot and never end, so no reference has to be held. */
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

void dct_rcu_tasks_poll_begin(void)
{
	mutex_lock(&lock);
	if (!users++) {
		find_threads();
		mod_timer(&timer, jiffies + 1);
	}
	mutex_unlock(&lock);
}

void dct_rcu_tasks_poll_end(void)
{
	mutex_lock(&lock);
	if (!--users)
		timer_delete_sync(&timer);
	mutex_unlock(&lock);
}
