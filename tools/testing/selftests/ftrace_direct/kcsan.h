/* SPDX-License-Identifier: GPL-2.0 */
/* How closely KCSAN watches, on kernels that have it. */
#ifndef FTRACE_DIRECT_KCSAN_H
#define FTRACE_DIRECT_KCSAN_H

int watch_closely(void);
int watch_as_before(void);

#endif /* FTRACE_DIRECT_KCSAN_H */
