/* SPDX-License-Identifier: GPL-2.0 */
/* How to write to a patch site of x86; include/kit/branch.h says what it is. */
#ifndef KIT_X86_SITE_WRITE_H
#define KIT_X86_SITE_WRITE_H

#include <linux/types.h>

#define KIT_SITE_WRITE	"text_poke"

/* "call rel32", or a nop as long. */
static inline unsigned long kit_site_spot(unsigned long site, size_t *size)
{
	*size = 5;
	return site;
}

static inline int kit_site_write(unsigned long how, unsigned long addr,
				 const void *code, size_t size)
{
	void *(*poke)(void *addr, const void *opcode, size_t len) = (void *)how;

	poke((void *)addr, code, size);
	return 0;
}

#endif /* KIT_X86_SITE_WRITE_H */
