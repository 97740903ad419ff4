/* SPDX-License-Identifier: GPL-2.0 */
/* owner.c: what ftrace_direct_owner.ko calls in ftrace_direct_test.ko */
#ifndef FTRACE_DIRECT_TEST_OWNER_H
#define FTRACE_DIRECT_TEST_OWNER_H

struct module;

void dct_owner_lend(struct module *module, unsigned long tramp);
void dct_gate_pass(void);
void dct_account_handler(unsigned int tramp, unsigned long source,
			 unsigned long epoch, unsigned long check);

/* ftrace_direct_owner.c: its trampoline's handler */
void dct_owner_handler(unsigned long source, unsigned long epoch,
		       unsigned long check);

#endif /* FTRACE_DIRECT_TEST_OWNER_H */
