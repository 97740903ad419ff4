/* SPDX-License-Identifier: GPL-2.0 */
/* Whether the kernel switches direct calls in place or with stub ops. */
#ifndef FTRACE_DIRECT_INPLACE_H
#define FTRACE_DIRECT_INPLACE_H

#include <stdbool.h>

bool has_in_place(void);
int by_stub_ops(void);
int as_after_boot(void);

#endif /* FTRACE_DIRECT_INPLACE_H */
