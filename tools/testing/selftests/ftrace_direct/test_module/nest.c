// SPDX-License-Identifier: GPL-2.0
/*
 * Traced functions that are called while one of them, or a handler, runs, each
 * with a trampoline of its own.
 *
 *	self(n)		calls self(n - 1)
 *	ping(n)		calls pong(n - 1), which calls ping(n - 2)
 *	asker(n)	calls nothing, but its handler calls asker and leaf
 *
 * They are called by one thread at a time, under the device's lock.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/string.h>

#include <kit/direct.h>

#include "internal.h"
#include "tramp.h"

static struct fdt_nest counts;

static void call(unsigned int func, unsigned long n);

/* What comes after the inner call keeps it from becoming a jump. */
static void descend(unsigned int func, unsigned int inner, unsigned long n)
{
	counts.body[func]++;
	if (n)
		call(inner, n - 1);
	counts.body_sum[func] += n;
}

noinline void fdt_traced_nest_self(unsigned long n)
{
	descend(FDT_NEST_SELF, FDT_NEST_SELF, n);
}

noinline void fdt_traced_nest_ping(unsigned long n)
{
	descend(FDT_NEST_PING, FDT_NEST_PONG, n);
}

noinline void fdt_traced_nest_pong(unsigned long n)
{
	descend(FDT_NEST_PONG, FDT_NEST_PING, n);
}

noinline void fdt_traced_nest_asker(unsigned long n)
{
	counts.body[FDT_NEST_ASKER]++;
	counts.body_sum[FDT_NEST_ASKER] += n;
}

noinline void fdt_traced_nest_leaf(unsigned long n)
{
	counts.body[FDT_NEST_LEAF]++;
	counts.body_sum[FDT_NEST_LEAF] += n;
}

static void (*functions[FDT_NR_NESTS])(unsigned long n) = {
	[FDT_NEST_SELF] = fdt_traced_nest_self,
	[FDT_NEST_PING] = fdt_traced_nest_ping,
	[FDT_NEST_PONG] = fdt_traced_nest_pong,
	[FDT_NEST_ASKER] = fdt_traced_nest_asker,
	[FDT_NEST_LEAF] = fdt_traced_nest_leaf,
};

static notrace void call(unsigned int func, unsigned long n)
{
	void (*traced)(unsigned long n);

	traced = READ_ONCE(functions[func]);
	traced(n);
}

static __always_inline void handle(unsigned int func, unsigned long n)
{
	counts.handler[func]++;
	counts.handler_sum[func] += n;
	fdt_clobber(~0UL, ~1UL, ~2UL, ~3UL, ~4UL, ~5UL, ~6UL, ~7UL);
}

notrace void fdt_nest_self_handler(unsigned long n)
{
	handle(FDT_NEST_SELF, n);
}

notrace void fdt_nest_ping_handler(unsigned long n)
{
	handle(FDT_NEST_PING, n);
}

notrace void fdt_nest_pong_handler(unsigned long n)
{
	handle(FDT_NEST_PONG, n);
}

notrace void fdt_nest_leaf_handler(unsigned long n)
{
	handle(FDT_NEST_LEAF, n);
}

static DEFINE_PER_CPU(bool, fdt_nest_asking);

/* As users do who cannot know what they call: once a CPU, the rest goes by. */
notrace void fdt_nest_asker_handler(unsigned long n)
{
	preempt_disable_notrace();
	if (!__this_cpu_read(fdt_nest_asking)) {
		__this_cpu_write(fdt_nest_asking, true);
		call(FDT_NEST_ASKER, n + 1);
		call(FDT_NEST_LEAF, n + 2);
		__this_cpu_write(fdt_nest_asking, false);
	}
	preempt_enable_notrace();
	handle(FDT_NEST_ASKER, n);
}

FDT_TRAMP(fdt_nest_self_tramp, fdt_nest_self_handler);
FDT_TRAMP(fdt_nest_ping_tramp, fdt_nest_ping_handler);
FDT_TRAMP(fdt_nest_pong_tramp, fdt_nest_pong_handler);
FDT_TRAMP(fdt_nest_asker_tramp, fdt_nest_asker_handler);
FDT_TRAMP(fdt_nest_leaf_tramp, fdt_nest_leaf_handler);

static void (*const tramps[FDT_NR_NESTS])(void) = {
	[FDT_NEST_SELF] = fdt_nest_self_tramp,
	[FDT_NEST_PING] = fdt_nest_ping_tramp,
	[FDT_NEST_PONG] = fdt_nest_pong_tramp,
	[FDT_NEST_ASKER] = fdt_nest_asker_tramp,
	[FDT_NEST_LEAF] = fdt_nest_leaf_tramp,
};

static struct kit_direct directs[FDT_NR_NESTS];
static bool ready[FDT_NR_NESTS];

static int attach(unsigned int func)
{
	int err;

	if (directs[func].addr)
		return 0;
	err = ready[func] ? 0 : kit_direct_init(&directs[func],
						functions[func]);
	if (err)
		return err;
	ready[func] = true;
	return kit_direct_register(&directs[func],
				   (unsigned long)tramps[func]);
}

/**
 * fdt_nest - call one of the functions, with all of them traced
 * @req: which and with what argument; gets all counts since the last reset
 *
 * Returns: 0 or -EINVAL; what ftrace said is in @req->result.
 */
int fdt_nest(struct fdt_nest *req)
{
	unsigned int func;

	if (req->func >= FDT_NR_NESTS || req->depth > FDT_NEST_DEPTH)
		return -EINVAL;
	counts.func = req->func;
	counts.depth = req->depth;
	counts.result = 0;
	for (func = 0; !counts.result && func < FDT_NR_NESTS; func++)
		counts.result = attach(func);
	if (!counts.result)
		call(req->func, req->depth);
	*req = counts;
	return 0;
}

/* Returns: 0, or -EBUSY when something stays attached. */
int fdt_nest_reset(void)
{
	struct kit_direct *direct;
	unsigned int func;

	for (func = 0; func < FDT_NR_NESTS; func++) {
		direct = &directs[func];
		if (direct->addr && kit_direct_unregister(direct, direct->addr))
			return -EBUSY;
		if (ready[func])
			kit_direct_exit(direct);
		ready[func] = false;
	}
	memset(&counts, 0, sizeof(counts));
	return 0;
}
