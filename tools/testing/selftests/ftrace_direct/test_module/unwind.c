// SPDX-License-Identifier: GPL-2.0
/*
 * Stack traces that the handler of a direct call takes, with and without a plain
 * callback on the same function, and those that a callback takes.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#include <ftrace_direct/direct.h>
#include <asm/ftrace_direct_tramp.h>
#include <direct/entry.h>

#include "internal.h"

#if defined(FTRACE_DIRECT_TRAMP) && defined(CONFIG_STACKTRACE) &&		\
	defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)

enum { BEFORE = 1, AFTER, ALONE, ALONE_WITH_REGS };

static struct dct_unwind *unwind;
static int (*reliable)(struct task_struct *task, unsigned long *store,
		       unsigned int size);
static struct kit_direct direct;
static struct ftrace_ops plain;
static bool plain_on;
static unsigned long hook;
static int runs;

/*
 * An address in a trace is a return address: the call is before it. return_to_handler()
 * itself is never called, so the code before it is another function's.
 */
static void name_all(struct dct_trace *trace, const unsigned long *entries)
{
	char text[128];
	int i;

	for (i = 0; i < trace->count; i++) {
		snprintf(text, sizeof(text), entries[i] == hook ? "%ps" : "%pB",
			 (void *)entries[i]);
		strscpy(trace->name[i], text, DCT_UNWIND_NAME);
		strreplace(trace->name[i], '+', '\0');
	}
}

static noinline notrace void take_traces(void)
{
	unsigned long entries[DCT_UNWIND_NAMES];

	unwind->plain.count = stack_trace_save(entries, DCT_UNWIND_NAMES, 0);
	name_all(&unwind->plain, entries);
	unwind->reliable.count = reliable ?
		reliable(current, entries, DCT_UNWIND_NAMES) : -EOPNOTSUPP;
	name_all(&unwind->reliable, entries);
}

notrace void dct_unwind_handler(void)
{
	take_traces();
	runs++;
	barrier();	/* no tail call */
}

FTRACE_DIRECT_TRAMP(dct_unwind_tramp, dct_unwind_handler);

noinline int dct_unwind_target(int x)
{
	return x + READ_ONCE(runs);
}

static int (*call_target)(int x) = dct_unwind_target;

/* Not a tail call: the multiplication follows. */
noinline int dct_unwind_caller(int x)
{
	return READ_ONCE(call_target)(x) * 3;
}

static int (*call_caller)(int x) = dct_unwind_caller;

static notrace void callback(unsigned long ip, unsigned long parent_ip,
			     struct ftrace_ops *ops,
			     struct kit_ftrace_regs *fregs)
{
}

static notrace void tracing_callback(unsigned long ip, unsigned long parent_ip,
				     struct ftrace_ops *ops,
				     struct kit_ftrace_regs *fregs)
{
	take_traces();
	runs++;
	barrier();	/* no tail call */
}

static int callback_on(unsigned int order)
{
	int err;

	memset(&plain, 0, sizeof(plain));
	plain.func = order < ALONE ? callback : tracing_callback;
	plain.flags = order == ALONE_WITH_REGS ?
		      FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED : 0;
	err = kit_ftrace_choose(&plain, dct_unwind_target, "dct_unwind_target");
	err = err ?: register_ftrace_function(&plain);
	plain_on = !err;
	return err;
}

static int attach(unsigned int order)
{
	int err;

	if (order >= ALONE)
		return callback_on(order);
	err = kit_direct_init(&direct, dct_unwind_target);
	if (!err && order == BEFORE)
		err = callback_on(order);
	err = err ?: kit_direct_register(&direct,
					 (unsigned long)dct_unwind_tramp);
	if (!err && order == AFTER)
		err = callback_on(order);
	return err;
}

static int detach(void)
{
	int err = 0;

	if (plain_on) {
		err = unregister_ftrace_function(&plain);
		kit_ftrace_forget(&plain);
		plain_on = false;
	}
	if (direct.addr)
		err = kit_direct_unregister(&direct, direct.addr) ?: err;
	if (!direct.addr)
		kit_direct_exit(&direct);
	return err;
}

/**
 * dct_unwind - have a handler, or a callback, take stack traces
 * @req: what else to attach; gets the traces
 *
 * Context: Process context, may sleep.
 * Return: 0, or the error of detaching; @req->result is that of attaching, or -ENOENT
 * if it did not run
 */
int dct_unwind(struct dct_unwind *req)
{
	int before = runs;

	unwind = req;
	hook = dct_lookup("return_to_handler");
	reliable = (void *)dct_lookup("stack_trace_save_tsk_reliable");
	req->result = attach(req->callback);
	if (!req->result)
		READ_ONCE(call_caller)(1);
	if (!req->result && runs == before)
		req->result = -ENOENT;
	return detach();
}

#else

int dct_unwind(struct dct_unwind *req)
{
	return -ENODEV;
}

#endif
