// SPDX-License-Identifier: GPL-2.0
/*
 * What code that watches the kernel's text sees. ftrace patches sites in
 * ftrace_modify_all_code(), so such code (LKRG, for example) hooks the entry and the
 * return of this function, and takes every other change for an attack. Here the hook
 * notes where the site of accounted function 0 branches to. It may hold a spinlock from
 * one to the other: is a page made executable meanwhile, which can sleep?
 */
#include <linux/errno.h>
#include <linux/kprobes.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <direct/branch.h>

#include "internal.h"

#if defined(CONFIG_KRETPROBES) && defined(KIT_SITE_BRANCH)

static struct kretprobe hook;
static struct kprobe sleeper;
static struct task_struct *inside;	/* the one between entry and return */
static __u32 sleeps;
static unsigned long site;
static bool hooked, watched;
static __u32 entries;
static unsigned long before, after;

static int on_entry(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	if (!entries++)
		before = dct_branch_target(site);
	WRITE_ONCE(inside, current);
	return 0;
}

NOKPROBE_SYMBOL(on_entry);

static int on_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	after = dct_branch_target(site);
	WRITE_ONCE(inside, NULL);
	return 0;
}

NOKPROBE_SYMBOL(on_return);

static int on_sleeper(struct kprobe *p, struct pt_regs *regs)
{
	sleeps += READ_ONCE(inside) == current;
	return 0;
}

NOKPROBE_SYMBOL(on_sleeper);

/* Without it, @sleeps stays 0, and the program knows. */
static bool watch_sleeper(void)
{
	memset(&sleeper, 0, sizeof(sleeper));
	sleeper.symbol_name = "set_memory_x";
	sleeper.pre_handler = on_sleeper;
	return !register_kprobe(&sleeper);
}

static int find_site(void)
{
	unsigned long (*location)(unsigned long ip);

	location = (void *)dct_lookup("ftrace_location");
	if (!location)
		return -EOPNOTSUPP;
	site = location((unsigned long)dct_account_function(0));
	return dct_branch_target(site) ? 0 : -EOPNOTSUPP;
}

/**
 * dct_hook_on - begin to watch; something is attached to accounted function 0
 * @req: gets the result, -EOPNOTSUPP if the site's branch cannot be decoded here
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL if that has begun already
 */
int dct_hook_on(struct dct_hook *req)
{
	if (hooked)
		return -EINVAL;
	req->result = find_site();
	if (req->result)
		return 0;
	entries = 0;
	before = 0;
	after = 0;
	sleeps = 0;
	inside = NULL;
	memset(&hook, 0, sizeof(hook));
	hook.kp.symbol_name = "ftrace_modify_all_code";
	hook.entry_handler = on_entry;
	hook.handler = on_return;
	hook.maxactive = 4;
	req->result = register_kretprobe(&hook);
	hooked = !req->result;
	watched = hooked && watch_sleeper();
	return 0;
}

/**
 * dct_hook_off - end it
 * @req: gets what the hook saw, and where the site branches to now
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL if that has not begun
 */
int dct_hook_off(struct dct_hook *req)
{
	if (!hooked)
		return -EINVAL;
	if (watched)
		unregister_kprobe(&sleeper);
	unregister_kretprobe(&hook);
	hooked = false;
	req->result = 0;
	req->entries = entries;
	req->before = before;
	req->after = after;
	req->watched = watched;
	req->sleeps = sleeps;
	req->now = dct_branch_target(site);
	return 0;
}

int dct_hook_reset(void)
{
	struct dct_hook req;

	if (hooked)
		dct_hook_off(&req);
	return 0;
}

#else

int dct_hook_on(struct dct_hook *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

int dct_hook_off(struct dct_hook *req)
{
	return -EINVAL;
}

int dct_hook_reset(void)
{
	return 0;
}

#endif
