/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The cost of a direct call: what an architecture provides for the bench.
 *
 * arch/<arch>/direct/direct_bench.h defines
 *
 * KIT_BENCH_TRAMP
 *	The assembly of a trampoline that returns to the caller of the traced
 *	function at once, with the first argument as the result. It runs at any
 *	address that it is copied to, so a trampoline out of branch range has
 *	the same instructions as one in range.
 *
 * KIT_BENCH_CALL(tramp)
 *	The assembly of a function that calls @tramp, a string, with the
 *	instructions that ftrace writes into a traced function whose trampoline
 *	is in branch range. A direct call is compared with this: if it takes more
 *	instructions, there is something between site and trampoline.
 */
#ifndef KIT_BENCH_H
#define KIT_BENCH_H

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
#include <direct/direct_bench.h>
#endif

#ifdef KIT_BENCH_TRAMP
#define KIT_HAS_BENCH

/**
 * KIT_BENCH_FUNCTION - define an assembly function
 * @name: its name; @name_end is behind its last instruction
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
