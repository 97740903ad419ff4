// SPDX-License-Identifier: GPL-2.0
/*
 * The stack trace of an interrupt that finds a task at a chosen address, which has just
 * been called: its frame is that of the caller.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/perf_event.h>
#include <linux/ptrace.h>
#include <linux/string.h>

#include <asm/perf_event.h>

#include "internal.h"

#if defined(perf_arch_fetch_caller_regs) && defined(CONFIG_STACKTRACE)

static unsigned int (*save_regs)(struct pt_regs *regs, unsigned long *store,
				 unsigned int size, unsigned int skip);

static noinline void take_trace(struct dct_trace_at *req)
{
	unsigned long entries[DCT_UNWIND_NAMES];
	struct pt_regs interrupted = {}, *regs = &interrupted;
	int i;

	/* x86's macro has the name of its argument. */
	perf_arch_fetch_caller_regs(regs, (unsigned long)req->addr);
#ifdef CONFIG_X86
	/* Not among those. The unwinder needs it where it knows nothing of the code. */
	regs->bp = (unsigned long)__builtin_frame_address(0);
#endif
	req->trace.count = save_regs(regs, entries, DCT_UNWIND_NAMES, 0);
	for (i = 0; i < req->trace.count; i++)
		snprintf(req->trace.name[i], DCT_UNWIND_NAME, "%ps",
			 (void *)entries[i]);
}

/**
 * dct_trace_at - take the stack trace of an interrupt
 * @req: the address where it finds the task; gets the trace, and the result:
 *	 -EOPNOTSUPP if the kernel cannot do this
 *
 * Context: Process context, may sleep.
 * Return: 0
 */
int dct_trace_at(struct dct_trace_at *req)
{
	save_regs = (void *)dct_lookup("stack_trace_save_regs");
	req->result = save_regs ? 0 : -EOPNOTSUPP;
	if (save_regs)
		take_trace(req);
	return 0;
}

#else

int dct_trace_at(struct dct_trace_at *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

#endif
