// SPDX-License-Identifier: GPL-2.0
/* A function with the name and the type of one of namesake.c. */
#include <linux/compiler.h>

#include "internal.h"

static noinline int dct_twin(unsigned int cmd)
{
	barrier();
	return 0;
}

static int (*call_twin)(unsigned int) = dct_twin;

int dct_other_twin(unsigned int cmd)
{
	return READ_ONCE(call_twin)(cmd);
}
