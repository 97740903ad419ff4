/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A trampoline of a direct call that does nothing, for the selftest.
 */
#include <linux/linkage.h>

/*
 * On entry, from "auipc t0, ...; jalr t0, ..." of the site or from
 * ftrace_regs_caller:
 *
 *	t0	return address into the traced function
 *	ra	return address of the traced function's caller
 *
 * t0 is the alternate link register (RISC-V psABI, integer register
 * convention): the return-address stack predicts this as a return.
 */
	.text

SYM_FUNC_START(ftrace_stub_direct_tramp)
	jr	t0
SYM_FUNC_END(ftrace_stub_direct_tramp)
