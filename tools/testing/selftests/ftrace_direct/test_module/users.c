// SPDX-License-Identifier: GPL-2.0
/*
 * Other users of the entry of a function that has a direct call: ftrace callbacks,
 * kprobes, fprobe, and what livepatch does. All on the same function, DCT_TARGET_WORD,
 * each with a counter of its own.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/string.h>

#include <direct/entry.h>

#include "internal.h"

static atomic64_t hits[DCT_NR_USERS], returns[DCT_NR_USERS], replaced;
static bool attached[DCT_NR_USERS];

static void *traced(void)
{
	return dct_target_address(DCT_TARGET_WORD);
}

#ifdef CONFIG_FUNCTION_TRACER

/* A function for each kind: a shared one would hide that they are mixed up. */
static void notrace on_callback(unsigned long ip, unsigned long parent_ip,
				struct ftrace_ops *ops,
				struct kit_ftrace_regs *fregs)
{
	atomic64_inc(&hits[DCT_USER_CALLBACK]);
}

static void notrace on_regs(unsigned long ip, unsigned long parent_ip,
			    struct ftrace_ops *ops,
			    struct kit_ftrace_regs *fregs)
{
	atomic64_inc(&hits[DCT_USER_REGS]);
}

/* Called in place of the function. */
static noinline u64 replacement(DCT_ARGS)
{
	const __u64 args[] = { a0, a1, a2, a3, a4, a5, a6, a7 };

	atomic64_inc(&replaced);
	return dct_mix(args, DCT_SEED_LOW);
}

static void notrace on_ipmodify(unsigned long ip, unsigned long parent_ip,
				struct ftrace_ops *ops,
				struct kit_ftrace_regs *fregs)
{
	atomic64_inc(&hits[DCT_USER_IPMODIFY]);
	kit_ftrace_go_to(fregs, replacement);
}

static struct ftrace_ops callback_ops = {
	.func	= on_callback,
};

static struct ftrace_ops regs_ops = {
	.func	= on_regs,
	.flags	= FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED,
};

static struct ftrace_ops ipmodify_ops = {
	.func	= on_ipmodify,
	.flags	= FTRACE_OPS_FL_IPMODIFY | KIT_FTRACE_ALL_REGS,
};

static int ops_on(struct ftrace_ops *ops)
{
	const char *name = dct_target_name(DCT_TARGET_WORD);

	return kit_ftrace_choose(ops, traced(), name) ?:
	       register_ftrace_function(ops);
}

static int ops_off(struct ftrace_ops *ops)
{
	int err = unregister_ftrace_function(ops);

	if (!err)
		kit_ftrace_forget(ops);
	return err;
}

static int callback_on(void)
{
	return ops_on(&callback_ops);
}

static int callback_off(void)
{
	return ops_off(&callback_ops);
}

static int regs_on(void)
{
	return ops_on(&regs_ops);
}

static int regs_off(void)
{
	return ops_off(&regs_ops);
}

static int ipmodify_on(void)
{
	return ops_on(&ipmodify_ops);
}

static int ipmodify_off(void)
{
	return ops_off(&ipmodify_ops);
}

#endif /* CONFIG_FUNCTION_TRACER */

#ifdef CONFIG_KPROBES

static int on_kprobe(struct kprobe *p, struct pt_regs *regs)
{
	atomic64_inc(&hits[DCT_USER_KPROBE]);
	return 0;
}

NOKPROBE_SYMBOL(on_kprobe);

static struct kprobe probe;
static unsigned int probe_offset;

/* A kprobe that was registered before holds more than we set. */
static int kprobe_on(void)
{
	memset(&probe, 0, sizeof(probe));
	probe.pre_handler = on_kprobe;
	probe.addr = traced() + probe_offset;
	return register_kprobe(&probe);
}

static int kprobe_off(void)
{
	unregister_kprobe(&probe);
	return 0;
}

static void set_probe_offset(unsigned int offset)
{
	probe_offset = offset;
}

#else

static void set_probe_offset(unsigned int offset)
{
}

#endif /* CONFIG_KPROBES */

#ifdef CONFIG_KRETPROBES

static int on_kretprobe_entry(struct kretprobe_instance *ri,
			      struct pt_regs *regs)
{
	atomic64_inc(&hits[DCT_USER_KRETPROBE]);
	return 0;
}

NOKPROBE_SYMBOL(on_kretprobe_entry);

static int on_kretprobe(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	atomic64_inc(&returns[DCT_USER_KRETPROBE]);
	return 0;
}

NOKPROBE_SYMBOL(on_kretprobe);

static struct kretprobe retprobe;

static int kretprobe_on(void)
{
	memset(&retprobe, 0, sizeof(retprobe));
	retprobe.entry_handler = on_kretprobe_entry;
	retprobe.handler = on_kretprobe;
	retprobe.maxactive = 4;
	retprobe.kp.addr = traced();
	return register_kretprobe(&retprobe);
}

static int kretprobe_off(void)
{
	unregister_kretprobe(&retprobe);
	return 0;
}

static __u64 kretprobe_missed(void)
{
	return retprobe.nmissed + retprobe.kp.nmissed;
}

#else

static __u64 kretprobe_missed(void)
{
	return 0;
}

#endif /* CONFIG_KRETPROBES */

#ifdef CONFIG_FPROBE

static notrace void on_fprobe(void)
{
	atomic64_inc(&hits[DCT_USER_FPROBE]);
}

static notrace void on_fprobe_exit(void)
{
	atomic64_inc(&returns[DCT_USER_FPROBE]);
}

static struct kit_fprobe fprobe;

static int fprobe_on(void)
{
	return kit_fprobe_register(&fprobe, traced(), on_fprobe,
				   on_fprobe_exit);
}

static int fprobe_off(void)
{
	return unregister_fprobe(&fprobe.fprobe);
}

#endif /* CONFIG_FPROBE */

static const struct {
	int (*on)(void);
	int (*off)(void);
} users[DCT_NR_USERS] = {
#ifdef CONFIG_FUNCTION_TRACER
	[DCT_USER_CALLBACK]	= { callback_on, callback_off },
	[DCT_USER_REGS]		= { regs_on, regs_off },
	[DCT_USER_IPMODIFY]	= { ipmodify_on, ipmodify_off },
#endif
#ifdef CONFIG_KPROBES
	[DCT_USER_KPROBE]	= { kprobe_on, kprobe_off },
#endif
#ifdef CONFIG_KRETPROBES
	[DCT_USER_KRETPROBE]	= { kretprobe_on, kretprobe_off },
#endif
#ifdef CONFIG_FPROBE
	[DCT_USER_FPROBE]	= { fprobe_on, fprobe_off },
#endif
};

int dct_user_on(struct dct_user *req)
{
	if (req->kind >= DCT_NR_USERS || attached[req->kind])
		return -EINVAL;
	if (req->kind == DCT_USER_KPROBE)
		set_probe_offset(req->offset);
	req->result = users[req->kind].on ? users[req->kind].on() : -EOPNOTSUPP;
	attached[req->kind] = !req->result;
	return 0;
}

int dct_user_off(struct dct_user *req)
{
	if (req->kind >= DCT_NR_USERS || !attached[req->kind])
		return -EINVAL;
	req->result = users[req->kind].off();
	attached[req->kind] = req->result;
	return 0;
}

int dct_users_read(struct dct_users *req)
{
	unsigned int kind;

	for (kind = 0; kind < DCT_NR_USERS; kind++) {
		req->hits[kind] = atomic64_read(&hits[kind]);
		req->returns[kind] = atomic64_read(&returns[kind]);
	}
	req->missed = kretprobe_missed();
	req->replaced = atomic64_read(&replaced);
	return 0;
}

int dct_users_reset(void)
{
	struct dct_user req;
	int err = 0;

	for (req.kind = 0; req.kind < DCT_NR_USERS; req.kind++) {
		if (!dct_user_off(&req) && req.result)
			err = -EBUSY;
		atomic64_set(&hits[req.kind], 0);
		atomic64_set(&returns[req.kind], 0);
	}
	atomic64_set(&replaced, 0);
	return err;
}
