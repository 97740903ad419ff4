/* SPDX-License-Identifier: GPL-2.0 */
/* Where a patch site of riscv branches to, see include/direct/branch.h. */
#ifndef KIT_RISCV_SITE_BRANCH_H
#define KIT_RISCV_SITE_BRANCH_H

#include <linux/types.h>

#define KIT_SITE_BRANCH

/* Where only the jalr is patched, that is what ftrace calls the site. */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_CALL_OPS
#define KIT_SITE_AUIPC		4
#else
#define KIT_SITE_AUIPC		0
#endif

/* Unprivileged ISA manual, 2.4 and 2.5: "auipc t0" and "jalr t0, t0". */
static inline unsigned long kit_site_branch(unsigned long site, const u8 *code)
{
	const u32 *pair = (const u32 *)(code - KIT_SITE_AUIPC);

	if ((pair[0] & 0xfff) != 0x297 || (pair[1] & 0xfffff) != 0x282e7)
		return 0;
	return site - KIT_SITE_AUIPC + (s32)(pair[0] & ~0xfffU) +
	       ((s32)pair[1] >> 20);
}

#endif /* KIT_RISCV_SITE_BRANCH_H */
