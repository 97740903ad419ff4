/* SPDX-License-Identifier: GPL-2.0 */
/* The clocks that limit a boot. This code only computes and never sleeps. */
#ifndef KIT_CLOCKS_H
#define KIT_CLOCKS_H

#include <stdbool.h>

#include "boot-verdict.h"

/**
 * struct clock_limits - how long a boot and its phases may take, in seconds
 * @boot: until the first line on the result channel
 * @silence: between two bytes, from either stream
 * @total: the whole boot
 * @panic: after a panic, to print the rest and end
 * @power_off: after the token, to end
 * @prepare: until the kernel begins, or 0: it begins at once
 */
struct clock_limits {
	double boot, silence, total, panic, power_off, prepare;
};

/**
 * struct clocks - a boot's clocks; all times are from one monotonic clock
 * @limits: how long a boot and its phases may take
 * @start: when the boot began
 * @byte: when the last byte came, or 0
 * @line: when the first line came on the result channel, or 0
 * @panic: when the kernel panicked, or 0
 * @token: when the token came, or 0
 * @kernel: when the kernel's first message came, or 0
 */
struct clocks {
	struct clock_limits limits;
	double start, byte, line, panic, token, kernel;
};

double clock_now(void);
void clock_limits_scale(struct clock_limits *limits, double scale);
double clocks_next(const struct clocks *c, enum boot_end *end, double *limit);

#endif /* KIT_CLOCKS_H */
