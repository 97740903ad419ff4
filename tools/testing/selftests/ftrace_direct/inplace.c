// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
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

/* What the parameter was before by_stub_ops(), "" if that was not called. */
static char before[8];

static int read_parameter(void)
{
	FILE *file = fopen(IN_PLACE, "re");
	int got = file ? fscanf(file, "%7s", before) : 0;

	if (file)
		fclose(file);
	return got == 1 ? 0 : -EIO;
}

/**
 * by_stub_ops() - have the kernel switch with stub ops from now on
 *
 * Return: 0, -ENOENT if it never does anything else, or another errno
 */
int by_stub_ops(void)
{
	if (access(IN_PLACE, F_OK))
		return -ENOENT;
	return (*before ? 0 : read_parameter()) ?: write_text(IN_PLACE, "0");
}

/**
 * as_after_boot() - undo by_stub_ops()
 *
 * The kernel does again what it did before, which tests of the parameter look at.
 *
 * Return: 0 or a negative errno
 */
int as_after_boot(void)
{
	int err = *before ? write_text(IN_PLACE, before) : 0;

	*before = '\0';
	return err;
}
