/* SPDX-License-Identifier: GPL-2.0 */
/* Take CPU 1 offline and online again. */
#ifndef FTRACE_DIRECT_CPU1_H
#define FTRACE_DIRECT_CPU1_H

#include <stdbool.h>

/* Can it go offline? */
bool cpu1_can_leave(void);

/* Each returns 0, or a negative errno. */
int cpu1_off(void);
int cpu1_on(void);

#endif /* FTRACE_DIRECT_CPU1_H */
