/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The direct-call trampoline of arm64.
 *
 * On entry, after the site's "mov x9, x30; bl ...":
 *
 *	x9	return address of the traced function's caller
 *	x30	return address into the traced function
 *
 * Registers that the handler may change and the traced function needs (AAPCS64,
 * 6.1.1): x0 to x7, the arguments, and x8, the place of a returned structure.
 * x18 is the shadow call stack's and the handler keeps it balanced, as it
 * keeps x19 to x28. Kernel code holds nothing in v0 to v7 here.
 *
 * sp stays aligned to 16 (6.4.5.1). Two frame records: the upper one stands
 * for the traced function's caller, the lower one for the traced function.
 *
 * "hint 34" is "bti c", which older assemblers do not accept without an option:
 * the site branches with bl, a veneer and ftrace's exit with br x17. The way
 * back is a ret, which needs no landing pad.
 */
#ifndef __ASM_FTRACE_DIRECT_TRAMP_H
#define __ASM_FTRACE_DIRECT_TRAMP_H

/* Number of arguments in registers. */
#define FTRACE_DIRECT_NR_ARGS 8

#define __FTRACE_DIRECT_TRAMP(name, handler, ready)			\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	4\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name "\n"					\
	#name ":\n"							\
	"	hint	34\n"						\
	"	sub	sp, sp, #112\n"					\
	"	stp	x29, x9, [sp, #96]\n"				\
	"	add	x29, sp, #96\n"					\
	"	stp	x29, x30, [sp]\n"				\
	"	mov	x29, sp\n"					\
	"	stp	x0, x1, [sp, #16]\n"				\
	"	stp	x2, x3, [sp, #32]\n"				\
	"	stp	x4, x5, [sp, #48]\n"				\
	"	stp	x6, x7, [sp, #64]\n"				\
	"	str	x8, [sp, #80]\n"				\
	ready								\
	"	bl	" #handler "\n"					\
	"	ldr	x8, [sp, #80]\n"				\
	"	ldp	x6, x7, [sp, #64]\n"				\
	"	ldp	x4, x5, [sp, #48]\n"				\
	"	ldp	x2, x3, [sp, #32]\n"				\
	"	ldp	x0, x1, [sp, #16]\n"				\
	"	ldr	x9, [sp, #8]\n"					\
	"	ldp	x29, x30, [sp, #96]\n"				\
	"	add	sp, sp, #112\n"					\
	"	ret	x9\n"						\
	"	.size	" #name ", .-" #name "\n"			\
	"	.popsection\n"						\
)

#define FTRACE_DIRECT_TRAMP(name, handler)	__FTRACE_DIRECT_TRAMP(name, handler, "")

/* The handler gets the return address into the traced function as argument. */
#define FTRACE_DIRECT_TRAMP_IP(name, handler)				\
	__FTRACE_DIRECT_TRAMP(name, handler, "	mov	x0, x30\n")

#endif /* __ASM_FTRACE_DIRECT_TRAMP_H */
