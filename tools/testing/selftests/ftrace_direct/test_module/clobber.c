// SPDX-License-Identifier: GPL-2.0
/*
 * In a file of its own: a compiler that sees this function need not load arguments
 * that it does not use.
 */
#include <linux/compiler.h>

#include "internal.h"

notrace noinline void dct_clobber(unsigned long a0, unsigned long a1,
				  unsigned long a2, unsigned long a3,
				  unsigned long a4, unsigned long a5,
				  unsigned long a6, unsigned long a7)
{
}
