/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The direct-call trampoline of riscv64.
 *
 * On entry, after the site's "auipc t0, ...; jalr t0, ...":
 *
 *	t0	return address into the traced function
 *	ra	return address of the traced function's caller
 *
 * Registers that the handler may change and the traced function needs (RISC-V
 * psABI, integer calling convention): a0 to a7, the arguments, of which a0
 * may be the place of a returned structure. gp and tp are never changed, s1
 * to s11 the handler keeps. Kernel code holds nothing in floating-point
 * registers here.
 *
 * Clang passes up to five more arguments in t2 to t6, if it knows all callers of
 * the function: LLVM's fastcc, CC_RISCV_FastCC(). It never uses t0 and t1 for
 * this. The handler, which is called by this code, has the psABI's convention.
 *
 * sp stays aligned to 16. Two frame records, {s0, ra} right below the address
 * that s0 holds: the upper one stands for the traced function's caller, the
 * lower one for the traced function.
 */
#ifndef _ASM_RISCV_FTRACE_DIRECT_TRAMP_H
#define _ASM_RISCV_FTRACE_DIRECT_TRAMP_H

#ifdef CONFIG_64BIT

/* Number of arguments in registers. */
#define FTRACE_DIRECT_NR_ARGS 8

#ifdef CONFIG_CC_IS_CLANG

#define __FTRACE_DIRECT_TRAMP_SAVE_MORE					\
	"	addi	sp, sp, -48\n"					\
	"	sd	t2, 0(sp)\n"					\
	"	sd	t3, 8(sp)\n"					\
	"	sd	t4, 16(sp)\n"					\
	"	sd	t5, 24(sp)\n"					\
	"	sd	t6, 32(sp)\n"

#define __FTRACE_DIRECT_TRAMP_RESTORE_MORE				\
	"	ld	t6, 32(sp)\n"					\
	"	ld	t5, 24(sp)\n"					\
	"	ld	t4, 16(sp)\n"					\
	"	ld	t3, 8(sp)\n"					\
	"	ld	t2, 0(sp)\n"					\
	"	addi	sp, sp, 48\n"

#else

#define __FTRACE_DIRECT_TRAMP_SAVE_MORE		""
#define __FTRACE_DIRECT_TRAMP_RESTORE_MORE	""

#endif /* CONFIG_CC_IS_CLANG */

#define __FTRACE_DIRECT_TRAMP(name, handler, ready)			\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	4\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name "\n"					\
	#name ":\n"							\
	"	addi	sp, sp, -96\n"					\
	"	sd	ra, 88(sp)\n"					\
	"	sd	s0, 80(sp)\n"					\
	"	addi	s0, sp, 96\n"					\
	"	sd	t0, 72(sp)\n"					\
	"	sd	s0, 64(sp)\n"					\
	"	addi	s0, sp, 80\n"					\
	"	sd	a0, 0(sp)\n"					\
	"	sd	a1, 8(sp)\n"					\
	"	sd	a2, 16(sp)\n"					\
	"	sd	a3, 24(sp)\n"					\
	"	sd	a4, 32(sp)\n"					\
	"	sd	a5, 40(sp)\n"					\
	"	sd	a6, 48(sp)\n"					\
	"	sd	a7, 56(sp)\n"					\
	__FTRACE_DIRECT_TRAMP_SAVE_MORE					\
	ready								\
	"	call	" #handler "\n"					\
	__FTRACE_DIRECT_TRAMP_RESTORE_MORE				\
	"	ld	a7, 56(sp)\n"					\
	"	ld	a6, 48(sp)\n"					\
	"	ld	a5, 40(sp)\n"					\
	"	ld	a4, 32(sp)\n"					\
	"	ld	a3, 24(sp)\n"					\
	"	ld	a2, 16(sp)\n"					\
	"	ld	a1, 8(sp)\n"					\
	"	ld	a0, 0(sp)\n"					\
	"	ld	t0, 72(sp)\n"					\
	"	ld	s0, 80(sp)\n"					\
	"	ld	ra, 88(sp)\n"					\
	"	addi	sp, sp, 96\n"					\
	"	jr	t0\n"						\
	"	.size	" #name ", .-" #name "\n"			\
	"	.popsection\n"						\
)

#define FTRACE_DIRECT_TRAMP(name, handler)	__FTRACE_DIRECT_TRAMP(name, handler, "")

/* The handler gets the return address into the traced function as argument. */
#define FTRACE_DIRECT_TRAMP_IP(name, handler)				\
	__FTRACE_DIRECT_TRAMP(name, handler, "	mv	a0, t0\n")

#endif /* CONFIG_64BIT */

#endif /* _ASM_RISCV_FTRACE_DIRECT_TRAMP_H */
