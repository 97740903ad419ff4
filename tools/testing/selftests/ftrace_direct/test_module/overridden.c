// SPDX-License-Identifier: GPL-2.0
/*
 * A weak function that another file overrides. The linker leaves its code and the
 * record of its patch site, without a symbol: they look like a part of the function
 * before it. Whatever order the compiler chooses, that is one that cannot be traced.
 */
#include <linux/compiler.h>

#include "internal.h"

notrace noinline int dct_before_overridden(int x)
{
	return x + 1;
}

__weak noinline int dct_overridden(int x)
{
	return x - 1;
}

notrace noinline int dct_after_overridden(int x)
{
	return x + 2;
}
