/* SPDX-License-Identifier: GPL-2.0 */
/* Functions of every kind; ftrace_direct_late.ko brings one of them. */
#ifndef FTRACE_DIRECT_KINDS_H
#define FTRACE_DIRECT_KINDS_H

#include "internal.h"

/* kind_functions.c: the functions */
void *dct_kind_function(unsigned int kind);

/* The module that is loaded later says what it has, and when it goes. */
int dct_late_offer(u64 (*func)(DCT_ARGS));
void dct_late_withdraw(void);

#endif /* FTRACE_DIRECT_KINDS_H */
