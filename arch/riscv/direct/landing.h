/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A call with a known return address, and another place to return to: riscv64.
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
 *	a0 a1		the return value (RISC-V psABI, integer calling
 *			convention)
 *	s0		frame of the caller: {s0, ra} right below that address
 *	ra t0-t6 a2-a7	free
 */
#ifndef KIT_RISCV_LANDING_H
#define KIT_RISCV_LANDING_H

#ifdef CONFIG_64BIT

#define KIT_LABELLED_CALL(name, label, function)			\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	4\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name ", " #label "\n"			\
	#name ":\n"							\
	"	addi	sp, sp, -16\n"					\
	"	sd	ra, 8(sp)\n"					\
	"	sd	s0, 0(sp)\n"					\
	"	addi	s0, sp, 16\n"					\
	"	call	" #function "\n"				\
	#label ":\n"							\
	"	ld	s0, 0(sp)\n"					\
	"	ld	ra, 8(sp)\n"					\
	"	addi	sp, sp, 16\n"					\
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
	"	addi	sp, sp, -32\n"					\
	"	sd	ra, 24(sp)\n"					\
	"	sd	s0, 16(sp)\n"					\
	"	addi	s0, sp, 32\n"					\
	"	sd	a0, 0(sp)\n"					\
	"	sd	a1, 8(sp)\n"					\
	"	call	" #handler "\n"					\
	"	mv	ra, a0\n"					\
	"	ld	a1, 8(sp)\n"					\
	"	ld	a0, 0(sp)\n"					\
	"	ld	s0, 16(sp)\n"					\
	"	addi	sp, sp, 32\n"					\
	"	ret\n"							\
	"	.size	" #name ", .-" #name "\n"			\
	"	.popsection\n"						\
)

#endif /* CONFIG_64BIT */

#endif /* KIT_RISCV_LANDING_H */
