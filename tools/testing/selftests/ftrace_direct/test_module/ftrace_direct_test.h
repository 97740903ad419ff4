/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the test programs and their module: ioctls on /dev/ftrace_direct_test.
 *
 * An ioctl fails only when the request itself makes no sense. What the kernel
 * interface under test returned comes back in a field of its own, so that its
 * -EINVAL and a bad request cannot be taken for each other.
 */
#ifndef FTRACE_DIRECT_TEST_H
#define FTRACE_DIRECT_TEST_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define FDT_NAME	"ftrace_direct_test"

#define FDT_NR_ARGS	8
#define FDT_NR_SLOTS	2
#define FDT_NR_TRAMPS	2
#define FDT_SITE_BYTES	32

/* The function that a direct call is attached to. */
enum fdt_target {
	FDT_TARGET_WORD,	/* returns one register */
	FDT_TARGET_PAIR,	/* returns two, or a structure in memory */
	FDT_NR_TARGETS,
};

/* How the running kernel was built. */
#define FDT_HAS_DIRECT		(1 << 0)
#define FDT_HAS_TRACER		(1 << 1)

struct fdt_info {
	__u32 flags;
	__u32 api;		/* KIT_DIRECT_API_* of include/kit/direct.h */
	__u32 nr_reg_args;	/* arguments in registers; the others are on the stack */
	__u32 pad;
};

/*
 * Attach, detach or switch: @result is 0 or a negative errno. Where the base
 * wants a filter to be set first, @filter is what that returned: when it is
 * not 0, nothing was asked to attach and there is no @result.
 */
struct fdt_direct {
	__u32 slot;
	__u32 target;
	__u32 tramp;
	__s32 filter;
	__s32 result;
	__u32 pad;
};

/* Call @target @times times with the same arguments. */
struct fdt_call {
	__u32 target;
	__u32 times;
	__u64 args[FDT_NR_ARGS];
	__u64 result[2];	/* of the last call */
};

/* What was counted and seen since the last FDT_RESET. */
struct fdt_counts {
	__u64 body;
	__u64 handler[FDT_NR_TRAMPS];
	__u64 callback;
	__u64 bad_args;		/* calls that saw other arguments than passed */
	__u64 handler_args[FDT_NR_ARGS];
	__u64 body_args[FDT_NR_ARGS];
};

/* The bytes around a target's first instruction, half of them before it. */
struct fdt_site {
	__u32 target;
	__u32 pad;
	__u8 bytes[FDT_SITE_BYTES];	/* now */
	__u8 loaded[FDT_SITE_BYTES];	/* before anything was attached */
};

/* A plain ftrace callback on a target. */
struct fdt_callback {
	__u32 target;
	__s32 result;
};

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
};

/* Switch @funcs (a bit for each) at the same time, each @times times. */
struct fdt_switch {
	__u32 funcs;
	__u32 how;
	__u32 times;
	__s32 result;	/* the first error of the interface under test */
	__u64 done;	/* switches, of all functions together */
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
};

#define FDT_INFO		_IOR('d', 0, struct fdt_info)
#define FDT_RESET		_IO('d', 1)
#define FDT_REGISTER		_IOWR('d', 2, struct fdt_direct)
#define FDT_UNREGISTER		_IOWR('d', 3, struct fdt_direct)
#define FDT_MODIFY		_IOWR('d', 4, struct fdt_direct)
#define FDT_CALL		_IOWR('d', 5, struct fdt_call)
#define FDT_COUNTS		_IOR('d', 6, struct fdt_counts)
#define FDT_SITE		_IOWR('d', 7, struct fdt_site)
#define FDT_CALLBACK_ON		_IOWR('d', 8, struct fdt_callback)
#define FDT_CALLBACK_OFF	_IOWR('d', 9, struct fdt_callback)

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

/*
 * What the targets return: every argument and its place matter, so a lost or
 * swapped one shows. The programs compute the same.
 */
static inline __u64 fdt_mix(const __u64 *args, __u64 seed)
{
	int i;

	for (i = 0; i < FDT_NR_ARGS; i++)
		seed = (seed ^ args[i]) * 0x9e3779b97f4a7c15ULL;
	return seed;
}

#define FDT_SEED_LOW	1
#define FDT_SEED_HIGH	2

#endif /* FTRACE_DIRECT_TEST_H */
