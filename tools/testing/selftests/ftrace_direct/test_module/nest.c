// SPDX-License-Identifier: GPL-2.0
/*
 * Traced functions that are called by one another or by a handler, each with a
 * trampoline of its own.
 *
 *	self(n)		calls self(n - 1)
 *	ping(n)		calls pong(n - 1), which calls ping(n - 2)
 *	asker(n)	calls nothing, but its handler calls asker and leaf
 *
 * One thread at a time calls them, under the device's lock.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/string.h>

#include <ftrace_direct/direct.h>

#include "detach.h"
#include "internal.h"
#include "tramp.h"

static struct dct_nest counts;

static void call(unsigned int func, unsigned long n);

/* Not a tail call: something follows it. */
static void descend(unsigned int func, unsigned int inner, unsigned long n)
{
	counts.body[func]++;
	if (n)
		call(inner, n - 1);
	counts.body_sum[func] += n;
}

noinline void dct_traced_nest_self(unsigned long n)
{
	descend(DCT_NEST_SELF, DCT_NEST_SELF, n);
}

noinline void dct_traced_nest_ping(unsigned long n)
{
	descend(DCT_NEST_PING, DCT_NEST_PONG, n);
}

noinline void dct_traced_nest_pong(unsigned long n)
{
	descend(DCT_NEST_PONG, DCT_NEST_PING, n);
}

noinline void dct_traced_nest_asker(unsigned long n)
{
	counts.body[DCT_NEST_ASKER]++;
	counts.body_sum[DCT_NEST_ASKER] += n;
}

noinline void dct_traced_nest_leaf(unsigned long n)
{
	counts.body[DCT_NEST_LEAF]++;
	counts.body_sum[DCT_NEST_LEAF] += n;
}

static void (*functions[DCT_NR_NESTS])(unsigned long n) = {
	[DCT_NEST_SELF] = dct_traced_nest_self,
	[DCT_NEST_PING] = dct_traced_nest_ping,
	[DCT_NEST_PONG] = dct_traced_nest_pong,
	[DCT_NEST_ASKER] = dct_traced_nest_asker,
	[DCT_NEST_LEAF] = dct_traced_nest_leaf,
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
	dct_clobber(~0UL, ~1UL, ~2UL, ~3UL, ~4UL, ~5UL, ~6UL, ~7UL);
}

notrace void dct_nest_self_handler(unsigned long n)
{
	handle(DCT_NEST_SELF, n);
}

notrace void dct_nest_ping_handler(unsigned long n)
{
	handle(DCT_NEST_PING, n);
}

notrace void dct_nest_pong_handler(unsigned long n)
{
	handle(DCT_NEST_PONG, n);
}

notrace void dct_nest_leaf_handler(unsigned long n)
{
	handle(DCT_NEST_LEAF, n);
}

static DEFINE_PER_CPU(bool, dct_nest_asking);

/* As users do that cannot know what they call: once per CPU, no deeper. */
notrace void dct_nest_asker_handler(unsigned long n)
{
	preempt_disable_notrace();
	if (!__this_cpu_read(dct_nest_asking)) {
		__this_cpu_write(dct_nest_asking, true);
		call(DCT_NEST_ASKER, n + 1);
		call(DCT_NEST_LEAF, n + 2);
		__this_cpu_write(dct_nest_asking, false);
	}
	preempt_enable_notrace();
	handle(DCT_NEST_ASKER, n);
}

DCT_TRAMP(dct_nest_self_tramp, dct_nest_self_handler);
DCT_TRAMP(dct_nest_ping_tramp, dct_nest_ping_handler);
DCT_TRAMP(dct_nest_pong_tramp, dct_nest_pong_handler);
DCT_TRAMP(dct_nest_asker_tramp, dct_nest_asker_handler);
DCT_TRAMP(dct_nest_leaf_tramp, dct_nest_leaf_handler);

static void (*const tramps[DCT_NR_NESTS])(void) = {
	[DCT_NEST_SELF] = dct_nest_self_tramp,
	[DCT_NEST_PING] = dct_nest_ping_tramp,
	[DCT_NEST_PONG] = dct_nest_pong_tramp,
	[DCT_NEST_ASKER] = dct_nest_asker_tramp,
	[DCT_NEST_LEAF] = dct_nest_leaf_tramp,
};

static struct kit_direct directs[DCT_NR_NESTS];
static bool ready[DCT_NR_NESTS];

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
 * dct_nest - call one of the functions, with all of them traced
 * @req: which and with what argument; gets all counts since the last reset
 *
 * Return: 0 or -EINVAL; @req->result is what ftrace returned
 */
int dct_nest(struct dct_nest *req)
{
	unsigned int func;

	if (req->func >= DCT_NR_NESTS || req->depth > DCT_NEST_DEPTH)
		return -EINVAL;
	counts.func = req->func;
	counts.depth = req->depth;
	counts.result = 0;
	for (func = 0; !counts.result && func < DCT_NR_NESTS; func++)
		counts.result = attach(func);
	if (!counts.result)
		call(req->func, req->depth);
	*req = counts;
	return 0;
}

int dct_nest_reset(void)
{
	struct kit_direct *direct;
	unsigned int func;

	for (func = 0; func < DCT_NR_NESTS; func++) {
		direct = &directs[func];
		if (dct_detach(direct))
			return -EBUSY;
		if (ready[func])
			kit_direct_exit(direct);
		ready[func] = false;
	}
	memset(&counts, 0, sizeof(counts));
	return 0;
}
