/* SPDX-License-Identifier: GPL-2.0 */
/* Part of ftrace_direct_test.h: calls from all contexts while trampolines change. */
#ifndef FTRACE_DIRECT_ABI_SWITCH_H
#define FTRACE_DIRECT_ABI_SWITCH_H

#include <linux/ioctl.h>
#include <linux/types.h>

/*
 * The accounted functions: each call is counted by function, context and CPU.
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
	DCT_CONTEXT_NESTED,	/* such a callback, below such a callback */
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
	__u64 late;	/* by trampolines that were switched away before */
	__u64 bad;	/* that returned something else, or in another context */
	__u64 unknown;	/* with broken arguments, from anywhere */
};

/* Calls without end, of @funcs from @contexts (a bit for each) on all CPUs. */
struct dct_load {
	__u32 funcs;
	__u32 contexts;
	__u64 lost;	/* callbacks that did not run, and with them their calls */
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
	DCT_SWITCH_REFUSED,	/* to the other one, but the ops object */
	DCT_SWITCH_BY_PEER,	/* by their owner, when IPMODIFY comes or goes */
};

/* Switch @funcs (a bit for each) at the same time, each @times times. */
struct dct_switch {
	__u32 funcs;
	__u32 how;
	__u32 times;
	__s32 result;	/* the first error of the interface under test */
	__u64 done;	/* switches, of all functions together */
};

/* Take the CPU away from the callers so often, 0: no more. */
struct dct_preempt {
	__u32 period_us;
	__u32 pad;
	__u64 preempted;	/* times that they lost it */
};

enum dct_other_ops_kind {
	DCT_OTHER_PLAIN,
	DCT_OTHER_SAVE_REGS,
	DCT_OTHER_IPMODIFY,
	DCT_NR_OTHER_OPS,
};

/* Other ops on all functions that are switched or nested. */
struct dct_other_ops {
	__u32 kind;
	__u32 come_and_go;	/* all the time */
	__s32 result;
	__u32 pad;
	__u64 calls;		/* of the callback */
	__u64 rounds;		/* times that they came and went */
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
	DCT_GATE_VISIT,			/* close; a call that sleeps there */
	DCT_GATE_VISIT_SPINNING,	/* close; a call that spins there */
	DCT_GATE_SYNC,			/* begin synchronize_rcu_tasks() */
	DCT_GATE_OPEN,			/* open, wait for the call to end */
};

/* The handler of the trampoline that ftrace_direct_owner.ko lends. */
struct dct_gate {
	__u32 what;
	__u32 inside;		/* who stand before the gate */
	__u32 synced;		/* synchronize_rcu_tasks() has returned */
	__u32 preemption;	/* this kernel preempts */
	__u32 stops;		/* patching waits for all CPUs to stop */
	__u32 pad;
};

#define DCT_CONTEXTS		_IOR('d', 32, __u32)
#define DCT_ACCOUNT		_IOWR('d', 33, struct dct_account)
#define DCT_RUN			_IOW('d', 34, struct dct_run)
#define DCT_LOAD_START		_IOW('d', 35, struct dct_load)
#define DCT_LOAD_STOP		_IOR('d', 36, struct dct_load)
#define DCT_SWITCH_ATTACH	_IOWR('d', 37, struct dct_direct)
#define DCT_SWITCH_DETACH	_IOWR('d', 38, struct dct_direct)
#define DCT_SWITCH		_IOWR('d', 39, struct dct_switch)
#define DCT_OTHER_OPS_ON		_IOWR('d', 40, struct dct_other_ops)
#define DCT_OTHER_OPS_OFF		_IOWR('d', 41, struct dct_other_ops)
#define DCT_NEST		_IOWR('d', 42, struct dct_nest)
#define DCT_OWNER_ATTACH	_IOWR('d', 43, struct dct_direct)
#define DCT_GATE		_IOWR('d', 44, struct dct_gate)
#define DCT_PREEMPT		_IOWR('d', 45, struct dct_preempt)

#endif /* FTRACE_DIRECT_ABI_SWITCH_H */
