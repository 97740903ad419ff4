/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A trampoline of a direct call that does nothing, for the selftest.
 */
#include <linux/linkage.h>
#include <asm/assembler.h>

/*
 * On entry, from "mov x9, x30; bl ..." of the site, from a veneer or from
 * ftrace_common:
 *
 *	x9	return address of the traced function's caller
 *	x30	return address into the traced function
 *	x10	free (AAPCS64, 6.1.1: x9 to x15 are temporary registers)
 *
 * SYM_FUNC_START begins with "bti c", since a veneer and ftrace_common branch
 * here through x16 or x17. The ret needs no landing pad. The traced function
 * has not signed a return address or pushed one to the shadow call stack yet:
 * it finds its caller's return address in x30, as without a direct call.
 */
	.text

SYM_FUNC_START(ftrace_stub_direct_tramp)
	mov	x10, x30
	mov	x30, x9
	ret	x10
SYM_FUNC_END(ftrace_stub_direct_tramp)
