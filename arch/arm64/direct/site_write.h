/* SPDX-License-Identifier: GPL-2.0 */
/* Writing to a patch site of arm64, see include/direct/branch.h. */
#ifndef KIT_ARM64_SITE_WRITE_H
#define KIT_ARM64_SITE_WRITE_H

#include <linux/types.h>

#define KIT_SITE_WRITE	"aarch64_insn_patch_text_nosync"

/* One instruction. */
static inline unsigned long kit_site_spot(unsigned long site, size_t *size)
{
	*size = 4;
	return site;
}

static inline int kit_site_write(unsigned long how, unsigned long addr,
				 const void *code, size_t size)
{
	int (*patch)(void *addr, u32 insn) = (void *)how;

	return patch((void *)addr, *(const u32 *)code);
}

#endif /* KIT_ARM64_SITE_WRITE_H */
