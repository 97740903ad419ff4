/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The direct-call trampoline of x86-64.
 *
 * On entry, after "call __fentry__" was patched to call here:
 *
 *	 8(%rsp)	return address of the traced function's caller
 *	 0(%rsp)	return address into the traced function
 *
 * The caller had aligned %rsp to 16 before its call, so two return addresses
 * later it is aligned again (System V AMD64 psABI, 3.2.2).
 *
 * Registers that the handler may change and the traced function needs (psABI
 * 3.2.3, figure 3.4):
 *
 *	rdi rsi rdx rcx r8 r9	the integer arguments
 *	rax			number of vector registers of a variadic call
 *	r10			static chain
 *
 * r11 is scratch at a function's entry, rbx and r12 to r15 are kept by the
 * handler. Kernel code holds nothing in vector registers here.
 */
#ifndef _ASM_X86_FTRACE_DIRECT_TRAMP_H
#define _ASM_X86_FTRACE_DIRECT_TRAMP_H

#ifdef CONFIG_X86_64

#include <linux/linkage.h>
#include <linux/objtool.h>
#include <asm/nospec-branch.h>

#ifndef ASM_ENDBR
#define ASM_ENDBR
#endif
#ifndef ASM_RET
#define ASM_RET "ret\n\t"
#endif
#ifndef CALL_DEPTH_ACCOUNT
#define CALL_DEPTH_ACCOUNT ""
#endif

/*
 * A frame pointer chain needs a frame for the traced function, which has not
 * made its own yet, below that of its caller. objtool expects one frame per
 * function and must ignore this one. ORC handles both without help.
 */
#ifdef CONFIG_FRAME_POINTER
#define FTRACE_TRAMP_FRAME						\
	"	pushq	%rbp\n"						\
	"	pushq	16(%rsp)\n"					\
	"	pushq	%rbp\n"						\
	"	movq	%rsp, %rbp\n"					\
	"	pushq	24(%rsp)\n"					\
	"	pushq	%rbp\n"						\
	"	movq	%rsp, %rbp\n"
#define FTRACE_TRAMP_UNFRAME						\
	"	addq	$32, %rsp\n"					\
	"	popq	%rbp\n"
#else
#define FTRACE_TRAMP_FRAME						\
	"	pushq	%rbp\n"						\
	"	movq	%rsp, %rbp\n"
#define FTRACE_TRAMP_UNFRAME						\
	"	popq	%rbp\n"
#endif

/* Number of arguments in registers. */
#define FTRACE_DIRECT_NR_ARGS 6

/*
 * Five or one words of frame, eight registers: one more keeps the alignment.
 * The address must be even: from 6.19 on, bit 0 of a direct call's address says
 * that the site is to jump there instead of calling (ftrace_is_jmp()).
 */
#define __FTRACE_DIRECT_TRAMP(name, handler, ready)			\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	16\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name "\n"					\
	#name ":\n"							\
	ASM_ENDBR							\
	FTRACE_TRAMP_FRAME						\
	CALL_DEPTH_ACCOUNT						\
	"	subq	$8, %rsp\n"					\
	"	pushq	%rdi\n"						\
	"	pushq	%rsi\n"						\
	"	pushq	%rdx\n"						\
	"	pushq	%rcx\n"						\
	"	pushq	%r8\n"						\
	"	pushq	%r9\n"						\
	"	pushq	%rax\n"						\
	"	pushq	%r10\n"						\
	ready								\
	"	call	" #handler "\n"					\
	"	popq	%r10\n"						\
	"	popq	%rax\n"						\
	"	popq	%r9\n"						\
	"	popq	%r8\n"						\
	"	popq	%rcx\n"						\
	"	popq	%rdx\n"						\
	"	popq	%rsi\n"						\
	"	popq	%rdi\n"						\
	"	addq	$8, %rsp\n"					\
	FTRACE_TRAMP_UNFRAME						\
	"	" ASM_RET						\
	"	.size	" #name ", .-" #name "\n"			\
	"	.popsection\n"						\
);									\
STACK_FRAME_NON_STANDARD_FP(name)

#define FTRACE_DIRECT_TRAMP(name, handler)	__FTRACE_DIRECT_TRAMP(name, handler, "")

/* The handler gets the return address into the traced function as argument. */
#define FTRACE_DIRECT_TRAMP_IP(name, handler)				\
	__FTRACE_DIRECT_TRAMP(name, handler, "	movq	8(%rbp), %rdi\n")

#endif /* CONFIG_X86_64 */

#endif /* _ASM_X86_FTRACE_DIRECT_TRAMP_H */
