/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The direct call that does nothing, on x86, for the selftest.
 */
#include <linux/linkage.h>
#include <asm/ibt.h>
#include <asm/nospec-branch.h>

/*
 * On entry, after "call __fentry__" was patched to call here, or when
 * ftrace_regs_caller has pushed the address of this and returned to it:
 *
 *	4/8(%esp/%rsp)	return address of the traced function's caller
 *	0(%esp/%rsp)	return address into the traced function
 *
 * It is entered by a direct call or a return, which IBT does not look at; the
 * ENDBR of SYM_FUNC_START is for those who take its address. RET is the return
 * thunk where one is in use, and pairs with the call of the site.
 */
	.text

SYM_FUNC_START(ftrace_stub_direct_tramp)
	RET
SYM_FUNC_END(ftrace_stub_direct_tramp)
