/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A call of which every register is known: what the architectures share.
 *
 * The image is an array of registers, with a row for each moment at which they are
 * loaded or stored. arch/<arch>/include/kit/direct_probe.S defines
 *
 * kit_probe_caller name, target, image
 *	A function, void (*)(void) for C. It loads all registers from KIT_PROBE_SET,
 *	calls @target and stores them in KIT_PROBE_AFTER. Registers that it cannot
 *	load (stack pointer, return address, fixed registers) it stores in
 *	KIT_PROBE_SET before the call.
 *
 * kit_probe_target name, image
 *	A traceable function. It stores all registers in KIT_PROBE_TARGET first, and
 *	loads those that a callee may change from KIT_PROBE_GIVEN.
 *
 * kit_probe_handler name, image
 *	A handler for KIT_DIRECT_TRAMP. It stores all registers in KIT_PROBE_HANDLER,
 *	and loads those that a callee may change from KIT_PROBE_POISON, and the
 *	stack.
 *
 * kit_probe_jump
 *	Position-independent code that jumps to the address in the eight bytes after
 *	it and changes no register that a trampoline needs.
 *
 * and direct_probe.h in the same directory defines
 *
 * kit_probe_regs[]	the registers that are compared
 * KIT_PROBE_ARG_SLOT(n)	the slot of the integer argument n, 0 or 1
 * KIT_PROBE_SP_BIAS	stack pointer modulo KIT_PROBE_SP_ALIGN at the first
 *			instruction of a function
 * KIT_PROBE_FLAGS	the bits of KIT_PROBE_FLAGS_SLOT that have to be preserved
 * KIT_PROBE_LOW, _HIGH	from the instruction that ftrace patches to the lowest
 *			and the highest address that it can branch to
 * KIT_PROBE_STEP	bytes from an instruction to the next possible one
 * KIT_PROBE_ALIGN	the alignment of instructions, if that is not KIT_PROBE_STEP
 * KIT_PROBE_BEFORE	if a base may jump to the byte before an address: a byte of
 *			code that returns to the caller of the traced function
 * KIT_PROBE_STUB	if older kernels have one: a function in their text that can
 *			be a trampoline without a handler
 * KIT_PROBE_NEAR_ONLY	says that a trampoline has to be in that range
 * KIT_PROBE_NR_FP	floating-point registers, in words, that kernel code may use
 *			in a section; then also the state of such a section,
 *			KIT_PROBE_FP_STATE(name), and kit_probe_fp_begin(), _end(),
 *			_load(), _store(). 0: kernel code may use none, and
 *			kit_probe_fp_off() returns whether they are off
 */
#ifndef KIT_PROBE_H
#define KIT_PROBE_H

/* The rows. */
#define KIT_PROBE_SET		0
#define KIT_PROBE_HANDLER	1
#define KIT_PROBE_POISON	2
#define KIT_PROBE_TARGET	3
#define KIT_PROBE_GIVEN		4
#define KIT_PROBE_AFTER		5
#define KIT_PROBE_ROWS		6

/* The slots of a row; lower ones are the general registers, by number. */
#define KIT_PROBE_SP		32
#define KIT_PROBE_RA		33
#define KIT_PROBE_FLAGS_SLOT	34
#define KIT_PROBE_CHAIN		35	/* s390: the word that links the frames */
#define KIT_PROBE_RUNS		36	/* how often the row was stored */
#define KIT_PROBE_OLD_SP	37	/* scratch of the caller */
#define KIT_PROBE_STACK		40	/* words that the caller passes there */
#define KIT_PROBE_NR_STACK	8
#define KIT_PROBE_SLOTS		48

#ifndef __ASSEMBLER__

#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/types.h>

/* The role of a register, which decides where it is compared. */
#define KIT_REG_ARG		BIT(0)	/* handler, target */
#define KIT_REG_EXTRA		BIT(1)	/* the same; not an integer argument */
#define KIT_REG_SAVED		BIT(2)	/* target, after the call */
#define KIT_REG_FIXED		BIT(3)	/* everywhere */
#define KIT_REG_UNUSED		BIT(4)	/* everywhere, unless C code runs */
#define KIT_REG_RESULT		BIT(5)	/* what target returned, after the call */

/**
 * struct kit_probe_reg - a register that is compared
 * @name: its name
 * @slot: its place in a row of the image
 * @what: KIT_REG_*
 */
struct kit_probe_reg {
	const char *name;
	unsigned int slot;
	unsigned int what;
};

#endif /* !__ASSEMBLER__ */

#endif /* KIT_PROBE_H */
