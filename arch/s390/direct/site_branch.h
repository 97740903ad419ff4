/* SPDX-License-Identifier: GPL-2.0 */
/* Where a patch site of s390 branches to, see include/direct/branch.h. */
#ifndef KIT_S390_SITE_BRANCH_H
#define KIT_S390_SITE_BRANCH_H

#include <linux/string.h>
#include <linux/types.h>
#include <linux/uaccess.h>
#include <linux/version.h>

#define KIT_SITE_BRANCH

/* Principles of Operation, BRCL and BRASL: a signed number of halfwords. */
static inline unsigned long kit_relative(unsigned long site, const u8 *code)
{
	s32 halfwords = (s32)((u32)code[2] << 24 | code[3] << 16 |
			      code[4] << 8 | code[5]);

	return site + 2 * (long)halfwords;
}

#if KERNEL_VERSION(5, 15, 0) <= LINUX_VERSION_CODE

/* In struct ftrace_hotpatch_trampoline, arch/s390/kernel/ftrace.h */
#define KIT_INTERCEPTOR		16

/*
 * A BRCL goes to the site's own hotpatch trampoline, which has the address that
 * intercepts the call.
 */
static inline unsigned long kit_interceptor(unsigned long site, const u8 *code)
{
	return kit_relative(site, code) + KIT_INTERCEPTOR;
}

/* With a mask of 15 for "always". */
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

#else

/*
 * A module calls ftrace through its PLT, arch/s390/kernel/ftrace.c,
 *
 *	basr	%r1,0
 *	lg	%r1,10(%r1)
 *	br	%r1
 *
 * whose target is the real one. It is stored behind these, at 12.
 */
static inline unsigned long kit_behind_plt(unsigned long addr)
{
	static const u8 plt[] = {
		0x0d, 0x10, 0xe3, 0x10, 0x10, 0x0a, 0x00, 0x04, 0x07, 0xf1,
	};
	struct {
		u8 code[12];
		unsigned long target;
	} __packed found;

	if (copy_from_kernel_nofault(&found, (void *)addr, sizeof(found)) ||
	    memcmp(found.code, plt, sizeof(plt)))
		return addr;
	return found.target;
}

/* A BRASL, with the return address in r0. */
static inline unsigned long kit_site_branch(unsigned long site, const u8 *code)
{
	if (code[0] != 0xc0 || code[1] != 0x05)
		return 0;
	return kit_behind_plt(kit_relative(site, code));
}

#endif

#endif /* KIT_S390_SITE_BRANCH_H */
