// SPDX-License-Identifier: GPL-2.0
/*
 * Traced functions whose calls are accounted for: by function, by context of the
 * caller and by CPU. CPUs share no counter.
 *
 * A call passes its source (function and context) and the epoch: which trampolines
 * were allowed just before it. A handler can tell a late call by that. The epoch
 * forbids its trampoline and is still the current one: a switch had returned before
 * the call was made, and none has begun since.
 */
#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/cpumask.h>
#include <linux/ftrace.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/string.h>

#include "contexts.h"
#include "internal.h"
#include "tramp.h"

#define NR_SOURCES	(DCT_NR_FUNCS * DCT_NR_CONTEXTS)

/* Callers do not pass this by accident. */
#define CHECK(source, epoch)	(~((source) * 0x9e3779b1UL ^ (epoch) << 7))

struct account {
	unsigned long calls;
	unsigned long body;
	unsigned long handler[DCT_NR_TRAMPS];
	unsigned long late;
	unsigned long bad;
};

static DEFINE_PER_CPU(struct account, dct_accounts[NR_SOURCES]);

/* Calls whose source did not arrive. */
static atomic_long_t unknown;

/* The epoch: a bit for each trampoline that may run, above a sequence number. */
static unsigned long allowed[DCT_NR_FUNCS];

/**
 * dct_account_allow - begin an epoch
 * @func: the accounted function
 * @mask: a bit for each trampoline that may run from now on
 *
 * Before a switch begins allow both trampolines, after it has returned only the new
 * one. The caller serializes calls for one function.
 */
void dct_account_allow(unsigned int func, unsigned int mask)
{
	unsigned long next = (allowed[func] >> DCT_NR_TRAMPS) + 1;

	/* Pairs with the acquire in dct_account_call(). */
	smp_store_release(&allowed[func], next << DCT_NR_TRAMPS | mask);
}

static __always_inline bool is_good(unsigned long source, unsigned long epoch,
				    unsigned long check)
{
	if (likely(source < NR_SOURCES && check == CHECK(source, epoch)))
		return true;
	atomic_long_inc(&unknown);
	return false;
}

static __always_inline void count_body(unsigned long source,
				       unsigned long epoch,
				       unsigned long check)
{
	if (is_good(source, epoch, check))
		this_cpu_inc(dct_accounts[source].body);
}

noinline unsigned long dct_traced_account0(unsigned long source,
					   unsigned long epoch,
					   unsigned long check)
{
	count_body(source, epoch, check);
	return check;
}

noinline unsigned long dct_traced_account1(unsigned long source,
					   unsigned long epoch,
					   unsigned long check)
{
	count_body(source, epoch, check);
	return check + 1;
}

typedef unsigned long (*accounted_func)(unsigned long source,
					unsigned long epoch,
					unsigned long check);

static accounted_func functions[DCT_NR_FUNCS] = {
	dct_traced_account0, dct_traced_account1,
};

/**
 * dct_account_call - call an accounted function once
 * @func: the function
 * @context: the context of the caller
 *
 * The call counts as bad if it returns something else, or was not in @context.
 *
 * Context: any, NMI included.
 */
void dct_account_call(unsigned int func, unsigned int context)
{
	unsigned long source = func * DCT_NR_CONTEXTS + context;
	accounted_func traced = READ_ONCE(functions[func]);
	unsigned long epoch, check;

	this_cpu_inc(dct_accounts[source].calls);
	/* Pairs with the release in dct_account_allow(). */
	epoch = smp_load_acquire(&allowed[func]);
	check = CHECK(source, epoch);
	if (traced(source, epoch, check) != check + func ||
	    !dct_is_context(context))
		this_cpu_inc(dct_accounts[source].bad);
}

/**
 * dct_account_handler - count a call; called by handlers of accounted functions
 * @tramp: the number that the handler's trampoline counts under
 * @source: first argument of the traced function
 * @epoch: its second
 * @check: its third
 */
notrace void dct_account_handler(unsigned int tramp, unsigned long source,
				 unsigned long epoch, unsigned long check)
{
	unsigned int func = source / DCT_NR_CONTEXTS;

	if (!is_good(source, epoch, check))
		return;
	this_cpu_inc(dct_accounts[source].handler[tramp]);
	if (!(epoch & 1UL << tramp) && epoch == READ_ONCE(allowed[func]))
		this_cpu_inc(dct_accounts[source].late);
}
EXPORT_SYMBOL_GPL(dct_account_handler);

/* As in target.c: the trampoline has to restore the argument registers. */
static __always_inline void overwrite(void)
{
	dct_clobber(~0UL, ~1UL, ~2UL, ~3UL, ~4UL, ~5UL, ~6UL, ~7UL);
}

notrace void dct_account_handler0(unsigned long source, unsigned long epoch,
				  unsigned long check)
{
	dct_account_handler(0, source, epoch, check);
	overwrite();
}

notrace void dct_account_handler1(unsigned long source, unsigned long epoch,
				  unsigned long check)
{
	dct_account_handler(1, source, epoch, check);
	overwrite();
}

DCT_TRAMP(dct_account_tramp0, dct_account_handler0);
DCT_TRAMP(dct_account_tramp1, dct_account_handler1);

void *dct_account_function(unsigned int func)
{
	return functions[func];
}

/* No calls may be under way. */
int dct_account_reset(void)
{
	unsigned int cpu, func;

	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(dct_accounts, cpu), 0, sizeof(dct_accounts));
	for (func = 0; func < DCT_NR_FUNCS; func++)
		dct_account_allow(func, 0);
	atomic_long_set(&unknown, 0);
	return 0;
}

/* Exact once calls have ended. */
int dct_account_read(struct dct_account *req)
{
	const struct account *a;
	unsigned int tramp;

	if (req->func >= DCT_NR_FUNCS || req->context >= DCT_NR_CONTEXTS ||
	    req->cpu >= nr_cpu_ids)
		return -EINVAL;
	req->online = cpu_online(req->cpu);
	req->unknown = atomic_long_read(&unknown);
	if (!cpu_possible(req->cpu))
		return 0;
	a = per_cpu_ptr(&dct_accounts[req->func * DCT_NR_CONTEXTS +
				      req->context], req->cpu);
	req->calls = READ_ONCE(a->calls);
	req->body = READ_ONCE(a->body);
	for (tramp = 0; tramp < DCT_NR_TRAMPS; tramp++)
		req->handler[tramp] = READ_ONCE(a->handler[tramp]);
	req->late = READ_ONCE(a->late);
	req->bad = READ_ONCE(a->bad);
	return 0;
}
