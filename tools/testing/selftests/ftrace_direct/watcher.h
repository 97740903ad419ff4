/* SPDX-License-Identifier: GPL-2.0 */
/* KCSAN, where the kernel has it. */
#ifndef FTRACE_DIRECT_WATCHER_H
#define FTRACE_DIRECT_WATCHER_H

int watch_closely(void);
int watch_as_before(void);

#endif /* FTRACE_DIRECT_WATCHER_H */
