/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Veneers of arm64, see <linux/ftrace_veneer.h>:
 *
 *	ldr	x17, literal
 *	br	x17
 *
 * The site calls this with bl, which needs no landing pad. "bti c", which a
 * trampoline begins with, accepts a br through x16 or x17 as a call (Arm ARM,
 * "Effect of entry on the behavior of BTI"). AAPCS64 (6.1.1) leaves x16 and x17
 * to veneers.
 */
#ifndef __ASM_FTRACE_VENEER_H
#define __ASM_FTRACE_VENEER_H

#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/types.h>

#include <asm/byteorder.h>
#include <asm/insn.h>
#include <asm/memory.h>
#include <asm/sections.h>

#define FTRACE_VENEER_SIZE	(2 * AARCH64_INSN_SIZE)

/* Arm ARM, C6.2, BL: a signed 26-bit number of instructions. */
static inline bool ftrace_veneer_reaches(unsigned long site, unsigned long addr)
{
	long offset = (long)addr - (long)site;

	return offset >= -SZ_128M && offset < SZ_128M;
}

/*
 * All sites of the image should share one pool, which must then be in reach of
 * both ends of the image. If the image is too large for that, a site that
 * reaches no pool gets a new one.
 */
static inline void ftrace_veneer_region(unsigned long site,
					unsigned long *start,
					unsigned long *end)
{
	unsigned long first = site, last = site;

	if (site >= (unsigned long)_text && site < (unsigned long)_end &&
	    _end - _text < SZ_64M) {
		first = (unsigned long)_text;
		last = (unsigned long)_end;
	}
	*start = max_t(unsigned long, PAGE_ALIGN(last - SZ_128M), MODULES_VADDR);
	*end = (first + SZ_128M) & PAGE_MASK;
}

static inline void ftrace_veneer_emit(void *code, void *literal)
{
	__le32 *insn = code;

	insn[0] = cpu_to_le32(aarch64_insn_gen_load_literal((unsigned long)code,
							    (unsigned long)literal,
							    AARCH64_INSN_REG_17,
							    true));
	insn[1] = cpu_to_le32(aarch64_insn_gen_branch_reg(AARCH64_INSN_REG_17,
							  AARCH64_INSN_BRANCH_NOLINK));
}

#endif /* __ASM_FTRACE_VENEER_H */
