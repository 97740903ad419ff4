// SPDX-License-Identifier: GPL-2.0
/*
 * Users with IPMODIFY that come to a function when they are registered already, for
 * another one: ops whose filter is changed, and kprobes with a post handler, which
 * share one ops. They come to DCT_TARGET_WORD and leave it. A kprobe with a post handler
 * may also be the second one there: the first has none and gets IPMODIFY through it. It
 * may be registered disabled.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/string.h>

#include <direct/entry.h>

#include "internal.h"

/* Who has come where. */
static bool elsewhere[DCT_NR_JOINS], joined[DCT_NR_JOINS];
static atomic64_t hits;

#ifdef CONFIG_DYNAMIC_FTRACE

static void notrace on_call(unsigned long ip, unsigned long parent_ip,
			    struct ftrace_ops *ops,
			    struct kit_ftrace_regs *fregs)
{
	atomic64_inc(&hits);
}

static struct ftrace_ops ops = {
	.func	= on_call,
	.flags	= FTRACE_OPS_FL_IPMODIFY | KIT_FTRACE_ALL_REGS,
};

static int ops_elsewhere(void)
{
	return kit_ftrace_choose(&ops, dct_target_address(DCT_TARGET_PAIR),
				 dct_target_name(DCT_TARGET_PAIR)) ?:
	       register_ftrace_function(&ops);
}

static int ops_add(void)
{
	return kit_ftrace_add(&ops, dct_target_address(DCT_TARGET_WORD),
			      dct_target_name(DCT_TARGET_WORD));
}

/* The filter of before: without DCT_TARGET_WORD. */
static int ops_remove(void)
{
	return kit_ftrace_choose(&ops, dct_target_address(DCT_TARGET_PAIR),
				 dct_target_name(DCT_TARGET_PAIR));
}

static int ops_leave(void)
{
	int err = unregister_ftrace_function(&ops);

	if (!err)
		kit_ftrace_forget(&ops);
	return err;
}

#endif /* CONFIG_DYNAMIC_FTRACE */

#ifdef CONFIG_KPROBES_ON_FTRACE

static int on_kprobe(struct kprobe *p, struct pt_regs *regs)
{
	atomic64_inc(&hits);
	return 0;
}

NOKPROBE_SYMBOL(on_kprobe);

static void on_post(struct kprobe *p, struct pt_regs *regs, unsigned long flags)
{
}

NOKPROBE_SYMBOL(on_post);

static struct kprobe probes[DCT_NR_TARGETS];

static int probe_on(unsigned int target)
{
	struct kprobe *p = &probes[target];

	memset(p, 0, sizeof(*p));
	p->addr = dct_target_address(target);
	p->pre_handler = on_kprobe;
	p->post_handler = on_post;
	return register_kprobe(p);
}

static int kprobe_elsewhere(void)
{
	return probe_on(DCT_TARGET_PAIR);
}

static int kprobe_add(void)
{
	return probe_on(DCT_TARGET_WORD);
}

static int kprobe_remove(void)
{
	unregister_kprobe(&probes[DCT_TARGET_WORD]);
	return 0;
}

static int kprobe_leave(void)
{
	unregister_kprobe(&probes[DCT_TARGET_PAIR]);
	return 0;
}

static struct kprobe first, second;

static int first_on(void)
{
	memset(&first, 0, sizeof(first));
	first.addr = dct_target_address(DCT_TARGET_WORD);
	first.pre_handler = on_kprobe;
	return register_kprobe(&first);
}

static int second_on(u32 flags)
{
	memset(&second, 0, sizeof(second));
	second.flags = flags;
	second.addr = dct_target_address(DCT_TARGET_WORD);
	second.pre_handler = on_kprobe;
	second.post_handler = on_post;
	return register_kprobe(&second);
}

static int second_add(void)
{
	return second_on(0);
}

static int disabled_add(void)
{
	return second_on(KPROBE_FLAG_DISABLED);
}

static int second_remove(void)
{
	unregister_kprobe(&second);
	return 0;
}

static int second_enable(void)
{
	return enable_kprobe(&second);
}

static int first_off(void)
{
	unregister_kprobe(&first);
	return 0;
}

#endif /* CONFIG_KPROBES_ON_FTRACE */

#ifdef CONFIG_KPROBES_ON_FTRACE

static struct kprobe late;

static int late_on(void)
{
	memset(&late, 0, sizeof(late));
	late.addr = dct_kind_function(DCT_KIND_LATE);
	late.pre_handler = on_kprobe;
	late.post_handler = on_post;
	return late.addr ? register_kprobe(&late) : -EINVAL;
}

static int late_off(void)
{
	unregister_kprobe(&late);
	return 0;
}

#endif /* CONFIG_KPROBES_ON_FTRACE */

static const struct {
	int (*elsewhere)(void);
	int (*add)(void);
	int (*remove)(void);
	int (*leave)(void);
	int (*enable)(void);
} users[DCT_NR_JOINS] = {
#ifdef CONFIG_DYNAMIC_FTRACE
	[DCT_JOIN_OPS] = { ops_elsewhere, ops_add, ops_remove, ops_leave },
#endif
#ifdef CONFIG_KPROBES_ON_FTRACE
	[DCT_JOIN_KPROBE] = { kprobe_elsewhere, kprobe_add, kprobe_remove,
			      kprobe_leave },
	[DCT_JOIN_SECOND] = { first_on, second_add, second_remove, first_off },
	[DCT_JOIN_DISABLED] = { first_on, disabled_add, second_remove, first_off,
				second_enable },
	[DCT_JOIN_LATE] = { late_on, NULL, NULL, late_off },
#endif
};

static int elsewhere_on(unsigned int who)
{
	int err = users[who].elsewhere ? users[who].elsewhere() : -EOPNOTSUPP;

	elsewhere[who] = !err;
	return err;
}

static int add(unsigned int who)
{
	int err = elsewhere[who] && users[who].add ? users[who].add() : -EINVAL;

	joined[who] = !err;
	return err;
}

static int remove(unsigned int who)
{
	int err = joined[who] ? users[who].remove() : 0;

	joined[who] = joined[who] && err;
	return err;
}

static int enable(unsigned int who)
{
	return joined[who] && users[who].enable ? users[who].enable() : -EINVAL;
}

static int leave(unsigned int who)
{
	int err = elsewhere[who] ? users[who].leave() : 0;

	elsewhere[who] = elsewhere[who] && err;
	return err;
}

/**
 * dct_join - let a user take a step
 * @req: who, and which step; gets the result, -EOPNOTSUPP if there is no such user
 *	 here, and the calls of both functions that were seen
 *
 * Context: Process context, may sleep.
 * Return: 0 or -EINVAL
 */
int dct_join(struct dct_join *req)
{
	if (req->who >= DCT_NR_JOINS)
		return -EINVAL;
	switch (req->step) {
	case DCT_JOIN_ELSEWHERE:
		req->result = elsewhere_on(req->who);
		break;
	case DCT_JOIN_ADD:
		req->result = add(req->who);
		break;
	case DCT_JOIN_REMOVE:
		req->result = remove(req->who);
		break;
	case DCT_JOIN_ENABLE:
		req->result = enable(req->who);
		break;
	case DCT_JOIN_LEAVE:
		req->result = remove(req->who) ?: leave(req->who);
		break;
	default:
		return -EINVAL;
	}
	req->hits = atomic64_read(&hits);
	return 0;
}

int dct_join_reset(void)
{
	unsigned int who;
	int err = 0;

	for (who = 0; who < DCT_NR_JOINS; who++)
		err = remove(who) ?: leave(who) ?: err;
	atomic64_set(&hits, 0);
	return err;
}
