/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Definitions of arm64 for the bench, see include/direct/bench.h.
 *
 * At a trampoline's entry x9 is the return address of the traced function's
 * caller, x30 that into the traced function (ftrace_direct_tramp.h). x0 is the
 * first argument and the result (AAPCS64, 6.8.2, 6.9).
 */
#ifndef KIT_ARM64_DIRECT_BENCH_H
#define KIT_ARM64_DIRECT_BENCH_H

#ifdef CONFIG_ARM64_BTI_KERNEL
#define KIT_BENCH_LANDING	"	hint	34\n"
#else
#define KIT_BENCH_LANDING	""
#endif

#define KIT_BENCH_TRAMP							\
	"	hint	34\n"						\
	"	ret	x9\n"

#define KIT_BENCH_CALL(tramp)						\
	KIT_BENCH_LANDING						\
	"	mov	x9, x30\n"					\
	"	bl	" tramp "\n"					\
	"	ret\n"

#endif /* KIT_ARM64_DIRECT_BENCH_H */
