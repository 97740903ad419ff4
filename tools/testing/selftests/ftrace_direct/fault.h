/* SPDX-License-Identifier: GPL-2.0 */
/* Make allocations of this thread fail, by the kernel's fault injection. */
#ifndef FTRACE_DIRECT_FAULT_H
#define FTRACE_DIRECT_FAULT_H

#include <stdbool.h>

bool fault_is_there(void);
bool fault_may_change_nothing(void);
int fault_prepare(void);
int fault_arm(unsigned int nth);
int fault_left(void);
int fault_disarm(void);
int fault_arm_all(void);
int fault_disarm_all(void);

#endif /* FTRACE_DIRECT_FAULT_H */
