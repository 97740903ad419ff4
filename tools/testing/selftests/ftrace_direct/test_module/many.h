/* SPDX-License-Identifier: GPL-2.0 */
/* The many functions of ftrace_direct_many.ko. */
#ifndef FTRACE_DIRECT_MANY_H
#define FTRACE_DIRECT_MANY_H

#include "internal.h"

/**
 * struct dct_many_table - the many functions
 * @func: the functions; each is called with its own number
 * @bodies: how often each ran with its own number
 */
struct dct_many_table {
	void (*func[DCT_NR_MANY])(unsigned long number);
	unsigned long bodies[DCT_NR_MANY];
};

int dct_many_offer(struct dct_many_table *table);
void dct_many_withdraw(void);
void *dct_many_function(unsigned int i);
bool dct_many_runs(unsigned int i, unsigned int tramp);

#endif /* FTRACE_DIRECT_MANY_H */
