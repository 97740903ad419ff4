/* SPDX-License-Identifier: GPL-2.0 */
/* Where a patch site of x86 branches to, see include/direct/branch.h. */
#ifndef KIT_X86_SITE_BRANCH_H
#define KIT_X86_SITE_BRANCH_H

#include <linux/types.h>

#define KIT_SITE_BRANCH

/* Intel SDM, volume 2, CALL rel32: relative to the next instruction. */
static inline unsigned long kit_site_branch(unsigned long site, const u8 *code)
{
	u32 bytes = code[1] | code[2] << 8 | code[3] << 16 | (u32)code[4] << 24;

	if (code[0] != 0xe8)
		return 0;
	return site + 5 + (s32)bytes;
}

#endif /* KIT_X86_SITE_BRANCH_H */
