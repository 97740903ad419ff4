/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The direct-call trampoline of s390x.
 *
 * On entry, after the site's "brasl %r0,..." or its hotpatch trampoline:
 *
 *	r0	return address into the traced function
 *	r14	return address of the traced function's caller
 *	r15	stack of the caller: its 160-byte area belongs to the callee
 *	r1	free
 *
 * Registers that the handler may change and the traced function needs (s390x ELF
 * ABI, 1.2.2 and 1.2.5): r2 to r5, the arguments and, in r2, the place of a
 * returned structure. r6, the fifth argument, the handler keeps, as it keeps
 * r7 to r13. The condition code is not kept over a call. Kernel code holds
 * nothing in the argument registers f0, f2, f4, f6 here.
 *
 * Two frames: the upper one stands for the traced function, which has not
 * made its own yet. In each the slot of r14 holds what the unwinder looks for.
 */
#ifndef _ASM_S390_FTRACE_DIRECT_TRAMP_H
#define _ASM_S390_FTRACE_DIRECT_TRAMP_H

#include <linux/stringify.h>
#include <asm/asm-offsets.h>
#include <asm/ptrace.h>

#define FTRACE_TRAMP_SF_R14	__stringify(__SF_GPRS + 8 * 8)
#define FTRACE_TRAMP_SF_SAVE	__stringify(__SF_GPRS)
#define FTRACE_TRAMP_SF_CHAIN	__stringify(__SF_BACKCHAIN)
#define FTRACE_TRAMP_SF_SIZE	__stringify(STACK_FRAME_OVERHEAD)

/* With expolines an indirect branch is one that exrl executes out of line. */
#ifdef CONFIG_EXPOLINE
#define FTRACE_TRAMP_RETURN						\
	"	exrl	%r0,0f\n"					\
	"	j	.\n"						\
	"0:	br	%r1\n"
#else
#define FTRACE_TRAMP_RETURN						\
	"	br	%r1\n"
#endif

/* Number of arguments in registers. */
#define FTRACE_DIRECT_NR_ARGS 5

#define __FTRACE_DIRECT_TRAMP(name, handler, ready)			\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	8\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name "\n"					\
	#name ":\n"							\
	"	stg	%r14," FTRACE_TRAMP_SF_R14 "(%r15)\n"		\
	"	lgr	%r1,%r15\n"					\
	"	aghi	%r15,-" FTRACE_TRAMP_SF_SIZE "\n"		\
	"	stg	%r1," FTRACE_TRAMP_SF_CHAIN "(%r15)\n"		\
	"	stg	%r0," FTRACE_TRAMP_SF_R14 "(%r15)\n"		\
	"	stmg	%r2,%r5," FTRACE_TRAMP_SF_SAVE "(%r15)\n"	\
	"	lgr	%r1,%r15\n"					\
	"	aghi	%r15,-" FTRACE_TRAMP_SF_SIZE "\n"		\
	"	stg	%r1," FTRACE_TRAMP_SF_CHAIN "(%r15)\n"		\
	ready								\
	"	brasl	%r14," #handler "\n"				\
	"	aghi	%r15," FTRACE_TRAMP_SF_SIZE "\n"		\
	"	lmg	%r2,%r5," FTRACE_TRAMP_SF_SAVE "(%r15)\n"	\
	"	lg	%r1," FTRACE_TRAMP_SF_R14 "(%r15)\n"		\
	"	aghi	%r15," FTRACE_TRAMP_SF_SIZE "\n"		\
	"	lg	%r14," FTRACE_TRAMP_SF_R14 "(%r15)\n"		\
	FTRACE_TRAMP_RETURN						\
	"	.size	" #name ", .-" #name "\n"			\
	"	.popsection\n"						\
)

#define FTRACE_DIRECT_TRAMP(name, handler)	__FTRACE_DIRECT_TRAMP(name, handler, "")

/* The handler gets the return address into the traced function as argument. */
#define FTRACE_DIRECT_TRAMP_IP(name, handler)				\
	__FTRACE_DIRECT_TRAMP(name, handler, "	lgr	%r2,%r0\n")

#endif /* _ASM_S390_FTRACE_DIRECT_TRAMP_H */
