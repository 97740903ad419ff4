/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A call with all registers known: what the architectures share.
 *
 * The image is an array of registers, with a row for each point at which they
 * are set or stored. arch/<arch>/direct/direct_probe.S has
 *
 * kit_probe_caller name, target, image
 *	A function, void (*)(void) for C: loads all registers from KIT_PROBE_SET,
 *	calls @target and stores them in KIT_PROBE_AFTER. It stores registers
 *	that it cannot choose (stack pointer, return address, fixed registers)
 *	in KIT_PROBE_SET before the call.
 *
 * kit_probe_target name, image
 *	A function that can be traced. It first stores all registers in
 *	KIT_PROBE_TARGET, and leaves KIT_PROBE_GIVEN in all that a callee may
 *	change.
 *
 * kit_probe_handler name, image
 *	A function for FTRACE_DIRECT_TRAMP. It stores all registers in
 *	KIT_PROBE_HANDLER, and leaves KIT_PROBE_POISON in all that a callee may
 *	change, including its part of the stack.
 *
 * kit_probe_jump
 *	Code that runs at any address that it is copied to. It jumps to the
 *	address in the eight bytes behind it and preserves all registers that a
 *	trampoline needs.
 *
 * and direct_probe.h next to it has
 *
 * kit_probe_regs[]	the registers that are compared
 * KIT_PROBE_ARG_SLOT(n)	the slot of the integer argument n, 0 or 1
 * KIT_PROBE_SP_BIAS	stack pointer modulo KIT_PROBE_SP_ALIGN at the first
 *			instruction of a function
 * KIT_PROBE_FLAGS	the bits of KIT_PROBE_FLAGS_SLOT that must be preserved
 * KIT_PROBE_LOW, _HIGH	from the instruction that ftrace patches to the lowest
 *			and the highest address that it can branch to
 * KIT_PROBE_STEP	bytes from an instruction to the next possible one
 * KIT_PROBE_ALIGN	alignment of every instruction, if not KIT_PROBE_STEP
 * KIT_PROBE_BEFORE	if a base may jump to the byte before an address: a byte
 *			of code that returns to the caller of the traced function
 * KIT_PROBE_STUB	a function of older kernels that can be used as a
 *			trampoline without a handler
 * KIT_PROBE_NEAR_ONLY	defined if a trampoline must be in that range
 * KIT_PROBE_NR_FP	floating-point registers, in words, that kernel code may
 *			hold in a section of its own; then also the state of
 *			such a section, KIT_PROBE_FP_STATE(name), and
 *			kit_probe_fp_begin(), _end(), _load(), _store().
 *			0: none, and kit_probe_fp_off() tells whether this is so
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

/* The slots of a row; the general registers come first, by number. */
#define KIT_PROBE_SP		32
#define KIT_PROBE_RA		33
#define KIT_PROBE_FLAGS_SLOT	34
#define KIT_PROBE_CHAIN		35	/* s390: the word that links the frames */
#define KIT_PROBE_RUNS		36	/* number of times the row was stored */
#define KIT_PROBE_OLD_SP	37	/* scratch of the caller */
#define KIT_PROBE_STACK		40	/* stack words that the caller passes */
#define KIT_PROBE_NR_STACK	8
#define KIT_PROBE_SLOTS		48

#ifndef __ASSEMBLER__

#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/types.h>

/* The use of a register, which says where it must be seen unchanged. */
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
