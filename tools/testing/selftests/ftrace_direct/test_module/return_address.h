/* SPDX-License-Identifier: GPL-2.0 */
/* What return_address.c is called by, or calls, from assembly. */
#ifndef FTRACE_DIRECT_TEST_RETURN_ADDRESS_H
#define FTRACE_DIRECT_TEST_RETURN_ADDRESS_H

#define FDT_REGS_ARGS	unsigned long a0, unsigned long a1,	\
			unsigned long a2, unsigned long a3

unsigned long fdt_regs_target(FDT_REGS_ARGS);
unsigned long fdt_regs_call(FDT_REGS_ARGS);
unsigned long fdt_regs_landed(void);
void fdt_regs_handler(FDT_REGS_ARGS);
void fdt_regs_tramp(void);
void fdt_regs_landing(void);
extern const char fdt_regs_caller[];

#endif
