/* SPDX-License-Identifier: GPL-2.0 */
/* return_address.c: what assembly calls, or what is assembly. */
#ifndef FTRACE_DIRECT_TEST_RETURN_ADDRESS_H
#define FTRACE_DIRECT_TEST_RETURN_ADDRESS_H

#define DCT_RETADDR_ARGS	unsigned long a0, unsigned long a1,	\
			unsigned long a2, unsigned long a3

unsigned long dct_retaddr_target(DCT_RETADDR_ARGS);
unsigned long dct_retaddr_call(DCT_RETADDR_ARGS);
unsigned long dct_retaddr_landed(void);
void dct_retaddr_handler(DCT_RETADDR_ARGS);
void dct_retaddr_tramp(void);
void dct_retaddr_landing(void);
extern const char dct_retaddr_caller[];

#endif
