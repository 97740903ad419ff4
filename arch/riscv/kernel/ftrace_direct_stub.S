/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The direct call that does nothing, on riscv, for the selftest.
 */
#include <linux/linkage.h>

/*
 * On entry, after the site's "auipc t0, ...; jalr t0, ..." or from
 * ftrace_regs_caller:
 *
 *	t0	return address into the traced function
 *	ra	return address of the traced function's caller
 *
 * t0 is the alternate link register (RISC-V psABI, integer register
 * convention), so this is a return for the return-address stack as well.
 */
	.text

SYM_FUNC_START(ftrace_stub_direct_tramp)
	jr	t0
SYM_FUNC_END(ftrace_stub_direct_tramp)
