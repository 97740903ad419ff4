/* SPDX-License-Identifier: GPL-2.0 */
/* Where a patch site of s390 branches to, see include/direct/branch.h. */
#ifndef KIT_S390_SITE_BRANCH_H
#define KIT_S390_SITE_BRANCH_H

#include <linux/types.h>
#include <linux/uaccess.h>

#define KIT_SITE_BRANCH

/* In struct ftrace_hotpatch_trampoline, arch/s390/kernel/ftrace.h */
#define KIT_INTERCEPTOR		16

/*
 * Principles of Operation, BRCL: a signed number of halfwords from the
 * instruction. That is the way to the site's own hotpatch trampoline, which has
 * the address that intercepts the call.
 */
static inline unsigned long kit_interceptor(unsigned long site, const u8 *code)
{
	s32 halfwords = (s32)((u32)code[2] << 24 | code[3] << 16 |
			      code[4] << 8 | code[5]);

	return site + 2 * (long)halfwords + KIT_INTERCEPTOR;
}

/* As there, with a mask of 15 for "always". */
static inline unsigned long kit_site_branch(unsigned long site, const u8 *code)
{
	unsigned long interceptor;

	if (code[0] != 0xc0 || code[1] != 0xf4)
		return 0;
	if (copy_from_kernel_nofault(&interceptor,
				     (void *)kit_interceptor(site, code),
				     sizeof(interceptor)))
		return 0;
	return interceptor;
}

#endif /* KIT_S390_SITE_BRANCH_H */
