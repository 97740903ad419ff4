/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Veneers of arm64, see <linux/ftrace_veneer.h>:
 *
 *	ldr	x17, literal
 *	br	x17
 *
 * The site comes here with bl, which needs no landing pad. A br through x16 or
 * x17 is taken for a call by the one that it lands on, "bti c" (Arm ARM,
 * "Effect of entry on the behavior of BTI"), which a trampoline begins with.
 * x16 and x17 are the registers that AAPCS64 (6.1.1) leaves to veneers.
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
 * Sites of the image are to share one pool: then it has to lie within reach of
 * both ends. An image that is too big for that gets a pool for each site that
 * no pool of another one serves.
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
