/* SPDX-License-Identifier: GPL-2.0 */
/* Where a patch site of arm64 branches to; include/kit/branch.h says what it is. */
#ifndef KIT_ARM64_SITE_BRANCH_H
#define KIT_ARM64_SITE_BRANCH_H

#include <linux/bitops.h>
#include <linux/types.h>

#include <asm/byteorder.h>

#define KIT_SITE_BRANCH

/* Arm ARM, C6.2, BL: a signed 26-bit number of instructions. */
static inline unsigned long kit_site_branch(unsigned long site, const u8 *code)
{
	u32 insn = le32_to_cpup((const __le32 *)code);

	if (insn >> 26 != 0x25)
		return 0;
	return site + sign_extend64((u64)(insn & 0x3ffffff) << 2, 27);
}

#endif /* KIT_ARM64_SITE_BRANCH_H */
