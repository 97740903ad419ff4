// SPDX-License-Identifier: GPL-2.0
/*
 * In a file of its own: a compiler that sees this function need not load arguments
 * that it does not use.
 */
#include <linux/compiler.h>

#include "internal.h"

/* Its convention is the compiler's own, which may have more argument registers. */
static notrace noinline __noclone void
clobber_more(unsigned long a0, unsigned long a1, unsigned long a2,
	     unsigned long a3, unsigned long a4, unsigned long a5,
	     unsigned long a6, unsigned long a7, unsigned long a8,
	     unsigned long a9, unsigned long a10, unsigned long a11,
	     unsigned long a12, unsigned long a13)
{
	asm volatile("" : : "g" (a0), "g" (a1), "g" (a2), "g" (a3), "g" (a4),
		     "g" (a5), "g" (a6), "g" (a7), "g" (a8), "g" (a9),
		     "g" (a10), "g" (a11), "g" (a12), "g" (a13));
}

notrace noinline void dct_clobber(unsigned long a0, unsigned long a1,
				  unsigned long a2, unsigned long a3,
				  unsigned long a4, unsigned long a5,
				  unsigned long a6, unsigned long a7)
{
	clobber_more(a0, a1, a2, a3, a4, a5, a6, a7, a0, a1, a2, a3, a4, a5);
}
