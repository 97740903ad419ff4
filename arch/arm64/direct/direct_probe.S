/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The assembly of the known call, see direct_probe.h for its registers.
 */

#include <direct/probe.S>

.macro kit_probe_row image, row
	adrp	x16, \image + KIT_PROBE_ROW(\row)
	add	x16, x16, :lo12:\image + KIT_PROBE_ROW(\row)
.endm

/* Copy the stack words: between sp and x16, through x0 and x1. */
.macro kit_probe_stack to, to_offset, from, from_offset
	.irp	pair, 0, 16, 32, 48
	ldp	x0, x1, [\from, #\from_offset + \pair]
	stp	x0, x1, [\to, #\to_offset + \pair]
	.endr
.endm

.macro kit_probe_args op
	\op	x0, x1, [x16, #KIT_PROBE_AT(0)]
	\op	x2, x3, [x16, #KIT_PROBE_AT(2)]
	\op	x4, x5, [x16, #KIT_PROBE_AT(4)]
	\op	x6, x7, [x16, #KIT_PROBE_AT(6)]
	\op	x8, x9, [x16, #KIT_PROBE_AT(8)]
	\op	x10, x11, [x16, #KIT_PROBE_AT(10)]
	\op	x12, x13, [x16, #KIT_PROBE_AT(12)]
	\op	x14, x15, [x16, #KIT_PROBE_AT(14)]
.endm

.macro kit_probe_saved op, base, offset
	\op	x19, x20, [\base, #\offset]
	\op	x21, x22, [\base, #\offset + 16]
	\op	x23, x24, [\base, #\offset + 32]
	\op	x25, x26, [\base, #\offset + 48]
	\op	x27, x28, [\base, #\offset + 64]
.endm

/* Leaves x16 at the row; uses x0, x1 and x17. */
.macro kit_probe_store image, row
	kit_probe_row \image, \row
	kit_probe_args stp
	str	x18, [x16, #KIT_PROBE_AT(18)]
	kit_probe_saved stp, x16, KIT_PROBE_AT(19)
	str	x29, [x16, #KIT_PROBE_AT(29)]
	str	x30, [x16, #KIT_PROBE_AT(KIT_PROBE_RA)]
	mov	x17, sp
	str	x17, [x16, #KIT_PROBE_AT(KIT_PROBE_SP)]
	mrs	x17, daif
	str	x17, [x16, #KIT_PROBE_AT(KIT_PROBE_FLAGS_SLOT)]
	ldr	x17, [x16, #KIT_PROBE_AT(KIT_PROBE_RUNS)]
	add	x17, x17, #1
	str	x17, [x16, #KIT_PROBE_AT(KIT_PROBE_RUNS)]
	kit_probe_stack x16, KIT_PROBE_AT(KIT_PROBE_STACK), sp, 0
.endm

/* Change everything that a callee may, flags included, and return. */
.macro kit_probe_return image, row
	kit_probe_row \image, \row
	kit_probe_args ldp
	mov	x17, x30
	mov	x30, #-1
	ldr	x16, [x16, #KIT_PROBE_AT(16)]
	subs	xzr, x16, x9
	ret	x17
.endm

/* "hint 34" is "bti c", which older assemblers do not accept without an option. */
.macro kit_probe_caller name, target, image
	.balign	8
	kit_probe_begin \name
	hint	34
	stp	x29, x30, [sp, #-96]!
	mov	x29, sp
	kit_probe_saved stp, sp, 16
	sub	sp, sp, #64
	kit_probe_row \image, KIT_PROBE_SET
	kit_probe_stack sp, 0, x16, KIT_PROBE_AT(KIT_PROBE_STACK)
	mov	x0, sp
	str	x0, [x16, #KIT_PROBE_AT(KIT_PROBE_SP)]
	adr	x0, 92f
	str	x0, [x16, #KIT_PROBE_AT(KIT_PROBE_RA)]
	mrs	x0, daif
	str	x0, [x16, #KIT_PROBE_AT(KIT_PROBE_FLAGS_SLOT)]
#ifdef CONFIG_SHADOW_CALL_STACK
	str	x18, [x16, #KIT_PROBE_AT(18)]
#else
	ldr	x18, [x16, #KIT_PROBE_AT(18)]
#endif
	kit_probe_saved ldp, x16, KIT_PROBE_AT(19)
	ldr	x29, [x16, #KIT_PROBE_AT(29)]
	kit_probe_args ldp
	bl	\target
92:	kit_probe_store \image, KIT_PROBE_AFTER
	kit_probe_row \image, KIT_PROBE_SET
	ldr	x17, [x16, #KIT_PROBE_AT(KIT_PROBE_SP)]
	add	sp, x17, #64
	kit_probe_saved ldp, sp, 16
	ldp	x29, x30, [sp], #96
	ret
	kit_probe_end \name
.endm

/* The site is that of gcc -fpatchable-function-entry=2, or 4,2. */
.macro kit_probe_target name, image
	.balign	8
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_CALL_OPS
91:	nop
	nop
#endif
	kit_probe_begin \name
#ifdef CONFIG_ARM64_BTI_KERNEL
	hint	34
#endif
#ifndef CONFIG_DYNAMIC_FTRACE_WITH_CALL_OPS
91:
#endif
	nop
	nop
	.pushsection __patchable_function_entries, "awo", %progbits, \name
	.balign	8
	.quad	91b
	.popsection
	kit_probe_store \image, KIT_PROBE_TARGET
	kit_probe_return \image, KIT_PROBE_GIVEN
	kit_probe_end \name
.endm

.macro kit_probe_handler name, image
	.balign	8
	kit_probe_begin \name
	hint	34
	kit_probe_store \image, KIT_PROBE_HANDLER
	.rept	16
	stp	xzr, xzr, [sp, #-16]!
	.endr
	add	sp, sp, #256
	kit_probe_return \image, KIT_PROBE_POISON
	kit_probe_end \name
.endm

.macro kit_probe_jump
	hint	34
	ldr	x17, 91f
	br	x17
	nop
91:
.endm
