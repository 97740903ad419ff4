/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the bench has to know of riscv64; include/kit/bench.h says what it is.
 *
 * At a trampoline's entry ra is the return address of the traced function's
 * caller, t0 that into the traced function (direct_tramp.h). a0 is the first
 * argument and the result (RISC-V psABI, integer calling convention).
 */
#ifndef KIT_RISCV_DIRECT_BENCH_H
#define KIT_RISCV_DIRECT_BENCH_H

#include <linux/types.h>

#define KIT_BENCH_TRAMP							\
	"	ret\n"

/* An auipc and a jalr, both through t0, as ftrace writes them. */
#define KIT_BENCH_CALL(tramp)						\
	"	call	t0, " tramp "\n"				\
	"	ret\n"

/* Where only the jalr is patched, that is what ftrace calls the site. */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_CALL_OPS
#define KIT_BENCH_AUIPC		4
#else
#define KIT_BENCH_AUIPC		0
#endif

static inline unsigned long kit_bench_branch(unsigned long site,
					     const u32 *code)
{
	const u32 *pair = code - KIT_BENCH_AUIPC / sizeof(*code);

	if ((pair[0] & 0xfff) != 0x297 || (pair[1] & 0xfffff) != 0x282e7)
		return 0;
	return site - KIT_BENCH_AUIPC + (s32)(pair[0] & ~0xfffU) +
	       ((s32)pair[1] >> 20);
}

#endif /* KIT_RISCV_DIRECT_BENCH_H */
