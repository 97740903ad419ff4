/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The known call of arm64, see include/direct/probe.h.
 *
 * AAPCS64: x0 to x7 are the integer arguments, x8 the place of a returned
 * structure (6.8.2, 6.9), x0 and x1 the results. x19 to x29 and sp are kept by
 * a callee, x9 to x15 are not, x16 and x17 any branch may change (6.1.1). sp is
 * a multiple of 16 (6.4.5.1). NZCV is undefined at entry and return (6.1.1), so
 * of the flags only the interrupt masks have to survive.
 *
 * x18 is the platform's: the pointer of the shadow call stack where there is
 * one, else unused in assembly, while a compiler may take it for a temporary.
 */
#ifndef KIT_ARM64_DIRECT_PROBE_H
#define KIT_ARM64_DIRECT_PROBE_H

#include <direct/probe.h>

#include <linux/version.h>
#include <asm/neon.h>

#ifdef CONFIG_SHADOW_CALL_STACK
#define KIT_PROBE_X18		KIT_REG_FIXED
#else
#define KIT_PROBE_X18		KIT_REG_UNUSED
#endif

static const struct kit_probe_reg kit_probe_regs[] __maybe_unused = {
	{ "x0",  0,  KIT_REG_ARG | KIT_REG_RESULT },
	{ "x1",  1,  KIT_REG_ARG | KIT_REG_RESULT },
	{ "x2",  2,  KIT_REG_ARG },
	{ "x3",  3,  KIT_REG_ARG },
	{ "x4",  4,  KIT_REG_ARG },
	{ "x5",  5,  KIT_REG_ARG },
	{ "x6",  6,  KIT_REG_ARG },
	{ "x7",  7,  KIT_REG_ARG },
	{ "x8",  8,  KIT_REG_EXTRA },
	{ "x18", 18, KIT_PROBE_X18 },
	{ "x19", 19, KIT_REG_SAVED },
	{ "x20", 20, KIT_REG_SAVED },
	{ "x21", 21, KIT_REG_SAVED },
	{ "x22", 22, KIT_REG_SAVED },
	{ "x23", 23, KIT_REG_SAVED },
	{ "x24", 24, KIT_REG_SAVED },
	{ "x25", 25, KIT_REG_SAVED },
	{ "x26", 26, KIT_REG_SAVED },
	{ "x27", 27, KIT_REG_SAVED },
	{ "x28", 28, KIT_REG_SAVED },
	{ "x29", 29, KIT_REG_SAVED },
};

#define KIT_PROBE_ARG_SLOT(n)	(n)
#define KIT_PROBE_SP_ALIGN	16
#define KIT_PROBE_SP_BIAS	0
#define KIT_PROBE_FLAGS		~0UL

/* From the site's bl. */
#define KIT_PROBE_LOW		(-0x8000000LL)
#define KIT_PROBE_HIGH		0x7fffffcLL
#define KIT_PROBE_STEP		4

/*
 * v0 to v7 are arguments, of v8 to v15 the low halves are kept by a callee
 * (6.1.2). Between kernel_neon_begin() and _end() kernel code may hold all.
 */
#define KIT_PROBE_NR_FP		64

#if KERNEL_VERSION(6, 19, 0) <= LINUX_VERSION_CODE
#define KIT_PROBE_FP_STATE(name)	struct user_fpsimd_state name
#define kit_probe_fp_begin(state)	kernel_neon_begin(state)
#define kit_probe_fp_end(state)		kernel_neon_end(state)
#else
#define KIT_PROBE_FP_STATE(name)	char name __maybe_unused
#define kit_probe_fp_begin(state)	kernel_neon_begin()
#define kit_probe_fp_end(state)		kernel_neon_end()
#endif

static inline void kit_probe_fp_load(const u64 *fp)
{
	asm volatile(".irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
		"	ldr	q\\n, [%0, #16*\\n]\n"
		".endr\n"
		".irp	n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n"
		"	ldr	q\\n, [%0, #16*\\n]\n"
		".endr\n"
		: : "r" (fp) : "memory");
}

static inline void kit_probe_fp_store(u64 *fp)
{
	asm volatile(".irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
		"	str	q\\n, [%0, #16*\\n]\n"
		".endr\n"
		".irp	n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n"
		"	str	q\\n, [%0, #16*\\n]\n"
		".endr\n"
		: : "r" (fp) : "memory");
}

#endif /* KIT_ARM64_DIRECT_PROBE_H */
