/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A trampoline of a direct call that does nothing, for the selftest.
 */
#include <linux/linkage.h>
#include <asm/nospec-insn.h>

/*
 * On entry, from "brasl %r0,..." of the site, from its hotpatch trampoline or
 * from the end of ftrace_common:
 *
 *	r0	return address into the traced function
 *	r14	return address of the traced function's caller
 *	r1	free (s390x ELF ABI, 1.2.2: volatile, holds no argument)
 *
 * A branch cannot take its address from r0, so it goes through r1. With
 * expolines, indirect branches are executed out of line, by exrl: BR_EX and its
 * thunk.
 */
	GEN_BR_THUNK %r1

	.text

SYM_FUNC_START(ftrace_stub_direct_tramp)
	lgr	%r1,%r0
	BR_EX	%r1
SYM_FUNC_END(ftrace_stub_direct_tramp)
