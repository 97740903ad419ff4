/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FTRACE_DIRECT_TEST_INTERNAL_H
#define FTRACE_DIRECT_TEST_INTERNAL_H

#include <linux/types.h>

#include "ftrace_direct_test.h"

#define DCT_ARGS							\
	u64 a0, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6, u64 a7

struct dct_pair {
	u64 low, high;
};

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
unsigned long dct_tramp_address(unsigned int tramp);
void dct_target_call(unsigned int target, const __u64 *args, __u64 *result);

/* clobber.c: overwrites the argument registers of its caller */
void dct_clobber(unsigned long a0, unsigned long a1, unsigned long a2,
		 unsigned long a3, unsigned long a4, unsigned long a5,
		 unsigned long a6, unsigned long a7);

/* count.c: what ran how often and with what */
void dct_count_reset(void);
void dct_count_expect(const __u64 *args);
void dct_count_body(const __u64 *args);
void dct_count_handler(unsigned int tramp, const __u64 *args, int nr);
void dct_count_callback(void);
void dct_count_read(struct dct_counts *counts);

/* site.c: the bytes of the patch sites */
int dct_site_note(void);
int dct_site_read(struct dct_site *req);
int dct_site_bytes(void *func, __u8 *bytes);

/* rcu_tasks.c: grace periods without a rest between them */
void dct_rcu_tasks_poll_begin(void);
void dct_rcu_tasks_poll_end(void);

/* attach.c: the interface under test */
int dct_register(struct dct_direct *req);
int dct_unregister(struct dct_direct *req);
int dct_modify(struct dct_direct *req);
int dct_share(struct dct_direct *req);
int dct_callback_on(struct dct_callback *req);
int dct_callback_off(struct dct_callback *req);
int dct_detach_all(void);

/* kind_attach.c: direct calls on functions of every kind */
int dct_kind_attach(struct dct_kind *req);
int dct_kind_modify(struct dct_kind *req);
int dct_kind_pause(struct dct_kind *req);
int dct_kind_resume(struct dct_kind *req);
int dct_kind_detach(struct dct_kind *req);
int dct_kind_site(struct dct_kind *req);
int dct_kind_release(unsigned int kind);
int dct_kind_withdraw(unsigned int kind);
int dct_kind_detach_all(void);

/* kind_functions.c: these functions */
int dct_kind_call(struct dct_kind_call *req);

/* many.c: one direct call on many functions */
int dct_many_attach(struct dct_many *req);
int dct_many_detach(struct dct_many *req);
int dct_many_modify(struct dct_many *req);
int dct_many_same_bucket(struct dct_many *req);
int dct_many_call(struct dct_many_calls *req);
int dct_hash_bits(__u32 *bits);
int dct_many_detach_all(void);

/* everywhere.c: one on all functions */
void dct_everywhere_handler0(unsigned long ip);
void dct_everywhere_handler1(unsigned long ip);
int dct_everywhere(struct dct_everywhere *req);
int dct_everywhere_reset(void);

/* users.c: who else is at a function's entry */
int dct_user_on(struct dct_user *req);
int dct_user_off(struct dct_user *req);
void dct_users_read(struct dct_users *req);
int dct_users_off(void);

/* corrupt.c: a site that is not what ftrace has left there */
int dct_corrupt(struct dct_corrupt *req);
int dct_corrupt_function(void *func, void *like);
int dct_corrupt_reset(void);

/* mixed.c: a direct call that is near for some functions and far for others */
int dct_mixed(struct dct_mixed *req);
int dct_mixed_reset(void);

int dct_unrelated(struct dct_unrelated *req);
int dct_unrelated_off(void);

/* misuse.c: the errors of the interface under test */
int dct_misuse(struct dct_misuse_req *req);

/* by_ip.c: direct calls without ops */
int dct_by_ip(struct dct_by_ip *req);
int dct_by_ip_detach_all(void);

/* account.c: functions whose calls are accounted for */
struct module;
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
void dct_account_call(unsigned int func, unsigned int context);
void dct_account_allow(unsigned int func, unsigned int mask);
unsigned long dct_account_tramp(unsigned int tramp);
void *dct_account_function(unsigned int func);
void dct_account_reset(void);
int dct_account_read(struct dct_account *req);

/* load.c: calls of them from many contexts */
int dct_load_start(struct dct_load *req);
int dct_load_stop(struct dct_load *req);
u64 dct_load_preempted(void);
int dct_preempt(struct dct_preempt *req);
void dct_preempt_off(void);
int dct_run(struct dct_run *req);

/* switcher.c: attaches to them and switches */
int dct_switch_attach_addr(unsigned int func, unsigned int tramp,
			   unsigned long addr, struct module *lender);
int dct_switch_attach(struct dct_direct *req);
int dct_switch_detach(struct dct_direct *req);
int dct_switch(struct dct_switch *req);
int dct_switch_reset(void);

/* other_ops.c: other ops on them */
int dct_other_ops_on(struct dct_other_ops *req);
int dct_other_ops_off(struct dct_other_ops *req);

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
int dct_nest(struct dct_nest *req);
int dct_nest_reset(void);

/* owner.c: a trampoline in another module, with a gate in its handler */
int dct_owner_attach(struct dct_direct *req);
int dct_gate(struct dct_gate *req);
void dct_gate_reset(void);

/* frame.c: a thread that calls through the list function */
int dct_frame_start(struct dct_frame *req);
int dct_frame_stop(struct dct_frame *req);

/* return_address.c: the return address in a callback's registers */
unsigned int dct_retaddr_flags(void);
int dct_retaddr_callback_on(struct dct_retaddr_callback *req);
int dct_retaddr_callback_off(struct dct_retaddr_callback *req);
int dct_retaddr_direct(struct dct_retaddr_direct *req);
int dct_retaddr_call_times(struct dct_retaddr_call *req);
int dct_retaddr_release(void);

/* probe.c: the call whose every register is known */
int dct_probe_on(struct dct_probe *req);
int dct_probe_off(struct dct_probe *req);
int dct_probe_run(struct dct_probe_run *run);
int dct_probe_detach_all(void);
unsigned long dct_probe_site(unsigned int site);

/* hardening.c: how the module was built */
int dct_hardening(struct dct_hardening *req);

/* jump.c: trampolines elsewhere */
int dct_jump(struct dct_jump *req);
void dct_jump_free(void);
int dct_reach(struct dct_reach *req);
unsigned long dct_jump_far(unsigned long tramp);
unsigned long dct_jump_at(unsigned long page, unsigned long tramp);

/* far.c: every trampoline from out of reach */
unsigned long dct_far(unsigned long tramp);
int dct_far_on(struct dct_far *req);
void dct_far_off(void);
void dct_far_exit(void);

/* veneers.c: veneers that others have */
int dct_veneers_hold(struct dct_veneers *req);
void dct_veneers_release(void);

/* branch.c: where a site branches to */
unsigned long dct_branch_target(unsigned long site);
int dct_branch(struct dct_branch *req);

/* bench.c: what a call costs */
int dct_bench(struct dct_bench *req);
u64 dct_bench_square(u64 base, unsigned int exponent);
u64 dct_bench_written(u64 base, unsigned int exponent);
void dct_bench_tramp(void);

/* lookup.c: what the kernel does not export */
unsigned long dct_lookup(const char *name);

/* unwind.c: stack traces in a handler */
int dct_unwind(struct dct_unwind *req);
void dct_unwind_handler(void);
void dct_unwind_tramp(void);
int dct_unwind_target(int x);
int dct_unwind_caller(int x);

#endif /* FTRACE_DIRECT_TEST_INTERNAL_H */
