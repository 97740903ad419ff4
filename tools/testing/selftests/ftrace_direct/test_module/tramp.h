/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DCT_TRAMP(name, handler): the architecture's trampoline. DCT_TRAMP_IP(): the one whose
 * handler gets the return address into the traced function instead of the arguments. A
 * kernel without direct calls refuses any address, so an empty function will do.
 */
#ifndef FTRACE_DIRECT_TEST_TRAMP_H
#define FTRACE_DIRECT_TEST_TRAMP_H

#include <asm/ftrace_direct_tramp.h>

#ifdef FTRACE_DIRECT_TRAMP

#define DCT_TRAMP(name, handler)					\
	void name(void);						\
	FTRACE_DIRECT_TRAMP(name, handler)

#define DCT_TRAMP_IP(name, handler)					\
	void name(void);						\
	FTRACE_DIRECT_TRAMP_IP(name, handler)

#elif defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)

#error "this architecture has direct calls: give it arch/<arch>/include/asm/ftrace_direct_tramp.h"

#else

#define DCT_TRAMP(name, handler)					\
	void name(void);						\
	notrace void name(void)						\
	{								\
	}								\
	static_assert(true)

#define DCT_TRAMP_IP(name, handler)	DCT_TRAMP(name, handler)

#endif

#endif /* FTRACE_DIRECT_TEST_TRAMP_H */
