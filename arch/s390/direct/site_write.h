/* SPDX-License-Identifier: GPL-2.0 */
/* Writing to a patch site of s390, see include/direct/branch.h. */
#ifndef KIT_S390_SITE_WRITE_H
#define KIT_S390_SITE_WRITE_H

#include <linux/types.h>
#include <linux/uaccess.h>

#include <direct/site_branch.h>

#define KIT_SITE_WRITE	"s390_kernel_write"

#ifdef KIT_INTERCEPTOR
/* The address in the site's hotpatch trampoline; the site itself stays. */
static inline unsigned long kit_site_spot(unsigned long site, size_t *size)
{
	u8 code[6];

	*size = sizeof(unsigned long);
	if (copy_from_kernel_nofault(code, (void *)site, sizeof(code)))
		return 0;
	return kit_interceptor(site, code);
}
#else
/* One instruction. */
static inline unsigned long kit_site_spot(unsigned long site, size_t *size)
{
	*size = 6;
	return site;
}
#endif

static inline int kit_site_write(unsigned long how, unsigned long addr,
				 const void *code, size_t size)
{
	void (*write)(void *dst, const void *src, size_t size) = (void *)how;

	write((void *)addr, code, size);
	return 0;
}

#endif /* KIT_S390_SITE_WRITE_H */
