/* SPDX-License-Identifier: GPL-2.0 */
#include <asm/toy.h>
/*
 * mov	x0, x1
 */
SYM_CODE_START(toy)
	.balign	8
	mov	x0, x1		// a comment
	stp	x29, x30, [sp, #-16]
	ldr	x9, [sp, #S_LR]
	sub	sp, sp, #112
	cbz	x17, 1f
	lgr	%r1,%r15
	pushq	8(%rsp)
	REG_S	a0, PT_A0(sp)
	ret
1:
	b	toy
SYM_CODE_END(toy)
