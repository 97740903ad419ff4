/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Definitions of s390x for the bench, see include/direct/bench.h.
 *
 * At a trampoline's entry r0 is the return address into the traced function, r14
 * that of the traced function's caller, and r1 is free (ftrace_direct_tramp.h). r2
 * is the first argument and the result (s390x ELF ABI, 1.2.5).
 *
 * Before 5.15 ftrace writes a BRASL into the site, and a trampoline that it does
 * not reach gets a veneer. Since then the site branches to its hotpatch trampoline,
 * which loads the address (arch/s390/kernel/ftrace.c):
 *
 *	site:			brcl	15,<its hotpatch trampoline>
 *	hotpatch trampoline:	brasl	%r1,<shared>
 *	shared:			lmg	%r0,%r1,2(%r1)
 *				br	%r1
 *
 * The call that all others are compared with is the BRASL on both, so what the
 * hotpatch trampoline takes is counted.
 */
#ifndef KIT_S390_DIRECT_BENCH_H
#define KIT_S390_DIRECT_BENCH_H

#include <linux/types.h>
#include <linux/uaccess.h>

#include <asm/ftrace_direct_tramp.h>

#include <direct/site_branch.h>

#define KIT_BENCH_RETURN						\
	"	lgr	%r1,%r14\n"					\
	FTRACE_TRAMP_RETURN

#define KIT_BENCH_TRAMP							\
	KIT_BENCH_RETURN

#define KIT_BENCH_CALL(tramp)						\
	"	brasl	%r0," tramp "\n"				\
	KIT_BENCH_RETURN

/* The hotpatch trampoline has a whole address. */
#ifdef KIT_INTERCEPTOR
#define KIT_BENCH_REACHES_ALL
#endif

/* A BRCL with a mask of 15 for "always", or a BRASL with any register. */
static inline unsigned long kit_bench_next(unsigned long addr)
{
	u8 code[6];

	if (copy_from_kernel_nofault(code, (void *)addr, sizeof(code)) ||
	    code[0] != 0xc0 || (code[1] != 0xf4 && (code[1] & 0xf) != 5))
		return 0;
	return kit_relative(addr, code);
}

#define kit_bench_next	kit_bench_next

#endif /* KIT_S390_DIRECT_BENCH_H */
