/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The direct call that does nothing, on s390, for the selftest.
 */
#include <linux/linkage.h>
#include <asm/nospec-insn.h>

/*
 * On entry, after the site's "brasl %r0,...", its hotpatch trampoline or the
 * way out of ftrace_common:
 *
 *	r0	return address into the traced function
 *	r14	return address of the traced function's caller
 *	r1	free (s390x ELF ABI, 1.2.2: volatile, holds no argument)
 *
 * r0 is no base of a branch, so by r1. With expolines an indirect branch is
 * one that exrl executes out of line: BR_EX, and its thunk.
 */
	GEN_BR_THUNK %r1

	.text

SYM_FUNC_START(ftrace_stub_direct_tramp)
	lgr	%r1,%r0
	BR_EX	%r1
SYM_FUNC_END(ftrace_stub_direct_tramp)
