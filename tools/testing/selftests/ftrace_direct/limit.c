// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include "limit.h"
#include "text.h"

#define VENEERS		"/sys/module/kernel/parameters/ftrace_veneers"
#define NO_LIMIT	"4294967295"

/**
 * has_veneers() - check whether this kernel reaches far trampolines by veneers
 *
 * Return: true if it does
 */
bool has_veneers(void)
{
	return !access(VENEERS, F_OK);
}

/**
 * limit_veneers() - limit how many veneers may be in use
 * @number: how many, in decimal
 *
 * Return: 0 or a negative errno
 */
int limit_veneers(const char *number)
{
	return write_text(VENEERS, number);
}

/**
 * limit_nothing() - remove the limit, as after boot
 *
 * Return: 0, also without veneers, or a negative errno
 */
int limit_nothing(void)
{
	return has_veneers() ? limit_veneers(NO_LIMIT) : 0;
}
