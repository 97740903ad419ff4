/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A call with a known return address, and another place to return to: x86-64.
 *
 * KIT_LABELLED_CALL(name, label, function)
 *	The function `name` calls `function` with the register arguments that it
 *	got, and returns its result. `label` is the return address.
 *
 * KIT_LANDING(name, handler)
 *	`name` can be set as a return address. It calls `handler` and continues
 *	at the address that this returns, with the return value unchanged.
 *
 * On entry of a landing, after the traced function's ret:
 *
 *	rax rdx		the return value (System V AMD64 psABI, 3.2.3)
 *	rsp		as before the call pushed the return address: aligned
 *			to 16 (3.2.2)
 *
 * The address to continue at replaces that return address, and a ret takes it,
 * since an indirect jump would need an ENDBR there. objtool does not understand
 * this function and must ignore it.
 */
#ifndef KIT_X86_LANDING_H
#define KIT_X86_LANDING_H

#ifdef CONFIG_X86_64

#include <asm/ftrace_direct_tramp.h>

#ifndef ANNOTATE_NOENDBR
#define ANNOTATE_NOENDBR ""
#endif

#define KIT_LABELLED_CALL(name, label, function)			\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	16\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name ", " #label "\n"			\
	#name ":\n"							\
	ASM_ENDBR							\
	"	pushq	%rbp\n"						\
	"	movq	%rsp, %rbp\n"					\
	"	call	" #function "\n"				\
	#label ":\n"							\
	ANNOTATE_NOENDBR						\
	"	popq	%rbp\n"						\
	"	" ASM_RET						\
	"	.size	" #name ", .-" #name "\n"			\
	"	.popsection\n"						\
)

#define KIT_LANDING(name, handler)					\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	16\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name "\n"					\
	#name ":\n"							\
	ASM_ENDBR							\
	"	subq	$16, %rsp\n"					\
	"	pushq	%rax\n"						\
	"	pushq	%rdx\n"						\
	"	call	" #handler "\n"					\
	"	movq	%rax, 24(%rsp)\n"				\
	"	popq	%rdx\n"						\
	"	popq	%rax\n"						\
	"	addq	$8, %rsp\n"					\
	"	" ASM_RET						\
	"	.size	" #name ", .-" #name "\n"			\
	"	.popsection\n"						\
);									\
STACK_FRAME_NON_STANDARD(name)

#endif /* CONFIG_X86_64 */

#endif /* KIT_X86_LANDING_H */
