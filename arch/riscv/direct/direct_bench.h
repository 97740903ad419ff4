/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Definitions of riscv64 for the bench, see include/direct/bench.h.
 *
 * At a trampoline's entry ra is the return address of the traced function's
 * caller, t0 that into the traced function (ftrace_direct_tramp.h). a0 is the
 * first argument and the result (RISC-V psABI, integer calling convention).
 */
#ifndef KIT_RISCV_DIRECT_BENCH_H
#define KIT_RISCV_DIRECT_BENCH_H

#define KIT_BENCH_TRAMP							\
	"	ret\n"

/* An auipc and a jalr, both through t0, as ftrace writes them. */
#define KIT_BENCH_CALL(tramp)						\
	"	call	t0, " tramp "\n"				\
	"	ret\n"

#endif /* KIT_RISCV_DIRECT_BENCH_H */
