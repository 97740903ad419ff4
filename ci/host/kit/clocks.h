/* SPDX-License-Identifier: GPL-2.0 */
/* The clocks that a boot runs against. They only compute and never sleep. */
#ifndef KIT_CLOCKS_H
#define KIT_CLOCKS_H

#include <stdbool.h>

#include "boot-verdict.h"

/**
 * struct clock_limits - how long things may take, in seconds
 * @boot: until the first line on the result channel
 * @silence: between two bytes, wherever they come
 * @total: the whole boot
 * @panic: to print the rest and end, after a panic
 * @power_off: to end, after the token
 */
struct clock_limits {
	double boot, silence, total, panic, power_off;
};

/**
 * struct clocks - a boot's clocks; times are of one monotonic clock
 * @limits: how long things may take
 * @start: when it began
 * @byte: when the last byte came, or 0
 * @line: when the first line came on the result channel, or 0
 * @panic: when the kernel panicked, or 0
 * @token: when the token came, or 0
 */
struct clocks {
	struct clock_limits limits;
	double start, byte, line, panic, token;
};

double clock_now(void);
void clock_limits_scale(struct clock_limits *limits, double scale);
double clocks_next(const struct clocks *c, enum boot_end *end, double *limit);

#endif /* KIT_CLOCKS_H */
