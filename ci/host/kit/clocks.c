// SPDX-License-Identifier: GPL-2.0
/* Which clock runs out next, and when. */
#include <time.h>

#include "clocks.h"

/**
 * clock_now - the current time, only for differences
 *
 * Return: seconds of the monotonic clock.
 */
double clock_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/**
 * clock_limits_scale - give a slow machine more time
 * @limits: the limits, which are all multiplied
 * @scale: the factor
 */
void clock_limits_scale(struct clock_limits *limits, double scale)
{
	limits->boot *= scale;
	limits->silence *= scale;
	limits->total *= scale;
	limits->panic *= scale;
	limits->power_off *= scale;
	limits->prepare *= scale;
}

static void earliest(double *when, enum boot_end *end, double *limit,
		     double start, double length, enum boot_end which)
{
	if (start + length >= *when)
		return;
	*when = start + length;
	*limit = length;
	*end = which;
}

/**
 * clocks_next - find the clock that runs out next
 * @c: the clocks
 * @end: set to how the boot ends then
 * @limit: set to the length of that clock
 *
 * Before the first byte there is no silence to measure: the boot deadline covers that
 * time. After the token, only the power-off clock runs. A backend with a time to prepare
 * has only that clock until the kernel begins; those of the boot start there.
 *
 * Return: when it runs out.
 */
double clocks_next(const struct clocks *c, enum boot_end *end, double *limit)
{
	double start = c->limits.prepare ? c->kernel : c->start;
	double when = start + c->limits.total;

	*end = END_TOTAL;
	*limit = c->limits.total;
	if (c->token) {
		*end = END_POWER_OFF;
		*limit = c->limits.power_off;
		return c->token + *limit;
	}
	if (!start) {
		*end = END_PREPARE;
		*limit = c->limits.prepare;
		return c->start + *limit;
	}
	if (c->panic) {
		earliest(&when, end, limit, c->panic, c->limits.panic, END_PANIC);
		return when;
	}
	if (c->byte)
		earliest(&when, end, limit, c->byte, c->limits.silence, END_SILENCE);
	if (!c->line)
		earliest(&when, end, limit, start, c->limits.boot, END_BOOT);
	return when;
}
