/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the test module call of each other. */
#ifndef FTRACE_DIRECT_TEST_INTERNAL_H
#define FTRACE_DIRECT_TEST_INTERNAL_H

#include <linux/types.h>

#include "ftrace_direct_test.h"

#define DCT_ARGS							\
	u64 a0, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6, u64 a7

struct dct_pair {
	u64 low, high;
};

struct module;

/* The functions that answer requests, and those that DCT_RESET calls. */
#define REQUEST(name, dir, type, func)	int func(type *req);
#define ON_RESET(func)			int func(void);
#include "requests.h"

/* target.c: the functions that are traced, and what is called instead */
u64 dct_target_word(DCT_ARGS);
struct dct_pair dct_target_pair(DCT_ARGS);
void dct_handler0(DCT_ARGS);
void dct_handler1(DCT_ARGS);
void dct_tramp0(void);
void dct_tramp1(void);
void *dct_target_address(unsigned int target);
const char *dct_target_name(unsigned int target);
unsigned int dct_nr_reg_args(void);
void dct_target_call(unsigned int target, const __u64 *args, __u64 *result);

/* clobber.c: overwrites the argument registers of its caller */
void dct_clobber(unsigned long a0, unsigned long a1, unsigned long a2,
		 unsigned long a3, unsigned long a4, unsigned long a5,
		 unsigned long a6, unsigned long a7);

/* count.c: what ran how often, and with what arguments */
void dct_count_expect(const __u64 *args);
void dct_count_body(const __u64 *args);
void dct_count_handler(unsigned int tramp, const __u64 *args, int nr);
void dct_count_callback(void);

/* site.c: the bytes of the patch sites */
int dct_site_note(void);
int dct_site_bytes(void *func, __u8 *bytes);

/* rcu_tasks.c: grace periods without a pause between them */
void dct_rcu_tasks_poll_begin(void);
void dct_rcu_tasks_poll_end(void);

/* kind_functions.c: functions of every kind; kind_attach.c attaches to them */
void *dct_kind_function(unsigned int kind);
bool dct_kind_set_late(u64 (*func)(DCT_ARGS));

/* many.c: one direct call on many functions */
void *dct_many_function(unsigned int i);

/* everywhere.c: one direct call on all functions */
void dct_everywhere_handler0(unsigned long ip);
void dct_everywhere_handler1(unsigned long ip);

/* corrupt.c: a site that does not hold what ftrace wrote there */
int dct_corrupt_function(void *func, void *like);

/* account.c: functions whose calls are accounted for */
unsigned long dct_traced_account0(unsigned long source, unsigned long epoch,
				  unsigned long check);
unsigned long dct_traced_account1(unsigned long source, unsigned long epoch,
				  unsigned long check);
void dct_account_handler(unsigned int tramp, unsigned long source,
			 unsigned long epoch, unsigned long check);
void dct_account_handler0(unsigned long source, unsigned long epoch,
			  unsigned long check);
void dct_account_handler1(unsigned long source, unsigned long epoch,
			  unsigned long check);
void dct_account_tramp0(void);
void dct_account_tramp1(void);
void dct_account_call(unsigned int func, unsigned int context);
void dct_account_allow(unsigned int func, unsigned int mask);
void *dct_account_function(unsigned int func);

/* load.c: calls of them from many contexts */
u64 dct_load_preempted(void);

/* switcher.c: attaches to them and switches */
int dct_switch_attach_addr(unsigned int func, unsigned int tramp,
			   unsigned long addr, struct module *lender);

/* nest.c: functions that call each other */
void dct_traced_nest_self(unsigned long n);
void dct_traced_nest_ping(unsigned long n);
void dct_traced_nest_pong(unsigned long n);
void dct_traced_nest_asker(unsigned long n);
void dct_traced_nest_leaf(unsigned long n);
void dct_nest_self_handler(unsigned long n);
void dct_nest_ping_handler(unsigned long n);
void dct_nest_pong_handler(unsigned long n);
void dct_nest_asker_handler(unsigned long n);
void dct_nest_leaf_handler(unsigned long n);

/* return_address.c: the return address in a callback's registers */
unsigned int dct_retaddr_flags(void);

/* jump.c: jumps to trampolines, at chosen addresses */
void dct_jump_free(void);
unsigned long dct_jump_far(unsigned long tramp);
unsigned long dct_jump_at(unsigned long page, unsigned long tramp);

/* exec.c: memory with code of its own */
bool dct_exec_can_be_known(void);
void dct_exec_known(unsigned long addr, unsigned long size);
void dct_exec_free(unsigned long addr);

/* far.c: the trampolines to attach, near or out of branch range */
unsigned long dct_tramp_address(unsigned int tramp);
unsigned long dct_account_tramp(unsigned int tramp);
void dct_far_exit(void);

/* branch.c: where a site branches to */
unsigned long dct_branch_target(unsigned long site);

/* bench.c: what a call costs */
u64 dct_bench_square(u64 base, unsigned int exponent);
u64 dct_bench_written(u64 base, unsigned int exponent);
void dct_bench_tramp(void);

/* lookup.c: symbols that the kernel does not export */
unsigned long dct_lookup(const char *name);

/* namesake.c, twin.c: functions whose names others have too */
int dct_unknown(unsigned int cmd);
int dct_other_twin(unsigned int cmd);

/* overridden.c: a weak function and its neighbours; symbols.c overrides it */
int dct_before_overridden(int x);
int dct_overridden(int x);
int dct_after_overridden(int x);

/* unwind.c: stack traces in a handler */
void dct_unwind_handler(void);
void dct_unwind_tramp(void);
int dct_unwind_target(int x);
int dct_unwind_caller(int x);

#endif /* FTRACE_DIRECT_TEST_INTERNAL_H */
