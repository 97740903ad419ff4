// SPDX-License-Identifier: GPL-2.0
/*
 * Errors of the kernel's own functions that no fault injection makes: the function does
 * what it does, and what it returns is changed.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/ptrace.h>
#include <linux/string.h>

#include "internal.h"

#ifdef CONFIG_KRETPROBES

static struct kretprobe probe;
static char function[sizeof_field(struct dct_fail, function)];
static atomic_t fails;
static bool failing;

static int on_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	regs_set_return_value(regs, -ENOMEM);
	atomic_inc(&fails);
	return 0;
}

NOKPROBE_SYMBOL(on_return);

int dct_fail_reset(void)
{
	if (failing)
		unregister_kretprobe(&probe);
	failing = false;
	return 0;
}

/**
 * dct_fail - let a function return -ENOMEM from now on, whatever it did
 * @req: its name, "" to end that; gets the result, and how often the function of before
 *	 returned
 *
 * Context: Process context, may sleep.
 * Return: 0
 */
int dct_fail(struct dct_fail *req)
{
	dct_fail_reset();
	req->fails = atomic_xchg(&fails, 0);
	req->result = 0;
	strscpy(function, req->function, sizeof(function));
	if (!*function)
		return 0;
	probe = (struct kretprobe){
		.kp.symbol_name = function,
		.handler = on_return,
		.maxactive = 16,
	};
	req->result = register_kretprobe(&probe);
	failing = !req->result;
	return 0;
}

#else

int dct_fail_reset(void)
{
	return 0;
}

int dct_fail(struct dct_fail *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

#endif
