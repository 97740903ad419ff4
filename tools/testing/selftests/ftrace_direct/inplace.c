// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <unistd.h>

#include "inplace.h"
#include "text.h"

#define IN_PLACE	"/sys/module/kernel/parameters/ftrace_switch_in_place"

/* Whether there is a choice at all. */
bool has_in_place(void)
{
	return !access(IN_PLACE, F_OK);
}

/* From now on with stub ops. Returns 0; -ENOENT: there is no other way here. */
int by_stub_ops(void)
{
	return access(IN_PLACE, F_OK) ? -ENOENT : write_text(IN_PLACE, "0");
}

int as_after_boot(void)
{
	return access(IN_PLACE, F_OK) ? 0 : write_text(IN_PLACE, "1");
}
