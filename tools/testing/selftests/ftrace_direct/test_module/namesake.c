// SPDX-License-Identifier: GPL-2.0
/*
 * Functions that share their names: one with a function of the kernel, one with
 * another function of this module. Each runs once for each unknown request. A client
 * that attaches by name has to take the one that is meant, or to refuse.
 */
#include <linux/compiler.h>
#include <linux/errno.h>

#include "internal.h"

/* The kernel has a static function of this name, which /proc/version calls. */
static noinline int version_proc_show(unsigned int cmd)
{
	barrier();
	return -ENOTTY;
}

static noinline int dct_twin(unsigned int cmd)
{
	barrier();
	return 0;
}

static int (*call_namesake)(unsigned int) = version_proc_show;
static int (*call_twin)(unsigned int) = dct_twin;

/**
 * dct_unknown - answer a request that is not in requests.h
 * @cmd: the request
 *
 * Return: -ENOTTY
 */
int dct_unknown(unsigned int cmd)
{
	return READ_ONCE(call_namesake)(cmd) + READ_ONCE(call_twin)(cmd) +
	       dct_other_twin(cmd);
}
