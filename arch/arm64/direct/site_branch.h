/* SPDX-License-Identifier: GPL-2.0 */
/* Where a patch site of arm64 branches to, see include/direct/branch.h. */
#ifndef KIT_ARM64_SITE_BRANCH_H
#define KIT_ARM64_SITE_BRANCH_H

#include <linux/bitops.h>
#include <linux/types.h>
#include <linux/uaccess.h>

#include <asm/byteorder.h>

#define KIT_SITE_BRANCH

/*
 * A module that lies too far from the kernel calls ftrace through a PLT of its own,
 *
 *	adrp	x16, page
 *	add	x16, x16, offset
 *	br	x16
 *
 * whose target is the real one. Arm ARM, C6.2: ADRP has a signed 21-bit number of
 * pages, its two lowest bits apart; ADD (immediate) an unsigned 12-bit number.
 */
static inline unsigned long kit_behind_plt(unsigned long addr)
{
	__le32 code[3];
	u32 adrp, add;

	if (copy_from_kernel_nofault(code, (void *)addr, sizeof(code)))
		return addr;
	adrp = le32_to_cpu(code[0]);
	add = le32_to_cpu(code[1]);
	if ((adrp & 0x9f00001f) != 0x90000010 ||
	    (add & 0xffc003ff) != 0x91000210 ||
	    le32_to_cpu(code[2]) != 0xd61f0200)
		return addr;
	return (addr & ~0xfffUL) +
	       (sign_extend64(((adrp >> 3) & 0x1ffffc) | ((adrp >> 29) & 3), 20) << 12) +
	       ((add >> 10) & 0xfff);
}

/* Arm ARM, C6.2, BL: a signed 26-bit number of instructions. */
static inline unsigned long kit_site_branch(unsigned long site, const u8 *code)
{
	u32 insn = le32_to_cpup((const __le32 *)code);

	if (insn >> 26 != 0x25)
		return 0;
	return kit_behind_plt(site + sign_extend64((u64)(insn & 0x3ffffff) << 2, 27));
}

#endif /* KIT_ARM64_SITE_BRANCH_H */
