// SPDX-License-Identifier: GPL-2.0
/*
 * While direct ops are being registered, somebody else registers the same ops or adds a
 * function to their filter. They have many functions, so that it takes long. And while a
 * switch waits for the lock, somebody else unregisters the ops.
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/string.h>

#include <ftrace_direct/direct.h>

#include "detach.h"
#include "many.h"

#if KIT_DIRECT_API != KIT_DIRECT_API_IP && defined(CONFIG_DYNAMIC_FTRACE)

#define COUNT	500
#define OTHER	COUNT		/* the function that is added */

static struct kit_direct direct;
static unsigned long ips[COUNT];

/* Somebody who does something to the ops. */
struct rival {
	struct completion start, done;
	unsigned int what;
	int err;
	int turn;		/* when it was done */
};

static atomic_t turns;

/* Nobody's but ours: what the ops' owner does meanwhile. */
#define SWITCHES	DCT_NR_RIVALS

static int act(unsigned int what)
{
	switch (what) {
	case DCT_RIVAL_REGISTERS:
		return kit_direct_base_register(&direct, dct_tramp_address(0));
	case DCT_RIVAL_UNREGISTERS:
		return kit_direct_base_unregister(&direct, dct_tramp_address(0));
	case SWITCHES:
		return kit_direct_base_modify(&direct, dct_tramp_address(1));
	default:
		return ftrace_set_filter_ip(&direct.ops,
					    (unsigned long)dct_many_function(OTHER), 0, 0);
	}
}

static int run_rival(void *arg)
{
	struct rival *rival = arg;

	wait_for_completion(&rival->start);
	rival->err = act(rival->what);
	rival->turn = atomic_inc_return(&turns);
	complete(&rival->done);
	return 0;
}

static int make_rival(struct rival *rival, unsigned int what)
{
	struct task_struct *thread;

	rival->what = what;
	init_completion(&rival->start);
	init_completion(&rival->done);
	thread = kthread_run(run_rival, rival, "dct_rival");
	return PTR_ERR_OR_ZERO(thread);
}

static void let_act(struct rival *rival)
{
	complete(&rival->start);
	msleep(20);
}

/*
 * Both at once. To add a function, the rival comes first to ftrace_lock, and then the
 * registration, which has read the filter by then.
 */
static void act_both(struct rival *rival, struct rival *self,
		     struct mutex *ftrace_lock)
{
	mutex_lock(ftrace_lock);
	let_act(rival);
	let_act(self);
	mutex_unlock(ftrace_lock);
	wait_for_completion(&rival->done);
	wait_for_completion(&self->done);
	if (!self->err || (rival->what == DCT_RIVAL_REGISTERS && !rival->err))
		direct.addr = dct_tramp_address(0);
}

/*
 * One of the two registers the ops, and they have a callback afterwards. If they have
 * none, they get back that of @sound: ftrace would call NULL.
 */
static void judge_register(struct dct_rivals *req, const struct rival *rival,
			   int err, const struct ftrace_ops *sound)
{
	if (!err == !rival->err) {
		req->wrong++;
		return;
	}
	if (direct.ops.func)
		return;
	req->cleared++;
	direct.ops.func = sound->func;
	direct.ops.trampoline = sound->trampoline;
}

/* The function is in the filter, and runs the trampoline, or its addition is refused. */
static void judge_filter(struct dct_rivals *req, const struct rival *rival, int err)
{
	if (err || (rival->err && rival->err != -EBUSY))
		req->wrong++;
	else if (!rival->err)
		req->uncalled += !dct_many_runs(OTHER, 0);
	req->refused += rival->err == -EBUSY;
}

/* The owner's switch waits for the lock, behind somebody who unregisters the ops. */
static int switch_detached(struct dct_rivals *req, struct mutex *direct_mutex)
{
	struct rival rival, self;
	int err;

	err = kit_direct_register(&direct, dct_tramp_address(0)) ?:
	      make_rival(&rival, DCT_RIVAL_UNREGISTERS);
	if (err)
		return err;
	err = make_rival(&self, SWITCHES);
	mutex_lock(direct_mutex);
	let_act(&rival);
	if (!err)
		let_act(&self);
	mutex_unlock(direct_mutex);
	wait_for_completion(&rival.done);
	if (!rival.err)
		direct.addr = 0;
	if (err)
		return err;
	wait_for_completion(&self.done);
	/* The switch may have come first. */
	req->wrong += rival.err || (self.err != -EINVAL && rival.turn < self.turn);
	return 0;
}

static int detached_round(struct dct_rivals *req)
{
	struct mutex *direct_mutex = (void *)dct_lookup("direct_mutex");

	if (!direct_mutex)
		return -EOPNOTSUPP;
	return kit_direct_init_many(&direct, ips, COUNT) ?:
	       switch_detached(req, direct_mutex);
}

static int one_round(struct dct_rivals *req, const struct ftrace_ops *sound)
{
	struct mutex *ftrace_lock = (void *)dct_lookup("ftrace_lock");
	struct rival rival, self;
	int err;

	if (!ftrace_lock)
		return -EOPNOTSUPP;
	err = kit_direct_init_many(&direct, ips, COUNT) ?: make_rival(&rival, req->what);
	if (err)
		return err;
	err = make_rival(&self, DCT_RIVAL_REGISTERS);
	if (err) {
		let_act(&rival);
		wait_for_completion(&rival.done);
		return err;
	}
	act_both(&rival, &self, ftrace_lock);
	if (req->what == DCT_RIVAL_REGISTERS)
		judge_register(req, &rival, self.err, sound);
	else
		judge_filter(req, &rival, self.err);
	return kit_direct_unregister(&direct, dct_tramp_address(0));
}

/* What registered ops have: ftrace's callback is static there. */
static int learn(struct ftrace_ops *sound)
{
	int err;

	err = kit_direct_init_many(&direct, ips, COUNT) ?:
	      kit_direct_register(&direct, dct_tramp_address(0));
	if (err)
		return err;
	*sound = direct.ops;
	return kit_direct_unregister(&direct, dct_tramp_address(0));
}

/**
 * dct_rivals - register direct ops while somebody else changes them
 * @req: who, and how often; gets what came of it
 *
 * Context: Process context, may sleep. The functions of ftrace_direct_many.ko are
 * there, and nothing is attached to the first of them.
 * Return: 0 or -EINVAL; @req->result is the error of what should not fail
 */
int dct_rivals(struct dct_rivals *req)
{
	struct ftrace_ops sound;
	unsigned int i;

	if (!dct_many_function(OTHER) || direct.addr)
		return -EINVAL;
	for (i = 0; i < COUNT; i++)
		ips[i] = (unsigned long)dct_many_function(i);
	req->result = learn(&sound);
	for (i = 0; i < req->rounds && !req->result; i++)
		req->result = req->what == DCT_RIVAL_UNREGISTERS ?
			      detached_round(req) : one_round(req, &sound);
	return 0;
}

int dct_rivals_reset(void)
{
	if (dct_detach(&direct))
		return -EBUSY;
	kit_direct_exit(&direct);
	return 0;
}

#else

int dct_rivals(struct dct_rivals *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

int dct_rivals_reset(void)
{
	return 0;
}

#endif
