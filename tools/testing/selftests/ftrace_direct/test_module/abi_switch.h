/* SPDX-License-Identifier: GPL-2.0 */
/* Part of ftrace_direct_test.h: calls from all contexts while trampolines change. */
#ifndef FTRACE_DIRECT_ABI_SWITCH_H
#define FTRACE_DIRECT_ABI_SWITCH_H

#include <linux/types.h>

/*
 * The accounted functions: calls are counted by function, context and CPU.
 */
#define DCT_NR_FUNCS	2

/* Where a call comes from. */
enum dct_context {
	DCT_CONTEXT_THREAD,
	DCT_CONTEXT_TASKLET,
	DCT_CONTEXT_TIMER,	/* both are softirqs */
	DCT_CONTEXT_IRQ_WORK,
	DCT_CONTEXT_HRTIMER,
	DCT_CONTEXT_IPI,	/* all three are hard interrupts */
	DCT_CONTEXT_CALLBACK,	/* a plain ftrace callback of another function */
	DCT_CONTEXT_NESTED,	/* such a callback within such a callback */
	DCT_CONTEXT_NMI,
	DCT_NR_CONTEXTS,
};

struct dct_account {
	__u32 func;
	__u32 context;
	__u32 cpu;
	__u32 online;
	__u64 calls;
	__u64 body;
	__u64 handler[DCT_NR_TRAMPS];
	__u64 late;	/* ran a trampoline that was switched away before */
	__u64 bad;	/* returned something else, or ran in another context */
	__u64 unknown;	/* had arguments of no known caller; for all rows */
};

/* Call @funcs from @contexts (a bit for each) on all CPUs until DCT_LOAD_STOP. */
struct dct_load {
	__u32 funcs;
	__u32 contexts;
	__u64 lost;	/* callbacks that did not run, with their calls */
};

/* A number of calls of one function from one context. */
struct dct_run {
	__u32 func;
	__u32 context;
	__u32 times;
	__u32 pad;
};

enum dct_switch_how {
	DCT_SWITCH_MODIFY,	/* to the other trampoline */
	DCT_SWITCH_SAME,	/* to the one that is attached */
	DCT_SWITCH_REREGISTER,	/* unregister, then register the other one */
	DCT_SWITCH_REFUSED,	/* to the other one, but ops_func refuses */
	DCT_SWITCH_BY_PEER,	/* in ops_func, when IPMODIFY is attached or detached */
	DCT_SWITCH_UNASKED,	/* to the other one, without an ops_func */
};

/* Switch @funcs (a bit for each) at the same time, each @times times. */
struct dct_switch {
	__u32 funcs;
	__u32 how;
	__u32 times;
	__s32 result;	/* the first error of the interface under test */
	__u64 done;	/* switches, of all functions together */
};

/* Preempt the callers that often; 0: stop. */
struct dct_preempt {
	__u32 period_us;
	__u32 pad;
	__u64 preempted;	/* times that they were preempted */
};

/* Count how often ftrace patches sites, and goes through all functions to do that. */
struct dct_updates {
	__u32 watch;	/* begin; otherwise end */
	__s32 result;	/* -EOPNOTSUPP: not on this kernel */
	__u64 count;	/* through all functions, since it began */
	__u64 batches;	/* through some or all */
};

enum dct_other_ops_kind {
	DCT_OTHER_PLAIN,
	DCT_OTHER_SAVE_REGS,
	DCT_OTHER_IPMODIFY,
	DCT_NR_OTHER_OPS,
};

/* Other ops on all accounted and nested functions. */
struct dct_other_ops {
	__u32 kind;
	__u32 come_and_go;	/* detach and attach them all the time */
	__s32 result;
	__u32 pad;
	__u64 calls;		/* of the callback */
	__u64 rounds;		/* times that they were detached and attached */
};

/* Functions that call each other, or are called by a handler: nest.c */
#define DCT_NEST_DEPTH	32

enum dct_nest_func {
	DCT_NEST_SELF,
	DCT_NEST_PING,
	DCT_NEST_PONG,
	DCT_NEST_ASKER,
	DCT_NEST_LEAF,
	DCT_NR_NESTS,
};

struct dct_nest {
	__u32 func;
	__u32 depth;
	__s32 result;
	__u32 pad;
	__u64 body[DCT_NR_NESTS];
	__u64 body_sum[DCT_NR_NESTS];		/* of the arguments */
	__u64 handler[DCT_NR_NESTS];
	__u64 handler_sum[DCT_NR_NESTS];
};

enum dct_gate_what {
	DCT_GATE_LOOK,
	DCT_GATE_VISIT,			/* close; make a call that sleeps there */
	DCT_GATE_VISIT_SPINNING,	/* close; make a call that spins there */
	DCT_GATE_SYNC,			/* begin synchronize_rcu_tasks() */
	DCT_GATE_OPEN,			/* open; wait for the call to end */
};

/* A gate in the handler of ftrace_direct_owner.ko, which stops calls. */
struct dct_gate {
	__u32 what;
	__u32 inside;		/* calls that the gate has stopped */
	__u32 synced;		/* synchronize_rcu_tasks() has returned */
	__u32 preemption;	/* this kernel preempts */
	__u32 stops;		/* patching stops all CPUs */
	__u32 pad;
};

#endif /* FTRACE_DIRECT_ABI_SWITCH_H */

/* The requests: requests.h. */
#ifdef REQUEST

/* owner.c */
ON_RESET(dct_gate_reset)
REQUEST(OWNER_ATTACH, RW, struct dct_direct, dct_owner_attach)
REQUEST(GATE, RW, struct dct_gate, dct_gate)

/* preempt.c */
ON_RESET(dct_preempt_reset)
REQUEST(PREEMPT, RW, struct dct_preempt, dct_preempt)

/* load.c */
ON_RESET(dct_load_reset)
REQUEST(LOAD_START, W, struct dct_load, dct_load_start)
REQUEST(LOAD_STOP, R, struct dct_load, dct_load_stop)
REQUEST(RUN, W, struct dct_run, dct_run)

/* other_ops.c */
ON_RESET(dct_other_ops_reset)
REQUEST(OTHER_OPS_ON, RW, struct dct_other_ops, dct_other_ops_on)
REQUEST(OTHER_OPS_OFF, RW, struct dct_other_ops, dct_other_ops_off)

/* switcher.c */
ON_RESET(dct_switch_reset)
REQUEST(SWITCH_ATTACH, RW, struct dct_direct, dct_switch_attach)
REQUEST(SWITCH_DETACH, RW, struct dct_direct, dct_switch_detach)
REQUEST(SWITCH, RW, struct dct_switch, dct_switch)

/* updates.c */
ON_RESET(dct_updates_reset)
REQUEST(UPDATES, RW, struct dct_updates, dct_updates)

/* nest.c */
ON_RESET(dct_nest_reset)
REQUEST(NEST, RW, struct dct_nest, dct_nest)

/* account.c, contexts.c */
ON_RESET(dct_account_reset)
REQUEST(ACCOUNT, RW, struct dct_account, dct_account_read)
REQUEST(CONTEXTS, R, __u32, dct_contexts_read)

#endif /* REQUEST */
