/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The assembly of the known call, see direct_probe.h for its registers.
 */

#include <direct/probe.S>

#include <asm/csr.h>

/*
 * Nothing for a linker to relax: the loader of modules knows no R_RISCV_ALIGN, and
 * kbuild tells GNU's assembler alone to make none (KBUILD_AFLAGS_MODULE).
 */
.option norelax

/*
 * What may carry an argument, by the psABI or by LLVM's fastcc (direct_probe.h), in the
 * row at t1. Nobody passes anything in t0 and t1: a site's call changes t0, and the
 * entry of a module's PLT t1.
 */
.macro kit_probe_args op
	\op	a0, KIT_PROBE_AT(10)(t1)
	\op	a1, KIT_PROBE_AT(11)(t1)
	\op	a2, KIT_PROBE_AT(12)(t1)
	\op	a3, KIT_PROBE_AT(13)(t1)
	\op	a4, KIT_PROBE_AT(14)(t1)
	\op	a5, KIT_PROBE_AT(15)(t1)
	\op	a6, KIT_PROBE_AT(16)(t1)
	\op	a7, KIT_PROBE_AT(17)(t1)
	\op	t2, KIT_PROBE_AT(7)(t1)
	\op	t3, KIT_PROBE_AT(28)(t1)
	\op	t4, KIT_PROBE_AT(29)(t1)
	\op	t5, KIT_PROBE_AT(30)(t1)
	\op	t6, KIT_PROBE_AT(31)(t1)
.endm

/* In a row, or in a frame that is as large as the general registers of one. */
.macro kit_probe_saved op, base
	\op	s0, KIT_PROBE_AT(8)(\base)
	\op	s1, KIT_PROBE_AT(9)(\base)
	\op	s2, KIT_PROBE_AT(18)(\base)
	\op	s3, KIT_PROBE_AT(19)(\base)
	\op	s4, KIT_PROBE_AT(20)(\base)
	\op	s5, KIT_PROBE_AT(21)(\base)
	\op	s6, KIT_PROBE_AT(22)(\base)
	\op	s7, KIT_PROBE_AT(23)(\base)
	\op	s8, KIT_PROBE_AT(24)(\base)
	\op	s9, KIT_PROBE_AT(25)(\base)
	\op	s10, KIT_PROBE_AT(26)(\base)
	\op	s11, KIT_PROBE_AT(27)(\base)
.endm

/* Registers that a caller cannot load; uses t0. */
.macro kit_probe_store_fixed
	sd	gp, KIT_PROBE_AT(3)(t1)
	sd	tp, KIT_PROBE_AT(4)(t1)
	sd	sp, KIT_PROBE_AT(KIT_PROBE_SP)(t1)
	csrr	t0, CSR_STATUS
	sd	t0, KIT_PROBE_AT(KIT_PROBE_FLAGS_SLOT)(t1)
.endm

/* Leaves t1 at the row, uses t0. */
.macro kit_probe_store image, row
	lla	t1, \image + KIT_PROBE_ROW(\row)
	kit_probe_args sd
	kit_probe_saved sd, t1
	kit_probe_store_fixed
	sd	ra, KIT_PROBE_AT(KIT_PROBE_RA)(t1)
	ld	t0, KIT_PROBE_AT(KIT_PROBE_RUNS)(t1)
	addi	t0, t0, 1
	sd	t0, KIT_PROBE_AT(KIT_PROBE_RUNS)(t1)
	.irp	word, 0, 1, 2, 3, 4, 5, 6, 7
	ld	t0, KIT_PROBE_AT(\word)(sp)
	sd	t0, KIT_PROBE_AT(KIT_PROBE_STACK + \word)(t1)
	.endr
.endm

.macro kit_probe_load_free
	kit_probe_args ld
	ld	t0, KIT_PROBE_AT(5)(t1)
.endm

/* Change everything that a callee may, and return. */
.macro kit_probe_return image, row
	lla	t1, \image + KIT_PROBE_ROW(\row)
	kit_probe_load_free
	mv	t1, ra
	li	ra, -1
	jr	t1
.endm

.macro kit_probe_caller name, target, image
	.balign	8
	kit_probe_begin \name
	addi	sp, sp, -KIT_PROBE_AT(32)
	kit_probe_saved sd, sp
	sd	ra, KIT_PROBE_AT(1)(sp)
	addi	sp, sp, -64
	lla	t1, \image + KIT_PROBE_ROW(KIT_PROBE_SET)
	.irp	word, 0, 1, 2, 3, 4, 5, 6, 7
	ld	t0, KIT_PROBE_AT(KIT_PROBE_STACK + \word)(t1)
	sd	t0, KIT_PROBE_AT(\word)(sp)
	.endr
	kit_probe_store_fixed
	lla	t0, 92f
	sd	t0, KIT_PROBE_AT(KIT_PROBE_RA)(t1)
	kit_probe_saved ld, t1
	kit_probe_load_free
	call	\target
92:	kit_probe_store \image, KIT_PROBE_AFTER
	lla	t1, \image + KIT_PROBE_ROW(KIT_PROBE_SET)
	ld	sp, KIT_PROBE_AT(KIT_PROBE_SP)(t1)
	addi	sp, sp, 64
	kit_probe_saved ld, sp
	ld	ra, KIT_PROBE_AT(1)(sp)
	addi	sp, sp, KIT_PROBE_AT(32)
	ret
	kit_probe_end \name
.endm

/*
 * The site is that of gcc -fpatchable-function-entry=4, or 8,4; half as many
 * where there are no compressed instructions. No .option here: it may leave a
 * mapping symbol, which kallsyms of older kernels take for the function.
 */
.macro kit_probe_nops
#ifdef CONFIG_RISCV_ISA_C
	.rept	4
#else
	.rept	2
#endif
	nop
	.endr
.endm

.macro kit_probe_target name, image
	.balign	8
91:
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_CALL_OPS
	kit_probe_nops
#endif
	kit_probe_begin \name
	kit_probe_nops
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
	kit_probe_store \image, KIT_PROBE_HANDLER
	addi	sp, sp, -256
	addi	t0, sp, 256
93:	addi	t0, t0, -8
	sd	zero, 0(t0)
	bne	t0, sp, 93b
	addi	sp, sp, 256
	kit_probe_return \image, KIT_PROBE_POISON
	kit_probe_end \name
.endm

/* As long with compressed instructions as without: the word is at 16. */
.macro kit_probe_jump
	auipc	t1, 0
	ld	t1, 16(t1)
	jr	t1
#ifdef CONFIG_RISCV_ISA_C
	nop
	nop
#endif
	nop
.endm
