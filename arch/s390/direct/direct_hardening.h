/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hardening on s390: expolines. An indirect branch is executed out of line there,
 *
 *		exrl	%r0,target
 *		j	.
 *	target:	br	%rN
 *
 * and only from there, so that no CPU guesses where it goes.
 */
#ifndef KIT_S390_DIRECT_HARDENING_H
#define KIT_S390_DIRECT_HARDENING_H

#include <linux/string.h>
#include <linux/types.h>

/* Principles of Operation, 5-3: the first two bits say how many halfwords. */
static inline size_t kit_s390_length(u8 opcode)
{
	return opcode < 0x40 ? 2 : opcode < 0xc0 ? 4 : 6;
}

/* As there: BASSM, BSM, BASR and BCR that branch, if the register is not r0. */
static inline bool kit_s390_branches(const u8 *insn)
{
	return (insn[0] == 0x07 ? insn[1] & 0xf0 :
		insn[0] >= 0x0b && insn[0] <= 0x0d) && insn[1] & 0x0f;
}

static inline unsigned int kit_bare_branches(const u8 *code, size_t size)
{
	static const u8 here[] = { 0xa7, 0xf4, 0x00, 0x00 };	/* j . */
	const u8 *last = NULL, *insn = code;
	unsigned int bare = 0;

	while (insn < code + size) {
		bare += kit_s390_branches(insn) &&
			(!last || memcmp(last, here, sizeof(here)));
		last = insn;
		insn += kit_s390_length(*insn);
	}
	return bare;
}

#define kit_bare_branches	kit_bare_branches

#endif /* KIT_S390_DIRECT_HARDENING_H */
