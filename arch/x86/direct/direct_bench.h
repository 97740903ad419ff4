/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Definitions of x86-64 for the bench, see include/direct/bench.h.
 *
 * At a trampoline's entry the return address into the traced function is on top
 * of the stack, that of the traced function's caller above it
 * (ftrace_direct_tramp.h). rdi is the first argument, rax the result (System V
 * AMD64 psABI, 3.2.3, figure 3.4).
 */
#ifndef KIT_X86_DIRECT_BENCH_H
#define KIT_X86_DIRECT_BENCH_H

#ifdef CONFIG_X86_64

#include <asm/ftrace_direct_tramp.h>

/*
 * Without the traced function's return address the ret goes to its caller. ASM_RET
 * could be a relative jump to the return thunk, which is wrong in a copy. So this is
 * a plain ret, which objtool has to be told, and an int3 against speculation.
 */
#define KIT_BENCH_TRAMP							\
	ASM_ENDBR							\
	"	movq	%rdi, %rax\n"					\
	"	addq	$8, %rsp\n"					\
	ANNOTATE_RETPOLINE_SAFE						\
	"	ret\n"							\
	"	int3\n"

/* A traced function whose address is taken begins with an ENDBR, too. */
#define KIT_BENCH_CALL(tramp)						\
	ASM_ENDBR							\
	"	call	" tramp "\n"					\
	"	" ASM_RET

#endif /* CONFIG_X86_64 */

#endif /* KIT_X86_DIRECT_BENCH_H */
