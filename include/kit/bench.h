/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a direct call costs: what an architecture provides for the bench.
 *
 * arch/<arch>/include/kit/direct_bench.h defines
 *
 * KIT_BENCH_TRAMP
 *	The assembly of a trampoline that returns to the caller of the traced
 *	function at once, with the first argument as result. The code is position
 *	independent: a far trampoline has the same instructions as a near one.
 *
 * KIT_BENCH_CALL(tramp)
 *	The assembly of a function that calls @tramp, a string, with the
 *	instructions that ftrace writes to a site whose trampoline is in branch
 *	range. A direct call is compared with this: one that takes more
 *	instructions executes something between site and trampoline.
 */
#ifndef KIT_BENCH_H
#define KIT_BENCH_H

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
#include <kit/direct_bench.h>
#endif

#ifdef KIT_BENCH_TRAMP
#define KIT_HAS_BENCH

/**
 * KIT_BENCH_FUNCTION - define an assembly function
 * @name: its name; the symbol @name_end follows its last instruction
 * @code: its instructions
 */
#define KIT_BENCH_FUNCTION(name, code)					\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	16\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name ", " #name "_end\n"			\
	#name ":\n"							\
	code								\
	"	.size	" #name ", .-" #name "\n"			\
	#name "_end:\n"							\
	"	.popsection\n"						\
)

#endif

#endif /* KIT_BENCH_H */
