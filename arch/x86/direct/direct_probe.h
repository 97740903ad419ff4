/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The known call of x86-64, see include/direct/probe.h.
 *
 * System V AMD64 psABI 3.2.3, figure 3.4: rdi, rsi, rdx, rcx, r8, r9 are the
 * integer arguments, rdi also the place of a returned structure; rax says how
 * many vector registers a variadic call uses; rax and rdx are the results. rbx,
 * rbp, r12 to r15 and rsp are kept by a callee. r10 would be the static chain
 * of a nested function, which the kernel does not have, and r11 is free.
 *
 * At a function's first instruction rsp + 8 is a multiple of 16 (3.2.2). The
 * kernel's own code keeps no more than 8, the caller here keeps the psABI's.
 *
 * Of the flags the direction has to be clear at entry and return, the others
 * that a program can compute belong to nobody (3.2.1); system flags must be
 * preserved.
 */
#ifndef KIT_X86_DIRECT_PROBE_H
#define KIT_X86_DIRECT_PROBE_H

#include <direct/probe.h>

#include <asm/fpu/api.h>
#include <asm/processor-flags.h>

static const struct kit_probe_reg kit_probe_regs[] __maybe_unused = {
	{ "rax", 0,  KIT_REG_EXTRA | KIT_REG_RESULT },
	{ "rcx", 1,  KIT_REG_ARG },
	{ "rdx", 2,  KIT_REG_ARG | KIT_REG_RESULT },
	{ "rbx", 3,  KIT_REG_SAVED },
	{ "rbp", 5,  KIT_REG_SAVED },
	{ "rsi", 6,  KIT_REG_ARG },
	{ "rdi", 7,  KIT_REG_ARG },
	{ "r8",  8,  KIT_REG_ARG },
	{ "r9",  9,  KIT_REG_ARG },
	{ "r12", 12, KIT_REG_SAVED },
	{ "r13", 13, KIT_REG_SAVED },
	{ "r14", 14, KIT_REG_SAVED },
	{ "r15", 15, KIT_REG_SAVED },
};

#define KIT_PROBE_ARG_SLOT(n)	(7 - (n))
#define KIT_PROBE_SP_ALIGN	16
#define KIT_PROBE_SP_BIAS	8
#define KIT_PROBE_FLAGS							\
	(X86_EFLAGS_TF | X86_EFLAGS_IF | X86_EFLAGS_DF | X86_EFLAGS_IOPL | \
	 X86_EFLAGS_NT | X86_EFLAGS_AC)

/*
 * From the end of the call. ftrace does not check the range: a longer distance
 * is truncated to 32 bits, and the site calls a wrong address. Neighbours are two
 * bytes apart, because an odd address has another meaning on newer bases
 * (ftrace_direct_tramp.h).
 */
#define KIT_PROBE_LOW		(6 - 0x80000000LL)
#define KIT_PROBE_HIGH		0x80000004LL
#define KIT_PROBE_STEP		2
#define KIT_PROBE_NEAR_ONLY

/* An instruction may begin at any byte. 0xc3 is a near ret. */
#define KIT_PROBE_ALIGN		1
#define KIT_PROBE_BEFORE	0xc3

/* A trampoline in the kernel's text, for kernels without another one. */
#define KIT_PROBE_STUB		"ftrace_stub"

/*
 * xmm0 to xmm7 are arguments, no vector register is kept by a callee. Between
 * kernel_fpu_begin() and _end() kernel code may hold all of them.
 */
#define KIT_PROBE_NR_FP		32

#define KIT_PROBE_FP_STATE(name)	char name __maybe_unused
#define kit_probe_fp_begin(state)	kernel_fpu_begin()
#define kit_probe_fp_end(state)		kernel_fpu_end()

static inline void kit_probe_fp_load(const u64 *fp)
{
	asm volatile(".irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
		"	movdqu	16*\\n(%0), %%xmm\\n\n"
		".endr\n"
		: : "r" (fp) : "memory");
}

static inline void kit_probe_fp_store(u64 *fp)
{
	asm volatile(".irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
		"	movdqu	%%xmm\\n, 16*\\n(%0)\n"
		".endr\n"
		: : "r" (fp) : "memory");
}

#endif /* KIT_X86_DIRECT_PROBE_H */
