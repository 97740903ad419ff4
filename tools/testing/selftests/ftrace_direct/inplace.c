// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <unistd.h>

#include "inplace.h"
#include "text.h"

#define IN_PLACE	"/sys/module/kernel/parameters/ftrace_switch_in_place"

/**
 * has_in_place() - check whether this kernel can switch in place
 *
 * Return: true if it can, and by_stub_ops() has an effect
 */
bool has_in_place(void)
{
	return !access(IN_PLACE, F_OK);
}

/**
 * by_stub_ops() - have the kernel switch with stub ops from now on
 *
 * Return: 0, -ENOENT if it never does anything else, or another errno
 */
int by_stub_ops(void)
{
	return access(IN_PLACE, F_OK) ? -ENOENT : write_text(IN_PLACE, "0");
}

/**
 * as_after_boot() - have the kernel switch in place again if it can
 *
 * Return: 0 or a negative errno
 */
int as_after_boot(void)
{
	return access(IN_PLACE, F_OK) ? 0 : write_text(IN_PLACE, "1");
}
