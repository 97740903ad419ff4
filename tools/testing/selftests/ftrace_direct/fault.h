/* SPDX-License-Identifier: GPL-2.0 */
/* Allocations of this thread that fail: the kernel's own fault injection. */
#ifndef FTRACE_DIRECT_FAULT_H
#define FTRACE_DIRECT_FAULT_H

#include <stdbool.h>

bool fault_is_there(void);
int fault_prepare(void);
int fault_arm(unsigned int nth);
int fault_disarm(void);

#endif /* FTRACE_DIRECT_FAULT_H */
