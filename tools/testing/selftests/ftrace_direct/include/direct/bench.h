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
 *
 * It may define
 *
 * kit_bench_next(addr)
 *	The target of the branch instruction at @addr, 0 if that is no direct
 *	branch. The bench starts at the site and follows these branches. Without
 *	it the bench takes the target of the site (branch.h) for the last code
 *	before the trampoline, or for the trampoline.
 *
 * KIT_BENCH_REACHES_ALL
 *	Defined if a site calls all addresses with the same instructions. A near
 *	trampoline is then one in the modules' area, at any distance.
 */
#ifndef KIT_BENCH_H
#define KIT_BENCH_H

#include <linux/objtool.h>

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
#include <direct/direct_bench.h>
#endif

#ifdef KIT_BENCH_TRAMP
#define KIT_HAS_BENCH

/**
 * KIT_BENCH_FUNCTION - define an assembly function
 * @name: its name, declared before; @name_size, 32 bits, is its size in bytes
 * @code: its instructions. objtool must ignore them: a trampoline of the bench
 *	returns to the caller of its caller.
 */
#define KIT_BENCH_FUNCTION(name, code)					\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	16\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name ", " #name "_size\n"			\
	#name ":\n"							\
	code								\
	#name "_end:\n"							\
	"	.size	" #name ", .-" #name "\n"			\
	"	.popsection\n"						\
	"	.pushsection .rodata, \"a\", @progbits\n"		\
	"	.balign	4\n"						\
	#name "_size:\n"						\
	"	.long	" #name "_end - " #name "\n"			\
	"	.popsection\n"						\
);									\
STACK_FRAME_NON_STANDARD(name)

#endif

#endif /* KIT_BENCH_H */
