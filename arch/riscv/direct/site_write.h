/* SPDX-License-Identifier: GPL-2.0 */
/* Writing to a patch site of riscv, see include/direct/branch.h. */
#ifndef KIT_RISCV_SITE_WRITE_H
#define KIT_RISCV_SITE_WRITE_H

#include <linux/types.h>

/* Where only the jalr is patched, that is what ftrace calls the site. */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_CALL_OPS
#define KIT_SITE_BYTES		4
#else
#define KIT_SITE_BYTES		8
#endif

#define KIT_SITE_WRITE	"patch_text_nosync"

static inline unsigned long kit_site_spot(unsigned long site, size_t *size)
{
	*size = KIT_SITE_BYTES;
	return site;
}

static inline int kit_site_write(unsigned long how, unsigned long addr,
				 const void *code, size_t size)
{
	int (*patch)(void *addr, const void *insns, size_t len) = (void *)how;

	return patch((void *)addr, code, size);
}

#endif /* KIT_RISCV_SITE_WRITE_H */
