/* SPDX-License-Identifier: GPL-2.0 */
/* The limit of the veneers in use, on kernels that have veneers. */
#ifndef FTRACE_DIRECT_LIMIT_H
#define FTRACE_DIRECT_LIMIT_H

#include <stdbool.h>

bool has_veneers(void);
int limit_veneers(const char *number);
int limit_nothing(void);

#endif /* FTRACE_DIRECT_LIMIT_H */
