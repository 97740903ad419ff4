/* SPDX-License-Identifier: GPL-2.0 */
/* What return_address.c is called by, or calls, from assembly. */
#ifndef FTRACE_DIRECT_TEST_RETURN_ADDRESS_H
#define FTRACE_DIRECT_TEST_RETURN_ADDRESS_H

#define DCT_REGS_ARGS	unsigned long a0, unsigned long a1,	\
			unsigned long a2, unsigned long a3

unsigned long dct_regs_target(DCT_REGS_ARGS);
unsigned long dct_regs_call(DCT_REGS_ARGS);
unsigned long dct_regs_landed(void);
void dct_regs_handler(DCT_REGS_ARGS);
void dct_regs_tramp(void);
void dct_regs_landing(void);
extern const char dct_regs_caller[];

#endif
