/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FTRACE_DIRECT_TEST_INTERNAL_H
#define FTRACE_DIRECT_TEST_INTERNAL_H

#include <linux/types.h>

#include "ftrace_direct_test.h"

#define FDT_ARGS							\
	u64 a0, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6, u64 a7

struct fdt_pair {
	u64 low, high;
};

/* target.c: the functions that are traced, and what is called instead */
u64 fdt_target_word(FDT_ARGS);
struct fdt_pair fdt_target_pair(FDT_ARGS);
void fdt_handler0(FDT_ARGS);
void fdt_handler1(FDT_ARGS);
void fdt_tramp0(void);
void fdt_tramp1(void);
void *fdt_target_address(unsigned int target);
const char *fdt_target_name(unsigned int target);
unsigned int fdt_nr_reg_args(void);
unsigned long fdt_tramp_address(unsigned int tramp);
void fdt_target_call(unsigned int target, const __u64 *args, __u64 *result);

/* clobber.c: overwrites the argument registers of its caller */
void fdt_clobber(unsigned long a0, unsigned long a1, unsigned long a2,
		 unsigned long a3, unsigned long a4, unsigned long a5,
		 unsigned long a6, unsigned long a7);

/* count.c: what ran how often and with what */
void fdt_count_reset(void);
void fdt_count_expect(const __u64 *args);
void fdt_count_body(const __u64 *args);
void fdt_count_handler(unsigned int tramp, const __u64 *args, int nr);
void fdt_count_callback(void);
void fdt_count_read(struct fdt_counts *counts);

/* site.c: the bytes of the patch sites */
int fdt_site_note(void);
int fdt_site_read(struct fdt_site *req);
int fdt_site_bytes(void *func, __u8 *bytes);

/* rcu_tasks.c: grace periods without a rest between them */
void fdt_hurry_begin(void);
void fdt_hurry_end(void);

/* attach.c: the interface under test */
int fdt_register(struct fdt_direct *req);
int fdt_unregister(struct fdt_direct *req);
int fdt_modify(struct fdt_direct *req);
int fdt_share(struct fdt_direct *req);
int fdt_callback_on(struct fdt_callback *req);
int fdt_callback_off(struct fdt_callback *req);
int fdt_detach_all(void);

/* kind_attach.c: direct calls on functions of every kind */
int fdt_place_attach(struct fdt_place *req);
int fdt_place_modify(struct fdt_place *req);
int fdt_place_rest(struct fdt_place *req);
int fdt_place_again(struct fdt_place *req);
int fdt_place_detach(struct fdt_place *req);
int fdt_place_site(struct fdt_place *req);
int fdt_place_release(unsigned int kind);
int fdt_place_withdraw(unsigned int kind);
int fdt_place_detach_all(void);

/* kind_functions.c: these functions */
int fdt_place_call(struct fdt_place_call *req);

/* many.c: one direct call on many functions */
int fdt_many_attach(struct fdt_many *req);
int fdt_many_detach(struct fdt_many *req);
int fdt_many_modify(struct fdt_many *req);
int fdt_many_crowd(struct fdt_many *req);
int fdt_many_call(struct fdt_many_calls *req);
int fdt_hash_bits(__u32 *bits);
int fdt_many_detach_all(void);

/* everywhere.c: one on all functions */
void fdt_everywhere_handler0(unsigned long ip);
void fdt_everywhere_handler1(unsigned long ip);
int fdt_everywhere(struct fdt_everywhere *req);
int fdt_everywhere_reset(void);

/* users.c: who else is at a function's entry */
int fdt_user_on(struct fdt_user *req);
int fdt_user_off(struct fdt_user *req);
void fdt_users_read(struct fdt_users *req);
int fdt_users_off(void);

/* corrupt.c: a site that is not what ftrace has left there */
int fdt_spoil(struct fdt_spoil *req);
int fdt_spoil_function(void *func, void *like);
int fdt_spoil_reset(void);

/* mixed.c: a direct call that is near for some functions and far for others */
int fdt_mixed(struct fdt_mixed *req);
int fdt_mixed_reset(void);

int fdt_unrelated(struct fdt_unrelated *req);
int fdt_unrelated_off(void);

/* misuse.c: the errors of the interface under test */
int fdt_misuse(struct fdt_misuse_req *req);

/* by_ip.c: direct calls without ops */
int fdt_by_ip(struct fdt_by_ip *req);
int fdt_by_ip_detach_all(void);

/* account.c: functions whose calls are accounted for */
struct module;
unsigned long fdt_traced_account0(unsigned long source, unsigned long epoch,
				  unsigned long check);
unsigned long fdt_traced_account1(unsigned long source, unsigned long epoch,
				  unsigned long check);
void fdt_account_handler(unsigned int tramp, unsigned long source,
			 unsigned long epoch, unsigned long check);
void fdt_account_handler0(unsigned long source, unsigned long epoch,
			  unsigned long check);
void fdt_account_handler1(unsigned long source, unsigned long epoch,
			  unsigned long check);
void fdt_account_call(unsigned int func, unsigned int context);
void fdt_account_allow(unsigned int func, unsigned int mask);
unsigned long fdt_account_tramp(unsigned int tramp);
void *fdt_account_function(unsigned int func);
void fdt_account_reset(void);
int fdt_account_read(struct fdt_account *req);

/* load.c: calls of them from many contexts */
int fdt_load_start(struct fdt_load *req);
int fdt_load_stop(struct fdt_load *req);
u64 fdt_load_preempted(void);
int fdt_preempt(struct fdt_preempt *req);
void fdt_preempt_off(void);
int fdt_run(struct fdt_run *req);

/* switcher.c: attaches to them and switches */
int fdt_switch_attach_addr(unsigned int func, unsigned int tramp,
			   unsigned long addr, struct module *lender);
int fdt_switch_attach(struct fdt_direct *req);
int fdt_switch_detach(struct fdt_direct *req);
int fdt_switch(struct fdt_switch *req);
int fdt_switch_reset(void);

/* other_ops.c: other ops on them */
int fdt_beside_on(struct fdt_beside *req);
int fdt_beside_off(struct fdt_beside *req);

/* nest.c: functions that call each other */
void fdt_traced_nest_self(unsigned long n);
void fdt_traced_nest_ping(unsigned long n);
void fdt_traced_nest_pong(unsigned long n);
void fdt_traced_nest_asker(unsigned long n);
void fdt_traced_nest_leaf(unsigned long n);
void fdt_nest_self_handler(unsigned long n);
void fdt_nest_ping_handler(unsigned long n);
void fdt_nest_pong_handler(unsigned long n);
void fdt_nest_asker_handler(unsigned long n);
void fdt_nest_leaf_handler(unsigned long n);
int fdt_nest(struct fdt_nest *req);
int fdt_nest_reset(void);

/* owner.c: a trampoline in another module, with a gate in its handler */
int fdt_owner_attach(struct fdt_direct *req);
int fdt_gate(struct fdt_gate *req);
void fdt_gate_reset(void);

/* frame.c: a thread that calls through the list function */
int fdt_frame_start(struct fdt_frame *req);
int fdt_frame_stop(struct fdt_frame *req);

/* return_address.c: the return address in a callback's registers */
unsigned int fdt_regs_flags(void);
int fdt_regs_callback_on(struct fdt_regs_callback *req);
int fdt_regs_callback_off(struct fdt_regs_callback *req);
int fdt_regs_direct(struct fdt_regs_direct *req);
int fdt_regs_call_times(struct fdt_regs_call *req);
int fdt_regs_release(void);

/* probe.c: the call whose every register is known */
int fdt_probe_on(struct fdt_probe *req);
int fdt_probe_off(struct fdt_probe *req);
int fdt_probe_run(struct fdt_probe_run *run);
int fdt_probe_detach_all(void);
unsigned long fdt_probe_site(unsigned int site);

/* hardening.c: how the module was built */
int fdt_hardening(struct fdt_hardening *req);

/* jump.c: trampolines elsewhere */
int fdt_spot(struct fdt_spot *req);
void fdt_spot_free(void);
int fdt_reach(struct fdt_reach *req);
unsigned long fdt_spot_jump(unsigned long tramp);
unsigned long fdt_spot_jump_at(unsigned long page, unsigned long tramp);

/* far.c: every trampoline from out of reach */
unsigned long fdt_far(unsigned long tramp);
int fdt_far_on(struct fdt_far *req);
void fdt_far_off(void);
void fdt_far_exit(void);

/* veneers.c: veneers that others have */
int fdt_veneers_take(struct fdt_veneers *req);
void fdt_veneers_give_back(void);

/* branch.c: where a site branches to */
unsigned long fdt_branch_target(unsigned long site);
int fdt_branch(struct fdt_branch *req);

/* bench.c: what a call costs */
int fdt_bench(struct fdt_bench *req);
u64 fdt_bench_square(u64 base, unsigned int exponent);
u64 fdt_bench_written(u64 base, unsigned int exponent);
void fdt_bench_tramp(void);

/* lookup.c: what the kernel does not export */
unsigned long fdt_lookup(const char *name);

/* unwind.c: stack traces in a handler */
int fdt_unwind(struct fdt_unwind *req);
void fdt_unwind_handler(void);
void fdt_unwind_tramp(void);
int fdt_unwind_target(int x);
int fdt_unwind_caller(int x);

#endif /* FTRACE_DIRECT_TEST_INTERNAL_H */
