/* SPDX-License-Identifier: GPL-2.0 */
/* How many veneers the kernel may use, where it has any. */
#ifndef FTRACE_DIRECT_LIMIT_H
#define FTRACE_DIRECT_LIMIT_H

#include <stdbool.h>

bool has_veneers(void);
int limit_veneers(const char *number);
int limit_nothing(void);

#endif /* FTRACE_DIRECT_LIMIT_H */
