/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A call with a known return address, and another place to return to: arm64.
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
 *	x0 x1		the return value (AAPCS64, 6.9)
 *	x29		frame record of the caller
 *	x30		this address: the function has authenticated it, and
 *			taken it from the shadow call stack, as its own
 *	x2-x17		free (6.1.1), x8 as well: a structure's place is not
 *			handed back
 *
 * A ret enters and leaves it, which needs no landing pad.
 */
#ifndef KIT_ARM64_LANDING_H
#define KIT_ARM64_LANDING_H

/* "hint 34" is "bti c", for calls through a pointer. */
#define KIT_LABELLED_CALL(name, label, function)			\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	4\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name ", " #label "\n"			\
	#name ":\n"							\
	"	hint	34\n"						\
	"	stp	x29, x30, [sp, #-16]!\n"			\
	"	mov	x29, sp\n"					\
	"	bl	" #function "\n"				\
	#label ":\n"							\
	"	ldp	x29, x30, [sp], #16\n"				\
	"	ret\n"							\
	"	.size	" #name ", .-" #name "\n"			\
	"	.popsection\n"						\
)

#define KIT_LANDING(name, handler)					\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	4\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name "\n"					\
	#name ":\n"							\
	"	stp	x29, x30, [sp, #-32]!\n"			\
	"	mov	x29, sp\n"					\
	"	stp	x0, x1, [sp, #16]\n"				\
	"	bl	" #handler "\n"					\
	"	mov	x16, x0\n"					\
	"	ldp	x0, x1, [sp, #16]\n"				\
	"	ldp	x29, x30, [sp], #32\n"				\
	"	mov	x30, x16\n"					\
	"	ret\n"							\
	"	.size	" #name ", .-" #name "\n"			\
	"	.popsection\n"						\
)

#endif /* KIT_ARM64_LANDING_H */
