/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A trampoline of a direct call that does nothing, for the selftest.
 */
#include <linux/linkage.h>
#include <asm/ibt.h>
#include <asm/nospec-branch.h>

/*
 * On entry, from "call __fentry__" patched to call here, or from
 * ftrace_regs_caller, which pushes the address of this function and returns to
 * it:
 *
 *	4/8(%esp/%rsp)	return address of the traced function's caller
 *	0(%esp/%rsp)	return address into the traced function
 *
 * A direct call or a return enters it, which IBT does not check. The ENDBR of
 * SYM_FUNC_START is for users that take the address. RET is the return thunk if
 * there is one, and pairs with the call of the site.
 */
	.text

SYM_FUNC_START(ftrace_stub_direct_tramp)
	RET
SYM_FUNC_END(ftrace_stub_direct_tramp)
