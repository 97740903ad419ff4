/* SPDX-License-Identifier: GPL-2.0 */
/* Part of ftrace_direct_test.h: calls from all contexts while trampolines change. */
#ifndef FTRACE_DIRECT_ABI_SWITCH_H
#define FTRACE_DIRECT_ABI_SWITCH_H

#include <linux/ioctl.h>
#include <linux/types.h>

/*
 * The accounted functions: each call is counted by function, context and CPU.
 */
#define FDT_NR_FUNCS	2

/* Where a call comes from. */
enum fdt_context {
	FDT_CONTEXT_THREAD,
	FDT_CONTEXT_TASKLET,
	FDT_CONTEXT_TIMER,	/* both are softirqs */
	FDT_CONTEXT_IRQ_WORK,
	FDT_CONTEXT_HRTIMER,
	FDT_CONTEXT_IPI,	/* all three are hard interrupts */
	FDT_CONTEXT_CALLBACK,	/* a plain ftrace callback of another function */
	FDT_CONTEXT_NESTED,	/* such a callback, below such a callback */
	FDT_CONTEXT_NMI,
	FDT_NR_CONTEXTS,
};

struct fdt_account {
	__u32 func;
	__u32 context;
	__u32 cpu;
	__u32 online;
	__u64 calls;
	__u64 body;
	__u64 handler[FDT_NR_TRAMPS];
	__u64 late;	/* by trampolines that were switched away before */
	__u64 bad;	/* that returned something else, or in another context */
	__u64 unknown;	/* with broken arguments, from anywhere */
};

/* Calls without end, of @funcs from @contexts (a bit for each) on all CPUs. */
struct fdt_load {
	__u32 funcs;
	__u32 contexts;
	__u64 lost;	/* callbacks that did not run, and with them their calls */
};

/* A number of calls of one function from one context. */
struct fdt_run {
	__u32 func;
	__u32 context;
	__u32 times;
	__u32 pad;
};

enum fdt_switch_how {
	FDT_SWITCH_MODIFY,	/* to the other trampoline */
	FDT_SWITCH_SAME,	/* to the one that is attached */
	FDT_SWITCH_REREGISTER,	/* unregister, then register the other one */
	FDT_SWITCH_REFUSED,	/* to the other one, but the ops object */
	FDT_SWITCH_BY_PEER,	/* by their owner, when IPMODIFY comes or goes */
};

/* Switch @funcs (a bit for each) at the same time, each @times times. */
struct fdt_switch {
	__u32 funcs;
	__u32 how;
	__u32 times;
	__s32 result;	/* the first error of the interface under test */
	__u64 done;	/* switches, of all functions together */
};

/* Take the CPU away from the callers so often, 0: no more. */
struct fdt_preempt {
	__u32 period_us;
	__u32 pad;
	__u64 preempted;	/* times that they lost it */
};

enum fdt_beside_kind {
	FDT_BESIDE_PLAIN,
	FDT_BESIDE_SAVE_REGS,
	FDT_BESIDE_IPMODIFY,
	FDT_NR_BESIDES,
};

/* Other ops on all functions that are switched or nested. */
struct fdt_beside {
	__u32 kind;
	__u32 come_and_go;	/* all the time */
	__s32 result;
	__u32 pad;
	__u64 calls;		/* of the callback */
	__u64 rounds;		/* times that they came and went */
};

/* Functions that call each other, or are called by a handler: nest.c */
#define FDT_NEST_DEPTH	32

enum fdt_nest_func {
	FDT_NEST_SELF,
	FDT_NEST_PING,
	FDT_NEST_PONG,
	FDT_NEST_ASKER,
	FDT_NEST_LEAF,
	FDT_NR_NESTS,
};

struct fdt_nest {
	__u32 func;
	__u32 depth;
	__s32 result;
	__u32 pad;
	__u64 body[FDT_NR_NESTS];
	__u64 body_sum[FDT_NR_NESTS];		/* of the arguments */
	__u64 handler[FDT_NR_NESTS];
	__u64 handler_sum[FDT_NR_NESTS];
};

enum fdt_gate_what {
	FDT_GATE_LOOK,
	FDT_GATE_VISIT,			/* close; a call that sleeps there */
	FDT_GATE_VISIT_SPINNING,	/* close; a call that spins there */
	FDT_GATE_SYNC,			/* begin synchronize_rcu_tasks() */
	FDT_GATE_OPEN,			/* open, wait for the call to end */
};

/* The handler of the trampoline that ftrace_direct_owner.ko lends. */
struct fdt_gate {
	__u32 what;
	__u32 inside;		/* who stand before the gate */
	__u32 synced;		/* synchronize_rcu_tasks() has returned */
	__u32 preemption;	/* this kernel preempts */
	__u32 stops;		/* patching waits for all CPUs to stop */
	__u32 pad;
};

#define FDT_CONTEXTS		_IOR('d', 32, __u32)
#define FDT_ACCOUNT		_IOWR('d', 33, struct fdt_account)
#define FDT_RUN			_IOW('d', 34, struct fdt_run)
#define FDT_LOAD_START		_IOW('d', 35, struct fdt_load)
#define FDT_LOAD_STOP		_IOR('d', 36, struct fdt_load)
#define FDT_SWITCH_ATTACH	_IOWR('d', 37, struct fdt_direct)
#define FDT_SWITCH_DETACH	_IOWR('d', 38, struct fdt_direct)
#define FDT_SWITCH		_IOWR('d', 39, struct fdt_switch)
#define FDT_BESIDE_ON		_IOWR('d', 40, struct fdt_beside)
#define FDT_BESIDE_OFF		_IOWR('d', 41, struct fdt_beside)
#define FDT_NEST		_IOWR('d', 42, struct fdt_nest)
#define FDT_OWNER_ATTACH	_IOWR('d', 43, struct fdt_direct)
#define FDT_GATE		_IOWR('d', 44, struct fdt_gate)
#define FDT_PREEMPT		_IOWR('d', 45, struct fdt_preempt)

#endif /* FTRACE_DIRECT_ABI_SWITCH_H */
