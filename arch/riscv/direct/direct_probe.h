/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The known call of riscv64, see include/direct/probe.h.
 *
 * RISC-V psABI, integer calling convention: a0 to a7 are the arguments, a0 also
 * the place of a returned structure, a0 and a1 the results. s0 to s11 and sp
 * are kept by a callee, gp and tp nobody changes, ra and t0 to t6 are a
 * callee's. sp is a multiple of 16. There are no flags; of the status register
 * the interrupt enable and the access to user memory have to survive.
 *
 * Clang passes arguments of a function whose callers it all knows in t2 to t6 too: LLVM's
 * fastcc (CC_RISCV_FastCC in RISCVISelLowering.cpp). It leaves out t0 and t1, which
 * its functions for saving registers use. Later versions also leave out t2.
 */
#ifndef KIT_RISCV_DIRECT_PROBE_H
#define KIT_RISCV_DIRECT_PROBE_H

#include <direct/probe.h>

#include <asm/csr.h>

#ifdef CONFIG_ARCH_HAS_KERNEL_FPU_SUPPORT
#include <asm/fpu.h>
#endif

static const struct kit_probe_reg kit_probe_regs[] __maybe_unused = {
	{ "gp",  3,  KIT_REG_FIXED },
	{ "tp",  4,  KIT_REG_FIXED },
	{ "s0",  8,  KIT_REG_SAVED },
	{ "s1",  9,  KIT_REG_SAVED },
	{ "a0",  10, KIT_REG_ARG | KIT_REG_RESULT },
	{ "a1",  11, KIT_REG_ARG | KIT_REG_RESULT },
	{ "a2",  12, KIT_REG_ARG },
	{ "a3",  13, KIT_REG_ARG },
	{ "a4",  14, KIT_REG_ARG },
	{ "a5",  15, KIT_REG_ARG },
	{ "a6",  16, KIT_REG_ARG },
	{ "a7",  17, KIT_REG_ARG },
	{ "s2",  18, KIT_REG_SAVED },
	{ "s3",  19, KIT_REG_SAVED },
	{ "s4",  20, KIT_REG_SAVED },
	{ "s5",  21, KIT_REG_SAVED },
	{ "s6",  22, KIT_REG_SAVED },
	{ "s7",  23, KIT_REG_SAVED },
	{ "s8",  24, KIT_REG_SAVED },
	{ "s9",  25, KIT_REG_SAVED },
	{ "s10", 26, KIT_REG_SAVED },
	{ "s11", 27, KIT_REG_SAVED },
#ifdef CONFIG_CC_IS_CLANG
	{ "t2",  7,  KIT_REG_ARG },
	{ "t3",  28, KIT_REG_ARG },
	{ "t4",  29, KIT_REG_ARG },
	{ "t5",  30, KIT_REG_ARG },
	{ "t6",  31, KIT_REG_ARG },
#endif
};

#define KIT_PROBE_ARG_SLOT(n)	(10 + (n))
#define KIT_PROBE_SP_ALIGN	16
#define KIT_PROBE_SP_BIAS	0
#define KIT_PROBE_FLAGS		((unsigned long)(SR_IE | SR_SUM))

/*
 * auipc adds a multiple of 0x1000 from -2^31 on, jalr from -0x800 to 0x7ff.
 * Where only the jalr is patched, that is what ftrace calls the site.
 */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_CALL_OPS
#define KIT_PROBE_AUIPC		4
#else
#define KIT_PROBE_AUIPC		0
#endif
#ifdef CONFIG_RISCV_ISA_C
#define KIT_PROBE_STEP		2
#else
#define KIT_PROBE_STEP		4
#endif
#define KIT_PROBE_LOW		(-0x80000800LL - KIT_PROBE_AUIPC)
#define KIT_PROBE_HIGH		(0x7ffff800LL - KIT_PROBE_STEP - KIT_PROBE_AUIPC)

/* 6.12 has neither a word next to the site nor a veneer, and does not check. */
#if !defined(CONFIG_DYNAMIC_FTRACE_WITH_CALL_OPS) && !defined(CONFIG_FTRACE_VENEER)
#define KIT_PROBE_NEAR_ONLY
#endif

#ifndef CONFIG_ARCH_HAS_KERNEL_FPU_SUPPORT

/* Kernel code may use none: the entry from user space disables them. */
#define KIT_PROBE_NR_FP		0

static inline bool kit_probe_fp_off(void)
{
	return !(csr_read(CSR_STATUS) & SR_FS);
}

#else

/*
 * fa0 to fa7 are arguments, fs0 to fs11 are kept by a callee. Between
 * kernel_fpu_begin() and _end() kernel code may hold all of them.
 */
#define KIT_PROBE_NR_FP		32

#define KIT_PROBE_FP_STATE(name)	char name __maybe_unused
#define kit_probe_fp_begin(state)	kernel_fpu_begin()
#define kit_probe_fp_end(state)		kernel_fpu_end()

static inline void kit_probe_fp_load(const u64 *fp)
{
	asm volatile(".option push\n"
		".option arch, +d\n"
		".irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
		"	fld	f\\n, 8*\\n(%0)\n"
		".endr\n"
		".irp	n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n"
		"	fld	f\\n, 8*\\n(%0)\n"
		".endr\n"
		".option pop\n"
		: : "r" (fp) : "memory");
}

static inline void kit_probe_fp_store(u64 *fp)
{
	asm volatile(".option push\n"
		".option arch, +d\n"
		".irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
		"	fsd	f\\n, 8*\\n(%0)\n"
		".endr\n"
		".irp	n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n"
		"	fsd	f\\n, 8*\\n(%0)\n"
		".endr\n"
		".option pop\n"
		: : "r" (fp) : "memory");
}

#endif /* CONFIG_ARCH_HAS_KERNEL_FPU_SUPPORT */

#endif /* KIT_RISCV_DIRECT_PROBE_H */
