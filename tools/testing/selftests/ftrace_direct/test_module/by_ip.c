// SPDX-License-Identifier: GPL-2.0
/*
 * Direct calls by the address of a function, without ops, on the accounted
 * functions. Bases before 6.4 have this interface, since 5.16 in addition to ops.
 */
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>

#include <ftrace_direct/direct.h>

#include "contexts.h"
#include "internal.h"

#if KIT_DIRECT_API != KIT_DIRECT_API_OPS && \
	defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)

/* The trampoline that is attached to each function, 0 for none. */
static unsigned long attached[DCT_BY_IP_NR_FUNCS];
/* The trampolines that may run then, a bit for each. */
static unsigned int allowed[DCT_BY_IP_NR_FUNCS];

static unsigned long function(unsigned int func)
{
	if (func == DCT_BY_IP_LATE)
		return (unsigned long)dct_kind_function(DCT_KIND_LATE);
	return (unsigned long)dct_account_function(func);
}

static unsigned long trampoline(const struct dct_by_ip *req)
{
	if (req->func == DCT_BY_IP_LATE)
		return dct_tramp_address(req->tramp);
	return dct_account_tramp(req->tramp);
}

static void allow(unsigned int func, unsigned int tramps)
{
	if (func != DCT_BY_IP_LATE)
		dct_account_allow(func, tramps);
}

/* From now on only @tramp may run, after an error only the one before. */
static int settle(const struct dct_by_ip *req, unsigned long tramp, int err)
{
	if (!err) {
		attached[req->func] = tramp;
		allowed[req->func] = 1 << req->tramp;
	}
	allow(req->func, allowed[req->func]);
	return err;
}

static int attach(const struct dct_by_ip *req)
{
	unsigned long tramp = trampoline(req);

	allow(req->func, allowed[req->func] | 1 << req->tramp);
	return settle(req, tramp,
		      register_ftrace_direct(function(req->func), tramp));
}

static int detach(unsigned int func, unsigned long tramp)
{
	int err = unregister_ftrace_direct(function(func), tramp);

	if (!err) {
		attached[func] = 0;
		allowed[func] = 0;
		allow(func, 0);
	}
	return err;
}

static int modify(const struct dct_by_ip *req)
{
	unsigned long tramp = trampoline(req);

	allow(req->func, allowed[req->func] | 1 << req->tramp);
	return settle(req, tramp,
		      modify_ftrace_direct(function(req->func),
					   attached[req->func], tramp));
}

/**
 * dct_by_ip - attach, switch or detach one function by its address
 * @req: what to do; gets the result, -EOPNOTSUPP without such an interface
 *
 * Context: Process context, may sleep.
 * Return: 0 or -EINVAL
 */
int dct_by_ip(struct dct_by_ip *req)
{
	if (req->func >= DCT_BY_IP_NR_FUNCS || req->tramp >= DCT_NR_TRAMPS)
		return -EINVAL;
	switch (req->what) {
	case DCT_BY_IP_ATTACH:
		req->result = attach(req);
		return 0;
	case DCT_BY_IP_MODIFY:
		req->result = modify(req);
		return 0;
	case DCT_BY_IP_DETACH:
		req->result = detach(req->func, attached[req->func]);
		return 0;
	case DCT_BY_IP_DETACH_FROM:
		req->result = detach(req->func, trampoline(req));
		return 0;
	default:
		return -EINVAL;
	}
}

/**
 * dct_by_ip_tramps - read how many trampolines ftrace knows of
 * @tramps: gets their number, without those of ops on most bases; -1 if kallsyms has
 *	no data symbols
 *
 * Context: Process context, may sleep. Nothing is attached or detached.
 * Return: 0
 */
int dct_by_ip_tramps(__s32 *tramps)
{
	int *count = (void *)dct_lookup("ftrace_direct_func_count");

	*tramps = count ? READ_ONCE(*count) : -1;
	return 0;
}

/*
 * -ENODEV: ftrace knows of no direct call there. A base that forgets it when it
 * fails to detach it must not make every later reset fail.
 */
int dct_by_ip_reset(void)
{
	unsigned int func;
	int err, ret = 0;

	for (func = 0; func < DCT_BY_IP_NR_FUNCS; func++) {
		err = attached[func] ? detach(func, attached[func]) : 0;
		if (err == -ENODEV)
			attached[func] = 0;
		else if (err)
			ret = err;
	}
	return ret;
}

#else

int dct_by_ip(struct dct_by_ip *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

int dct_by_ip_tramps(__s32 *tramps)
{
	*tramps = -1;
	return 0;
}

int dct_by_ip_reset(void)
{
	return 0;
}

#endif
