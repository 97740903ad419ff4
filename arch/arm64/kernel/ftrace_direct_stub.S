/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The direct call that does nothing, on arm64, for the selftest.
 */
#include <linux/linkage.h>
#include <asm/assembler.h>

/*
 * On entry, after the site's "mov x9, x30; bl ...", by a veneer or from
 * ftrace_common:
 *
 *	x9	return address of the traced function's caller
 *	x30	return address into the traced function
 *	x10	free (AAPCS64, 6.1.1: x9 to x15 are temporary registers)
 *
 * SYM_FUNC_START begins with "bti c": a veneer and ftrace_common branch here
 * through x16 or x17. The way back is a ret, which needs no landing pad. The
 * traced function has signed no return address yet and pushed none to the
 * shadow call stack: it finds its caller's in x30, as if nothing had happened.
 */
	.text

SYM_FUNC_START(ftrace_stub_direct_tramp)
	mov	x10, x30
	mov	x30, x9
	ret	x10
SYM_FUNC_END(ftrace_stub_direct_tramp)
