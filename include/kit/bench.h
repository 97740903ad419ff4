/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a direct call costs: what the architectures bring for the bench.
 *
 * arch/<arch>/include/kit/direct_bench.h has
 *
 * KIT_BENCH_TRAMP
 *	The assembly of a trampoline that goes back to the caller of the traced
 *	function at once, with the first argument for a result. It runs wherever
 *	it is copied to, so a trampoline far away is the same instructions as
 *	one nearby.
 *
 * KIT_BENCH_CALL(tramp)
 *	The assembly of a function that calls @tramp, a string, with the very
 *	instructions that ftrace writes into a traced function whose trampoline
 *	is in reach. This is what a direct call is compared with: whatever takes
 *	more instructions has something between site and trampoline.
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
 * @name: its name; @name_end is behind its last instruction
 * @code: what is in it
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
