// SPDX-License-Identifier: GPL-2.0
/*
 * Attach trampolines to the accounted functions and switch between them, as often as
 * requested, on several functions at once.
 */
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include <ftrace_direct/direct.h>

#include "detach.h"
#include "internal.h"

#define ANY_TRAMP	((1 << DCT_NR_TRAMPS) - 1)

struct accounted {
	struct kit_direct direct;
	bool ready;
	unsigned int tramp;	/* the number that its handler counts under */
	struct module *lender;	/* of the trampoline, if it is not ours */
};

static struct accounted accounted[DCT_NR_FUNCS];

/* What ops_func of the direct calls does when ftrace calls it. */
enum policy { AGREE, REFUSE, FOLLOW };

#ifdef KIT_DIRECT_SHARES

static enum policy policy;

/* As BPF does: with ops that change the address, another trampoline. */
static int follow(struct ftrace_ops *ops, bool comes)
{
	struct accounted *a = container_of(ops, struct accounted, direct.ops);
	int err = kit_direct_modify_locked(&a->direct, dct_account_tramp(comes));

	if (!err)
		a->tramp = comes;
	return err;
}

/*
 * A switch asks the ops, after it has begun, whether they can share the function with
 * ops that may change the instruction pointer. Refusing makes a switch fail halfway
 * without fault injection.
 */
static int answer(struct ftrace_ops *ops, enum ftrace_ops_cmd cmd)
{
	enum policy here = READ_ONCE(policy);

	if (here == REFUSE && cmd == FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_SELF)
		return -EAGAIN;
	if (here == FOLLOW && cmd != FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_SELF)
		return follow(ops, cmd == FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_PEER);
	return 0;
}

static int __maybe_unused answer_ops(struct ftrace_ops *ops,
				     enum ftrace_ops_cmd cmd)
{
	return answer(ops, cmd);
}

/* Newer bases pass the function too. */
static int __maybe_unused answer_ip(struct ftrace_ops *ops, unsigned long ip,
				    enum ftrace_ops_cmd cmd)
{
	return answer(ops, cmd);
}

#define ASKED_BY_IP							\
	__builtin_types_compatible_p(ftrace_ops_func_t, typeof(answer_ip) *)

static void let_ask(struct ftrace_ops *ops)
{
	ops->ops_func = __builtin_choose_expr(ASKED_BY_IP, answer_ip,
					      answer_ops);
}

static void do_not_ask(struct ftrace_ops *ops)
{
	ops->ops_func = NULL;
}

static int set_policy(enum policy new)
{
	WRITE_ONCE(policy, new);
	return 0;
}

#else

static void let_ask(struct ftrace_ops *ops)
{
}

static void do_not_ask(struct ftrace_ops *ops)
{
}

static int set_policy(enum policy new)
{
	return new == AGREE ? 0 : -EOPNOTSUPP;
}

#endif

static int prepare(unsigned int func)
{
	struct accounted *a = &accounted[func];
	int err;

	if (a->ready)
		return 0;
	err = kit_direct_init(&a->direct, dct_account_function(func));
	if (err)
		return err;
	let_ask(&a->direct.ops);
	a->ready = true;
	return 0;
}

/**
 * dct_switch_attach_addr - attach a trampoline to an accounted function
 * @func: the function
 * @tramp: the number that the trampoline's handler counts under
 * @addr: the trampoline
 * @lender: the module that the trampoline is in, NULL for ours. A reference is held
 *	    until the trampoline is switched away or detached.
 *
 * Context: Process context, may sleep.
 * Return: 0, or the base's error
 */
int dct_switch_attach_addr(unsigned int func, unsigned int tramp,
			   unsigned long addr, struct module *lender)
{
	struct accounted *a = &accounted[func];
	int err = prepare(func);

	if (err)
		return err;
	if (lender && !try_module_get(lender))
		return -ENODEV;
	dct_account_allow(func, ANY_TRAMP);
	err = kit_direct_register(&a->direct, addr);
	if (err) {
		module_put(lender);
		dct_account_allow(func, 0);
		return err;
	}
	a->tramp = tramp;
	a->lender = lender;
	dct_account_allow(func, 1 << tramp);
	return 0;
}

int dct_switch_attach(struct dct_direct *req)
{
	if (req->slot >= DCT_NR_FUNCS || req->tramp >= DCT_NR_TRAMPS)
		return -EINVAL;
	req->result = dct_switch_attach_addr(req->slot, req->tramp,
					     dct_account_tramp(req->tramp),
					     NULL);
	return 0;
}

int dct_switch_detach(struct dct_direct *req)
{
	struct accounted *a;

	if (req->slot >= DCT_NR_FUNCS)
		return -EINVAL;
	a = &accounted[req->slot];
	req->result = kit_direct_unregister(&a->direct, a->direct.addr);
	if (req->result)
		return 0;
	dct_account_allow(req->slot, 0);
	module_put(a->lender);
	a->lender = NULL;
	return 0;
}

/*
 * As users do without a switch: in between nothing is attached. For the negative
 * control.
 */
static int modify_by_reregister(struct kit_direct *direct, unsigned long addr)
{
	return kit_direct_unregister(direct, direct->addr) ?:
	       kit_direct_register(direct, addr);
}

/* Attach or detach IPMODIFY ops; ops_func switches. */
static int modify_by_peer(struct accounted *a)
{
	struct dct_other_ops peer = { .kind = DCT_OTHER_IPMODIFY };
	unsigned int before = a->tramp;
	int err = before ? dct_other_ops_off(&peer) : dct_other_ops_on(&peer);

	return err ?: peer.result ?: a->tramp == before ? -ENOMSG : 0;
}

/* The owner can be asked when other ops are attached, and not when it switches. */
static int modify_unasked(struct kit_direct *direct, unsigned long addr)
{
	int err;

	do_not_ask(&direct->ops);
	err = kit_direct_modify(direct, addr);
	let_ask(&direct->ops);
	return err;
}

static int switch_once(unsigned int func, unsigned int how)
{
	struct accounted *a = &accounted[func];
	unsigned int next = how == DCT_SWITCH_SAME ? a->tramp : !a->tramp;
	unsigned long addr = dct_account_tramp(next);
	int err;

	dct_account_allow(func, 1 << a->tramp | 1 << next);
	if (how == DCT_SWITCH_REREGISTER)
		err = modify_by_reregister(&a->direct, addr);
	else if (how == DCT_SWITCH_BY_PEER)
		err = modify_by_peer(a);
	else if (how == DCT_SWITCH_UNASKED)
		err = modify_unasked(&a->direct, addr);
	else
		err = kit_direct_modify(&a->direct, addr);
	if (!err) {
		a->tramp = next;
		module_put(a->lender);
		a->lender = NULL;
	}
	dct_account_allow(func, 1 << a->tramp);
	return err;
}

/* One function's part of a request. */
struct part {
	struct task_struct *thread;
	struct completion ended;
	struct dct_switch *req;
	unsigned int func;
	unsigned int done;
	int result;
	bool stop;
};

/* With DCT_SWITCH_REFUSED every switch has to fail, so make all of them. */
static int switch_often(void *data)
{
	struct part *part = data;
	int err, first = 0;

	while (part->done < part->req->times && !READ_ONCE(part->stop)) {
		err = switch_once(part->func, part->req->how);
		first = first ?: err;
		if (err && part->req->how != DCT_SWITCH_REFUSED)
			break;
		part->done++;
		cond_resched();
	}
	part->result = first;
	complete(&part->ended);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static int start_part(struct part *part, unsigned int func,
		      struct dct_switch *req)
{
	*part = (struct part){ .func = func, .req = req };
	init_completion(&part->ended);
	part->thread = kthread_run(switch_often, part, "dct_switch%u", func);
	return PTR_ERR_OR_ZERO(part->thread);
}

/* A long run can be killed. */
static void end_part(struct part *part, struct dct_switch *req)
{
	if (wait_for_completion_killable(&part->ended))
		WRITE_ONCE(part->stop, true);
	kthread_stop(part->thread);
	req->done += part->done;
	req->result = req->result ?: part->result;
}

static enum policy policy_for(unsigned int how)
{
	if (how == DCT_SWITCH_BY_PEER)
		return FOLLOW;
	return how == DCT_SWITCH_REFUSED ? REFUSE : AGREE;
}

/**
 * dct_switch - switch trampolines
 * @req: of which functions, how and how often; each function has a thread of its own.
 *	 Gets the first error and the number of switches.
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL, or an error that has nothing to do with ftrace
 */
int dct_switch(struct dct_switch *req)
{
	struct part parts[DCT_NR_FUNCS];
	unsigned int func, started = 0;
	int err;

	if (!req->funcs || req->funcs >> DCT_NR_FUNCS)
		return -EINVAL;
	req->done = 0;
	req->result = 0;
	err = set_policy(policy_for(req->how));
	for (func = 0; !err && func < DCT_NR_FUNCS; func++) {
		if (!(req->funcs & 1 << func))
			continue;
		err = start_part(&parts[started], func, req);
		started += !err;
	}
	while (started)
		end_part(&parts[--started], req);
	set_policy(AGREE);
	return err;
}

int dct_switch_reset(void)
{
	struct accounted *a;
	unsigned int func;

	for (func = 0; func < DCT_NR_FUNCS; func++) {
		a = &accounted[func];
		if (dct_detach(&a->direct))
			return -EBUSY;
		module_put(a->lender);
		a->lender = NULL;
		if (a->ready)
			kit_direct_exit(&a->direct);
		a->ready = false;
	}
	return 0;
}
