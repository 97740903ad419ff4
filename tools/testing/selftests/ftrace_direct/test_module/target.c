// SPDX-License-Identifier: GPL-2.0
/*
 * The traced functions, the trampolines and their handlers.
 *
 * The targets are called through pointers that are read each time, so that the compiler
 * neither inlines nor specializes them.
 */
#include <linux/compiler.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/module.h>

#include <asm/ftrace_direct_tramp.h>

#include "internal.h"

/* Without direct calls the number does not matter. */
#ifndef FTRACE_DIRECT_NR_ARGS
#define FTRACE_DIRECT_NR_ARGS DCT_NR_ARGS
#endif

/* Tests do not pass these. */
#define POISON(n) (0x5a5a5a50UL + (n))

#define LIST { a0, a1, a2, a3, a4, a5, a6, a7 }

noinline u64 dct_target_word(DCT_ARGS)
{
	const __u64 args[] = LIST;

	dct_count_body(args);
	return dct_mix(args, DCT_SEED_LOW);
}

noinline struct dct_pair dct_target_pair(DCT_ARGS)
{
	const __u64 args[] = LIST;

	dct_count_body(args);
	return (struct dct_pair){
		.low = dct_mix(args, DCT_SEED_LOW),
		.high = dct_mix(args, DCT_SEED_HIGH),
	};
}

static u64 (*call_word)(DCT_ARGS) = dct_target_word;
static struct dct_pair (*call_pair)(DCT_ARGS) = dct_target_pair;

void dct_target_call(unsigned int target, const __u64 *a, __u64 *result)
{
	struct dct_pair pair;

	if (target == DCT_TARGET_WORD) {
		result[0] = READ_ONCE(call_word)(a[0], a[1], a[2], a[3],
						 a[4], a[5], a[6], a[7]);
		result[1] = 0;
		return;
	}
	pair = READ_ONCE(call_pair)(a[0], a[1], a[2], a[3], a[4], a[5], a[6],
				    a[7]);
	result[0] = pair.low;
	result[1] = pair.high;
}

void *dct_target_address(unsigned int target)
{
	if (target == DCT_TARGET_WORD)
		return dct_target_word;
	return dct_target_pair;
}

const char *dct_target_name(unsigned int target)
{
	if (target == DCT_TARGET_WORD)
		return "dct_target_word";
	return "dct_target_pair";
}

/*
 * Overwrite all argument registers, not only those that the compiler happens to use,
 * to find a trampoline that does not restore one of them.
 */
static __always_inline void overwrite_arguments(void)
{
	dct_clobber(POISON(0), POISON(1), POISON(2), POISON(3), POISON(4),
		    POISON(5), POISON(6), POISON(7));
}

/*
 * A handler sees the argument registers of the traced function. It cannot see what the
 * caller passed on the stack: the trampoline's frames are in between. If a structure of
 * two words is returned in memory (s390), its address is the first argument, so only
 * DCT_TARGET_WORD shows a handler our arguments.
 */
notrace void dct_handler0(DCT_ARGS)
{
	const __u64 args[] = LIST;

	dct_count_handler(0, args, FTRACE_DIRECT_NR_ARGS);
	overwrite_arguments();
}

notrace void dct_handler1(DCT_ARGS)
{
	const __u64 args[] = LIST;

	dct_count_handler(1, args, FTRACE_DIRECT_NR_ARGS);
	overwrite_arguments();
}

#ifdef FTRACE_DIRECT_TRAMP

FTRACE_DIRECT_TRAMP(dct_tramp0, dct_handler0);
FTRACE_DIRECT_TRAMP(dct_tramp1, dct_handler1);

#elif defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)

#error "this architecture has direct calls: give it arch/<arch>/include/asm/ftrace_direct_tramp.h"

#else

/* Never attached: without direct calls the kernel refuses any address. */
notrace void dct_tramp0(void)
{
}

notrace void dct_tramp1(void)
{
}

#endif

unsigned int dct_nr_reg_args(void)
{
	return min_t(unsigned int, FTRACE_DIRECT_NR_ARGS, DCT_NR_ARGS);
}
