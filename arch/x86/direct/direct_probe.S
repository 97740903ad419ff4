/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The assembly of the known call, see direct_probe.h for its registers.
 */

#include <direct/probe.S>

#include <asm/linkage.h>

#ifndef ENDBR
#define ENDBR
#endif
#ifndef RET
#define RET	ret
#endif

.macro kit_probe_put reg, image, row, slot
	movq	%\reg, \image + KIT_PROBE_IN(\row, \slot)(%rip)
.endm

.macro kit_probe_get reg, image, row, slot
	movq	\image + KIT_PROBE_IN(\row, \slot)(%rip), %\reg
.endm

.macro kit_probe_saved op, image, row
	\op	rbx, \image, \row, 3
	\op	rbp, \image, \row, 5
	\op	r12, \image, \row, 12
	\op	r13, \image, \row, 13
	\op	r14, \image, \row, 14
	\op	r15, \image, \row, 15
.endm

.macro kit_probe_free op, image, row
	\op	rax, \image, \row, 0
	\op	rcx, \image, \row, 1
	\op	rdx, \image, \row, 2
	\op	rsi, \image, \row, 6
	\op	rdi, \image, \row, 7
	\op	r8, \image, \row, 8
	\op	r9, \image, \row, 9
	\op	r10, \image, \row, 10
	\op	r11, \image, \row, 11
.endm

.macro kit_probe_store_flags image, row
	pushfq
	popq	%rax
	kit_probe_put rax, \image, \row, KIT_PROBE_FLAGS_SLOT
.endm

/* @above: bytes that were pushed since the caller; rax is used. */
.macro kit_probe_store image, row, above
	kit_probe_free kit_probe_put, \image, \row
	kit_probe_saved kit_probe_put, \image, \row
	leaq	\above(%rsp), %rax
	kit_probe_put rax, \image, \row, KIT_PROBE_SP
	movq	(%rsp), %rax
	kit_probe_put rax, \image, \row, KIT_PROBE_RA
	kit_probe_store_flags \image, \row
	incq	\image + KIT_PROBE_IN(\row, KIT_PROBE_RUNS)(%rip)
	.irp	word, 0, 1, 2, 3, 4, 5, 6, 7
	movq	\above + KIT_PROBE_AT(\word)(%rsp), %rax
	kit_probe_put rax, \image, \row, KIT_PROBE_STACK + \word
	.endr
.endm

.macro kit_probe_caller name, target, image
	.balign	16
	kit_probe_begin \name
	ENDBR
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	kit_probe_put rsp, \image, KIT_PROBE_SET, KIT_PROBE_OLD_SP
	subq	$64, %rsp
	andq	$-16, %rsp
	.irp	word, 0, 1, 2, 3, 4, 5, 6, 7
	kit_probe_get rax, \image, KIT_PROBE_SET, KIT_PROBE_STACK + \word
	movq	%rax, KIT_PROBE_AT(\word)(%rsp)
	.endr
	kit_probe_put rsp, \image, KIT_PROBE_SET, KIT_PROBE_SP
	leaq	92f(%rip), %rax
	kit_probe_put rax, \image, KIT_PROBE_SET, KIT_PROBE_RA
	kit_probe_store_flags \image, KIT_PROBE_SET
	kit_probe_saved kit_probe_get, \image, KIT_PROBE_SET
	kit_probe_free kit_probe_get, \image, KIT_PROBE_SET
	call	\target
92:	kit_probe_store \image, KIT_PROBE_AFTER, 0
	kit_probe_get rsp, \image, KIT_PROBE_SET, KIT_PROBE_OLD_SP
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	RET
	kit_probe_end \name
.endm

/*
 * The site is that of gcc -mfentry, with -mrecord-mcount or without, when
 * another tool looks for the calls, and with -mnop-mcount.
 */
.macro kit_probe_target name, image
	.balign	16
	kit_probe_begin \name
	ENDBR
#if !defined(CONFIG_FTRACE_MCOUNT_USE_CC) && !defined(CC_USING_RECORD_MCOUNT)
	call	__fentry__
#else
#ifdef CC_USING_NOP_MCOUNT
91:	.byte	0x0f, 0x1f, 0x44, 0x00, 0x00
#else
91:	call	__fentry__
#endif
	.pushsection __mcount_loc, "a", @progbits
	.quad	91b
	.popsection
#endif
	kit_probe_store \image, KIT_PROBE_TARGET, 8
	kit_probe_free kit_probe_get, \image, KIT_PROBE_GIVEN
	RET
	kit_probe_end \name
.endm

.macro kit_probe_handler name, image
	.balign	16
	kit_probe_begin \name
	ENDBR
	kit_probe_store \image, KIT_PROBE_HANDLER, 0
	.rept	32
	pushq	$-1
	.endr
	addq	$256, %rsp
	kit_probe_free kit_probe_get, \image, KIT_PROBE_POISON
	RET
	kit_probe_end \name
.endm

.macro kit_probe_jump
	jmp	*91f(%rip)
91:
.endm
