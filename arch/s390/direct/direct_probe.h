/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The known call of s390x, see include/direct/probe.h.
 *
 * s390x ELF ABI: r2 to r6 are the integer arguments, r2 also the place of a
 * returned structure (1.2.5); further arguments lie above the register save
 * area of 160 bytes. r6 to r13 and r15 are kept by a callee (1.2.2); r0, r1 and
 * the condition code are not, and are free at a function's entry. There are no
 * results in two registers.
 *
 * Of the flags the program status word's system mask, key, address space and
 * program mask have to survive. The word that links the frames is the caller's.
 */
#ifndef KIT_S390_DIRECT_PROBE_H
#define KIT_S390_DIRECT_PROBE_H

#include <direct/probe.h>

#include <linux/version.h>

#include <asm/processor.h>
#if KERNEL_VERSION(6, 9, 0) <= LINUX_VERSION_CODE
#include <asm/fpu.h>
#else
#include <asm/fpu/api.h>
#endif

static const struct kit_probe_reg kit_probe_regs[] __maybe_unused = {
	{ "r2",  2,  KIT_REG_ARG | KIT_REG_RESULT },
	{ "r3",  3,  KIT_REG_ARG },
	{ "r4",  4,  KIT_REG_ARG },
	{ "r5",  5,  KIT_REG_ARG },
	{ "r6",  6,  KIT_REG_ARG | KIT_REG_SAVED },
	{ "r7",  7,  KIT_REG_SAVED },
	{ "r8",  8,  KIT_REG_SAVED },
	{ "r9",  9,  KIT_REG_SAVED },
	{ "r10", 10, KIT_REG_SAVED },
	{ "r11", 11, KIT_REG_SAVED },
	{ "r12", 12, KIT_REG_SAVED },
	{ "r13", 13, KIT_REG_SAVED },
	{ "backchain", KIT_PROBE_CHAIN, KIT_REG_SAVED },
};

#define KIT_PROBE_ARG_SLOT(n)	(2 + (n))
#define KIT_PROBE_SP_ALIGN	8
#define KIT_PROBE_SP_BIAS	0
/* The left half of the PSW, without the condition code. */
#define KIT_PROBE_FLAGS		0xffffcfffUL

/* brasl; the hotpatch trampolines of newer kernels reach everything. */
#define KIT_PROBE_LOW		(-0x100000000LL)
#define KIT_PROBE_HIGH		0xfffffffeLL
#define KIT_PROBE_STEP		2

/*
 * f0, f2, f4 and f6 are arguments, f8 to f15 are kept by a callee. Between
 * kernel_fpu_begin() and _end() kernel code may hold all of them.
 */
#define KIT_PROBE_NR_FP		16

#ifdef DECLARE_KERNEL_FPU_ONSTACK16
#define KIT_PROBE_FP_STATE(name)	DECLARE_KERNEL_FPU_ONSTACK16(name)
#else
#define KIT_PROBE_FP_STATE(name)	struct kernel_fpu name
#endif
#define kit_probe_fp_begin(state)	kernel_fpu_begin(state, KERNEL_FPR)
#define kit_probe_fp_end(state)		kernel_fpu_end(state, KERNEL_FPR)

static inline void kit_probe_fp_load(const u64 *fp)
{
	asm volatile(".irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
		"	ld	%%f\\n, 8*\\n(%0)\n"
		".endr\n"
		: : "a" (fp) : "memory");
}

static inline void kit_probe_fp_store(u64 *fp)
{
	asm volatile(".irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
		"	std	%%f\\n, 8*\\n(%0)\n"
		".endr\n"
		: : "a" (fp) : "memory");
}

#endif /* KIT_S390_DIRECT_PROBE_H */
