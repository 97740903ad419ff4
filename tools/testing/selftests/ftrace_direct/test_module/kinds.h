/* SPDX-License-Identifier: GPL-2.0 */
/* kind_attach.c: what ftrace_direct_late.ko calls when it comes and goes. */
#ifndef FTRACE_DIRECT_KINDS_H
#define FTRACE_DIRECT_KINDS_H

#include "internal.h"

void dct_late_in_init(u64 (*func)(DCT_ARGS));
int dct_late_offer(u64 (*func)(DCT_ARGS));
void dct_late_withdraw(void);

#endif /* FTRACE_DIRECT_KINDS_H */
