/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The assembly of the known call, see direct_probe.h for its registers.
 */

#include <direct/probe.S>

#include <asm/asm-offsets.h>
#include <asm/ptrace.h>

/* Eight words for the callee, then two that keep the size of before. */
#define KIT_PROBE_FRAME		(STACK_FRAME_OVERHEAD + 80)

/* r1 is left at the row, r14 as it was. */
.macro kit_probe_store image, row
	larl	%r1, \image + KIT_PROBE_ROW(\row)
	stmg	%r0, %r15, 0(%r1)
	stg	%r15, KIT_PROBE_AT(KIT_PROBE_SP)(%r1)
	stg	%r14, KIT_PROBE_AT(KIT_PROBE_RA)(%r1)
	agsi	KIT_PROBE_AT(KIT_PROBE_RUNS)(%r1), 1
	mvc	KIT_PROBE_AT(KIT_PROBE_CHAIN)(8, %r1), __SF_BACKCHAIN(%r15)
	mvc	KIT_PROBE_AT(KIT_PROBE_STACK)(64, %r1), STACK_FRAME_OVERHEAD(%r15)
	kit_probe_store_flags
	lg	%r14, KIT_PROBE_AT(KIT_PROBE_RA)(%r1)
.endm

.macro kit_probe_store_flags
	epsw	%r14, %r0
	llgfr	%r14, %r14
	stg	%r14, KIT_PROBE_AT(KIT_PROBE_FLAGS_SLOT)(%r1)
.endm

/*
 * Change all that a callee may, and return. In the area that the caller made
 * for its callee only the link of the frames, at 0 or at 152, is not of those.
 */
.macro kit_probe_return image, row
	larl	%r1, \image + KIT_PROBE_ROW(\row)
	xc	8(144, %r15), 8(%r15)
	lmg	%r2, %r5, KIT_PROBE_AT(2)(%r1)
	lg	%r0, KIT_PROBE_AT(0)(%r1)
	lgr	%r1, %r14
	lghi	%r14, -1
	br	%r1
.endm

.macro kit_probe_caller name, target, image
	.balign	8
	kit_probe_begin \name
	stmg	%r6, %r15, __SF_GPRS(%r15)
	lgr	%r0, %r15
	aghi	%r15, -KIT_PROBE_FRAME
	stg	%r0, __SF_BACKCHAIN(%r15)
	larl	%r1, \image
	mvc	STACK_FRAME_OVERHEAD(64, %r15), KIT_PROBE_AT(KIT_PROBE_STACK)(%r1)
	stg	%r0, KIT_PROBE_AT(KIT_PROBE_CHAIN)(%r1)
	stg	%r15, KIT_PROBE_AT(KIT_PROBE_SP)(%r1)
	larl	%r14, 92f
	stg	%r14, KIT_PROBE_AT(KIT_PROBE_RA)(%r1)
	kit_probe_store_flags
	lmg	%r2, %r13, KIT_PROBE_AT(2)(%r1)
	lg	%r0, KIT_PROBE_AT(0)(%r1)
	brasl	%r14, \target
92:	kit_probe_store \image, KIT_PROBE_AFTER
	larl	%r1, \image
	lg	%r15, KIT_PROBE_AT(KIT_PROBE_SP)(%r1)
	aghi	%r15, KIT_PROBE_FRAME
	lmg	%r6, %r15, __SF_GPRS(%r15)
	br	%r14
	kit_probe_end \name
.endm

/* The site is that of gcc -mfentry -mrecord-mcount -mnop-mcount. */
.macro kit_probe_target name, image
	.balign	8
	kit_probe_begin \name
91:	brcl	0, 0
	.pushsection __mcount_loc, "a", @progbits
	.quad	91b
	.popsection
	kit_probe_store \image, KIT_PROBE_TARGET
	kit_probe_return \image, KIT_PROBE_GIVEN
	kit_probe_end \name
.endm

.macro kit_probe_handler name, image
	.balign	8
	kit_probe_begin \name
	kit_probe_store \image, KIT_PROBE_HANDLER
	aghi	%r15, -256
	xc	0(256, %r15), 0(%r15)
	aghi	%r15, 256
	kit_probe_return \image, KIT_PROBE_POISON
	kit_probe_end \name
.endm

.macro kit_probe_jump
	larl	%r1, 91f
	lg	%r1, 0(%r1)
	br	%r1
91:
.endm
