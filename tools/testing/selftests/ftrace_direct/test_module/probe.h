/* SPDX-License-Identifier: GPL-2.0 */
/* The call of which every register is known: what its files share. */
#ifndef FTRACE_DIRECT_TEST_PROBE_H
#define FTRACE_DIRECT_TEST_PROBE_H

#include <linux/kernel.h>
#include <linux/types.h>

#include "ftrace_direct_test.h"

/* Without direct calls there are no sites that assembly could imitate. */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
#include <direct/direct_probe.h>
#endif

#ifdef KIT_PROBE_SLOTS
#define DCT_HAS_PROBE

#ifndef KIT_PROBE_ALIGN
#define KIT_PROBE_ALIGN		KIT_PROBE_STEP
#endif

#include <asm/ftrace_direct_tramp.h>

extern __u64 dct_probe_image[KIT_PROBE_ROWS][KIT_PROBE_SLOTS];

void dct_probe_caller(void);
void dct_probe_target(void);
void dct_probe_handler(void);
void dct_probe_tramp(void);
extern const char dct_probe_jump[], dct_probe_jump_end[];
extern u64 (*dct_probe_int_pow)(u64 base, unsigned int exponent);

/**
 * struct dct_probe_way - what happens in the call, which decides what is compared
 * @handler: a handler runs, which stores the registers
 * @c_code: C code runs between the caller and the target's body
 * @graph: the graph tracer replaces the return address
 * @round: the number of the call
 * @sp: the stack pointers that the two callbacks got, 0 without one
 */
struct dct_probe_way {
	bool handler;
	bool c_code;
	bool graph;
	unsigned int round;
	unsigned long sp[2];
};

/* jump.c */
unsigned long dct_jump_address(unsigned int tramp);

/* compare.c */
void dct_probe_compare_begin(struct dct_probe_run *run,
			     const struct dct_probe_way *way);
void dct_probe_compare(struct dct_probe_run *run);
void dct_probe_compare_kernel(struct dct_probe_run *run, __u64 base,
			      unsigned int exponent, __u64 expected,
			      __u64 result);
void dct_probe_compare_fp(struct dct_probe_run *run, const __u64 *set,
			  const __u64 *after, unsigned int count);
void dct_probe_expect_fp_off(struct dct_probe_run *run, bool off);
#endif

#endif /* FTRACE_DIRECT_TEST_PROBE_H */
