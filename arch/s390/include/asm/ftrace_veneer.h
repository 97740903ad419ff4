/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Veneers of s390, see <linux/ftrace_veneer.h>:
 *
 *	lgrl	%r1,literal
 *	br	%r1
 *
 * and with expolines, where every indirect branch is executed out of line:
 *
 *	lgrl	%r1,literal
 *	exrl	%r0,0f
 *	j	.
 * 0:	br	%r1
 *
 * At the entry of a function r1 is free (s390x ELF ABI, 1.2.2); the PLT through
 * which a module calls ftrace_caller clobbers it too. r0 is the return address
 * into the traced function, r14 the one into its caller.
 */
#ifndef _ASM_S390_FTRACE_VENEER_H
#define _ASM_S390_FTRACE_VENEER_H

#include <linux/pgtable.h>
#include <linux/types.h>

#ifdef CONFIG_EXPOLINE
#define FTRACE_VENEER_SIZE	32
#else
#define FTRACE_VENEER_SIZE	16
#endif

/* Principles of Operation, BRASL: a signed 32-bit number of halfwords. */
static inline bool ftrace_veneer_reaches(unsigned long site, unsigned long addr)
{
	long offset = (long)addr - (long)site;

	return offset >= -(1L << 32) && offset < 1L << 32;
}

/*
 * The modules' region is smaller than 4 GiB, so every site in it reaches all of
 * it. The image is at the other end of the address space: no part of vmalloc
 * space is in reach, and ftrace_veneer_pages() finds other memory.
 */
static inline void ftrace_veneer_region(unsigned long site,
					unsigned long *start,
					unsigned long *end)
{
	bool in_module = site >= MODULES_VADDR && site < MODULES_END;

	*start = in_module ? MODULES_VADDR : 0;
	*end = in_module ? MODULES_END : 0;
}

void *ftrace_veneer_pages(unsigned long site, size_t size);
void ftrace_veneer_free_pages(void *pages, size_t size);
#define ftrace_veneer_pages ftrace_veneer_pages

void ftrace_veneer_emit(void *code, const unsigned long *literal);

#endif /* _ASM_S390_FTRACE_VENEER_H */
