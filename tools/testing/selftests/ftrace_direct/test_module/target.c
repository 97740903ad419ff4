// SPDX-License-Identifier: GPL-2.0
/*
 * The traced functions, the trampolines and their handlers.
 *
 * The targets are called through pointers that have to be read first, so that
 * the compiler neither inlines nor specialises them.
 */
#include <linux/compiler.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/module.h>

#include <kit/direct_tramp.h>

#include "internal.h"

/* Where nothing is ever attached, nothing is ever judged. */
#ifndef KIT_DIRECT_NR_ARGS
#define KIT_DIRECT_NR_ARGS FDT_NR_ARGS
#endif

/* No test passes these. */
#define POISON(n) (0x5a5a5a50UL + (n))

#define LIST { a0, a1, a2, a3, a4, a5, a6, a7 }

noinline u64 fdt_target_word(FDT_ARGS)
{
	const __u64 args[] = LIST;

	fdt_count_body(args);
	return fdt_mix(args, FDT_SEED_LOW);
}

noinline struct fdt_pair fdt_target_pair(FDT_ARGS)
{
	const __u64 args[] = LIST;

	fdt_count_body(args);
	return (struct fdt_pair){
		.low = fdt_mix(args, FDT_SEED_LOW),
		.high = fdt_mix(args, FDT_SEED_HIGH),
	};
}

static u64 (*call_word)(FDT_ARGS) = fdt_target_word;
static struct fdt_pair (*call_pair)(FDT_ARGS) = fdt_target_pair;

void fdt_target_call(unsigned int target, const __u64 *a, __u64 *result)
{
	struct fdt_pair pair;

	if (target == FDT_TARGET_WORD) {
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

void *fdt_target_address(unsigned int target)
{
	if (target == FDT_TARGET_WORD)
		return fdt_target_word;
	return fdt_target_pair;
}

const char *fdt_target_name(unsigned int target)
{
	if (target == FDT_TARGET_WORD)
		return "fdt_target_word";
	return "fdt_target_pair";
}

/*
 * Which registers a handler overwrites is up to its compiler. A trampoline that
 * does not restore an argument must not get away with it, so overwrite all.
 */
static __always_inline void overwrite_arguments(void)
{
	fdt_clobber(POISON(0), POISON(1), POISON(2), POISON(3), POISON(4),
		    POISON(5), POISON(6), POISON(7));
}

/*
 * A handler sees the argument registers of the traced function. What the
 * caller passed on the stack is out of its reach: the trampoline's frames lie
 * between. Where a structure of two words is returned in memory (s390), its
 * address comes first, so only FDT_TARGET_WORD shows a handler our arguments.
 */
notrace void fdt_handler0(FDT_ARGS)
{
	const __u64 args[] = LIST;

	fdt_count_handler(0, args, KIT_DIRECT_NR_ARGS);
	overwrite_arguments();
}

notrace void fdt_handler1(FDT_ARGS)
{
	const __u64 args[] = LIST;

	fdt_count_handler(1, args, KIT_DIRECT_NR_ARGS);
	overwrite_arguments();
}

#ifdef KIT_DIRECT_TRAMP

KIT_DIRECT_TRAMP(fdt_tramp0, fdt_handler0);
KIT_DIRECT_TRAMP(fdt_tramp1, fdt_handler1);

#elif defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)

#error "this architecture has direct calls: give it arch/<arch>/include/kit/direct_tramp.h"

#else

/* Never attached: without direct calls the kernel refuses any address. */
notrace void fdt_tramp0(void)
{
}

notrace void fdt_tramp1(void)
{
}

#endif

unsigned int fdt_nr_reg_args(void)
{
	return min_t(unsigned int, KIT_DIRECT_NR_ARGS, FDT_NR_ARGS);
}

unsigned long fdt_tramp_address(unsigned int tramp)
{
	return fdt_far((unsigned long)(tramp ? fdt_tramp1 : fdt_tramp0));
}
