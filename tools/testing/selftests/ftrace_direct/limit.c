// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include "limit.h"
#include "text.h"

#define VENEERS		"/sys/module/kernel/parameters/ftrace_veneers"
#define NO_LIMIT	"4294967295"

bool has_veneers(void)
{
	return !access(VENEERS, F_OK);
}

/* From now on so many. Returns as write_text() does. */
int limit_veneers(const char *number)
{
	return write_text(VENEERS, number);
}

/* As many as there is memory for, as after boot. */
int limit_nothing(void)
{
	return has_veneers() ? limit_veneers(NO_LIMIT) : 0;
}
