/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A call with a known return address, and another place to return to: s390x.
 *
 * KIT_LABELLED_CALL(name, label, function)
 *	The function `name` calls `function` with the register arguments that it
 *	got, and returns its result. `label` is the return address.
 *
 * KIT_LANDING(name, handler)
 *	`name` can be set as a return address. It calls `handler` and continues
 *	at the address that this returns, with the return value unchanged.
 *
 * On entry of a landing, after the traced function's "br %r14":
 *
 *	r2		the return value (s390x ELF ABI, 1.2.5)
 *	r15		stack of the caller; the register save area in it is the
 *			callee's (1.2.2), and the callee has just returned
 *	r0 r1 r3-r5 r14	free
 */
#ifndef KIT_S390_LANDING_H
#define KIT_S390_LANDING_H

#include <asm/ftrace_direct_tramp.h>

#define KIT_LABELLED_CALL(name, label, function)			\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	8\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name ", " #label "\n"			\
	#name ":\n"							\
	"	stg	%r14," FTRACE_TRAMP_SF_R14 "(%r15)\n"		\
	"	lgr	%r1,%r15\n"					\
	"	aghi	%r15,-" FTRACE_TRAMP_SF_SIZE "\n"		\
	"	stg	%r1," FTRACE_TRAMP_SF_CHAIN "(%r15)\n"		\
	"	brasl	%r14," #function "\n"				\
	#label ":\n"							\
	"	aghi	%r15," FTRACE_TRAMP_SF_SIZE "\n"		\
	"	lg	%r1," FTRACE_TRAMP_SF_R14 "(%r15)\n"		\
	FTRACE_TRAMP_RETURN						\
	"	.size	" #name ", .-" #name "\n"			\
	"	.popsection\n"						\
)

#define KIT_LANDING(name, handler)					\
asm(									\
	"	.pushsection .text, \"ax\", @progbits\n"		\
	"	.balign	8\n"						\
	"	.type	" #name ", @function\n"				\
	"	.globl	" #name "\n"					\
	#name ":\n"							\
	"	stg	%r2," FTRACE_TRAMP_SF_SAVE "(%r15)\n"		\
	"	lgr	%r1,%r15\n"					\
	"	aghi	%r15,-" FTRACE_TRAMP_SF_SIZE "\n"		\
	"	stg	%r1," FTRACE_TRAMP_SF_CHAIN "(%r15)\n"		\
	"	brasl	%r14," #handler "\n"				\
	"	aghi	%r15," FTRACE_TRAMP_SF_SIZE "\n"		\
	"	lgr	%r1,%r2\n"					\
	"	lg	%r2," FTRACE_TRAMP_SF_SAVE "(%r15)\n"		\
	FTRACE_TRAMP_RETURN						\
	"	.size	" #name ", .-" #name "\n"			\
	"	.popsection\n"						\
)

#endif /* KIT_S390_LANDING_H */
