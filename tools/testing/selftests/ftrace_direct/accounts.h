/* SPDX-License-Identifier: GPL-2.0 */
/* The accounted functions of the test module: call, switch, and add up. */
#ifndef FTRACE_DIRECT_ACCOUNTS_H
#define FTRACE_DIRECT_ACCOUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "device.h"

#define BIT(n)	(1U << (n))

/*
 * All contexts that can call at the same time without the loss of a callback. A
 * callback within a callback cannot, nor can an NMI.
 */
#define MOST_CONTEXTS							\
	(BIT(DCT_CONTEXT_THREAD) | BIT(DCT_CONTEXT_TASKLET) |		\
	 BIT(DCT_CONTEXT_TIMER) | BIT(DCT_CONTEXT_IRQ_WORK) |		\
	 BIT(DCT_CONTEXT_HRTIMER) | BIT(DCT_CONTEXT_IPI) |		\
	 BIT(DCT_CONTEXT_CALLBACK))

/* What all CPUs counted together: struct dct_account explains the members. */
struct sums {
	uint64_t calls, body, handler[DCT_NR_TRAMPS], late, bad, unknown;
};

unsigned int contexts_here(int fd);
const char *context_name(unsigned int context);

int account_read(int fd, struct dct_account *account);
int account_sum(int fd, unsigned int func, unsigned int context,
		struct sums *sums);

int run_in(int fd, unsigned int func, unsigned int context, unsigned int times);
int load_start(int fd, unsigned int funcs, unsigned int contexts);
int64_t load_stop(int fd);

int switch_attach(int fd, unsigned int func, unsigned int tramp);
int switch_detach(int fd, unsigned int func);
int switch_times(int fd, unsigned int funcs, unsigned int how,
		 unsigned int times, uint64_t *done);

int other_ops_on(int fd, unsigned int kind, bool come_and_go);
int other_ops_off(int fd, struct dct_other_ops *counts);

int nest_call(int fd, unsigned int func, unsigned int depth,
	      struct dct_nest *nest);

int owner_load(void);
int owner_unload(void);
int owner_attach(int fd);
int gate(int fd, unsigned int what, struct dct_gate *gate);

#endif /* FTRACE_DIRECT_ACCOUNTS_H */
