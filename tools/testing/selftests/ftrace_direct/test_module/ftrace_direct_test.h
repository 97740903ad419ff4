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

/* What include/kit/ftrace_regs.h says of callbacks that ask for all registers */
#define FDT_HAS_RETURN_SAVED	(1 << 8)
#define FDT_HAS_SAVE_REGS	(1 << 9)	/* they have an entry of their own */
/* ... and of those that do not. */
#define FDT_HAS_RETURN_PLAIN	(1 << 10)
#define FDT_PLAIN_REGS_NULL	(1 << 11)

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
	__u32 stops;		/* patching waits for all CPUs to stop */
	__u32 pad;
};

/* A thread that calls a target with two plain callbacks on it. */
struct fdt_frame {
	__u32 target;
	__u32 pad;
	__u64 calls;
	__u64 spoiled;		/* words of its stack that somebody overwrote */
};

/* Kinds of functions that a direct call may be attached to: DC-07. */
enum fdt_place_kind {
	FDT_PLACE_EXPORTED,	/* of the kernel, exported: int_pow() */
	FDT_PLACE_ADDRESS,	/* any at @address; the program calls it itself */
	FDT_PLACE_STATIC,	/* static, of the module */
	FDT_PLACE_TAIL,		/* reached by a tail call */
	FDT_PLACE_STACK,	/* more arguments than registers for them */
	FDT_PLACE_LATE,		/* of a module that was loaded later */
	FDT_NR_PLACES,
};

#define FDT_NR_STACK_ARGS	16

/* Attach, detach, with @filter and @result as in struct fdt_direct. */
struct fdt_place {
	__u32 kind;
	__u32 tramp;
	__u64 address;
	__s32 filter;
	__s32 result;
	__u8 bytes[FDT_SITE_BYTES];	/* FDT_PLACE_SITE: around its start */
};

/* Call a place @times times. */
struct fdt_place_call {
	__u32 kind;
	__u32 times;
	__u64 args[FDT_NR_ARGS];
	__u64 result;			/* of the last call */
	__u64 lost;			/* stack arguments that came wrong */
	char returns_to[32];		/* name of the function it returns to */
};

/*
 * Functions of the many in ftrace_direct_many.ko, from @first on: attach a
 * direct call to @count of them at once, detach.
 */
struct fdt_many {
	__u32 slot;
	__u32 first;
	__u32 count;
	__u32 tramp;
	__s32 filter;
	__s32 result;
};

/* Call each of the many once. What did the functions of @first, @count do? */
struct fdt_many_calls {
	__u32 first;
	__u32 count;
	__u32 tramp;
	__u32 direct;	/* of these ran @tramp's handler once and their body once */
	__u32 bare;	/* of the others ran their body once and no handler */
	__u32 wrong;	/* of all did something else */
	__u32 first_wrong;
	__u32 changed;	/* of all have a site that is not as it was loaded */
};

/* How many there are. */
#define FDT_NR_MANY		1024
#define FDT_NR_MANY_SLOTS	2

/* Who else may be at a function's entry: DC-10. */
enum fdt_user_kind {
	FDT_USER_CALLBACK,	/* plain ftrace callback */
	FDT_USER_REGS,		/* the same, with all registers */
	FDT_USER_KPROBE,
	FDT_USER_KRETPROBE,
	FDT_USER_FPROBE,
	FDT_USER_IPMODIFY,	/* what livepatch is to ftrace */
	FDT_NR_USERS,
};

struct fdt_user {
	__u32 kind;
	__s32 result;		/* -EOPNOTSUPP: not in this kernel */
};

struct fdt_users {
	__u64 hits[FDT_NR_USERS];
	__u64 returns[FDT_NR_USERS];	/* seen by those that hook the return */
	__u64 missed;			/* kretprobe: no instance was free */
	__u64 replaced;			/* bodies of the replacement */
};

/* Misuse of the interface under test: DC-30. */
enum fdt_misuse {
	FDT_MISUSE_NO_FILTER,		/* no function was ever chosen */
	FDT_MISUSE_EMPTY_FILTER,	/* it was taken back */
	FDT_MISUSE_OWN_FUNC,		/* the ops have a callback already */
	FDT_MISUSE_NOTRACE,		/* a function that cannot be traced */
	FDT_MISUSE_INSIDE,		/* not the start of a function */
	FDT_MISUSE_DATA,		/* not code */
	FDT_MISUSE_NOTRACE_BY_IP,	/* before 6.4: by address, no ops */
	FDT_MISUSE_MODIFY_BY_IP,	/* the same, with a stale address */
	FDT_NR_MISUSES,
};

struct fdt_misuse_req {
	__u32 kind;
	__s32 filter;		/* of setting the filter, 0 if it was not set */
	__s32 result;
	__s32 then;		/* of the correct call after it */
	__u64 handled;		/* calls of its handler, of 1 */
};

/* A callback that looks at the return address. */
#define FDT_REGS_SAVE	(1 << 0)	/* it asks for all registers */
#define FDT_REGS_SET	(1 << 1)	/* it lets the function return elsewhere */

struct fdt_regs_callback {
	__u32 flags;
	__s32 result;
};

/* A direct call on the same function. */
struct fdt_regs_direct {
	__u32 on;
	__s32 result;
};

/* Call it @times times from a known address. What happened in these calls: */
struct fdt_regs_call {
	__u32 times;
	__u32 pad;
	__u64 callback;
	__u64 no_regs;		/* callbacks that were given no registers */
	__u64 full_regs;	/* ... all registers */
	__u64 at_caller;	/* the return address was that known address */
	__u64 hooked;		/* another one, and the body found it, too */
	__u64 handler;
	__u64 body;
	__u64 landed;		/* returns to where the callback had set them */
	__u64 bad_results;
};

/*
 * The call whose every register is known (include/kit/probe.h), and what lies
 * on its way.
 */
enum fdt_probe_site {
	FDT_PROBE_MODULE,	/* the assembly target, in the module */
	FDT_PROBE_KERNEL,	/* a built-in function, in C: int_pow() */
	FDT_PROBE_NR_SITES,
};

enum fdt_probe_part {
	FDT_PROBE_DIRECT,
	FDT_PROBE_CALLBACK,	/* a plain callback ... */
	FDT_PROBE_CALLBACK_REGS, /* ... that asks for all registers */
	FDT_PROBE_NR_PARTS,
};

enum fdt_probe_tramp {
	FDT_PROBE_OWN,		/* the module's */
	FDT_PROBE_PLACED,	/* it, through what FDT_SPOT made */
	FDT_PROBE_STUB,		/* the kernel's own, which has no handler */
	FDT_PROBE_NR_TRAMPS,
};

struct fdt_probe {
	__u32 site;
	__u32 part;
	__u32 tramp;		/* of FDT_PROBE_DIRECT */
	__s32 result;
};

/* Something that was not what the guarantee DC-@dc says it is. */
struct fdt_probe_diff {
	char what[16];
	char where[16];
	__u32 dc;
	__u32 round;
	__u64 expected;
	__u64 seen;
};

#define FDT_RUN_GRAPH		(1 << 0)	/* a tracer of returns is there */
#define FDT_RUN_FP		(1 << 1)	/* compare floating point, too */

#define FDT_RUN_NR_DC		6
#define FDT_RUN_NR_DIFFS	4

/* Call @rounds times, with registers from @seed; @bad counts by guarantee. */
struct fdt_probe_run {
	__u64 seed;
	__u32 site;
	__u32 flags;
	__u32 rounds;
	__u32 fp;		/* words of floating-point registers compared */
	__u32 bad[FDT_RUN_NR_DC];
	__u32 callbacks;
	__u32 pad;
	struct fdt_probe_diff diff[FDT_RUN_NR_DIFFS];	/* the first ones */
};

/*
 * The stack as the handler of a direct call sees it: names of functions, the
 * innermost first. @count is a negative errno where there is no such trace.
 */
#define FDT_UNWIND_NAMES	16
#define FDT_UNWIND_NAME		32

struct fdt_trace {
	__s32 count;
	char name[FDT_UNWIND_NAMES][FDT_UNWIND_NAME];
};

struct fdt_unwind {
	__u32 callback;		/* attach one as well: 1 before, 2 after */
	__s32 result;		/* of attaching */
	struct fdt_trace plain;
	struct fdt_trace reliable;
};

/* Where FDT_PROBE_PLACED begins. */
enum fdt_spot_area {
	FDT_SPOT_AT,		/* exactly at @address */
	FDT_SPOT_VMALLOC,
	FDT_SPOT_MODULES,	/* where modules are, near this one */
};

struct fdt_spot {
	__u32 area;
	__s32 result;
	__u64 address;
};

/* What a site, whose branch is at @address, can branch to. */
struct fdt_reach {
	__u32 site;
	__u32 near_only;	/* a trampoline has to be there */
	__u64 address;		/* 0: not known */
	__u64 low;
	__u64 high;
	__u64 step;		/* bytes to the next instruction */
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
#define FDT_REGS_CALLBACK_ON	_IOWR('d', 12, struct fdt_regs_callback)
#define FDT_REGS_CALLBACK_OFF	_IOWR('d', 13, struct fdt_regs_callback)
#define FDT_REGS_DIRECT		_IOWR('d', 14, struct fdt_regs_direct)
#define FDT_REGS_CALL		_IOWR('d', 15, struct fdt_regs_call)

#define FDT_PLACE_ATTACH	_IOWR('d', 48, struct fdt_place)
#define FDT_PLACE_DETACH	_IOWR('d', 49, struct fdt_place)
#define FDT_PLACE_SITE		_IOWR('d', 50, struct fdt_place)
#define FDT_PLACE_CALL		_IOWR('d', 51, struct fdt_place_call)
#define FDT_MANY_ATTACH		_IOWR('d', 52, struct fdt_many)
#define FDT_MANY_DETACH		_IOWR('d', 53, struct fdt_many)
#define FDT_MANY_MODIFY		_IOWR('d', 54, struct fdt_many)
#define FDT_MANY_CALL		_IOWR('d', 55, struct fdt_many_calls)
#define FDT_USER_ON		_IOWR('d', 56, struct fdt_user)
#define FDT_USER_OFF		_IOWR('d', 57, struct fdt_user)
#define FDT_USERS		_IOR('d', 58, struct fdt_users)
#define FDT_MISUSE		_IOWR('d', 59, struct fdt_misuse_req)
#define FDT_SHARE		_IOWR('d', 60, struct fdt_direct)

#define FDT_PROBE_ON		_IOWR('d', 16, struct fdt_probe)
#define FDT_PROBE_OFF		_IOWR('d', 17, struct fdt_probe)
#define FDT_PROBE_RUN		_IOWR('d', 18, struct fdt_probe_run)
#define FDT_SPOT		_IOWR('d', 19, struct fdt_spot)
#define FDT_REACH		_IOWR('d', 20, struct fdt_reach)
#define FDT_UNWIND		_IOWR('d', 21, struct fdt_unwind)

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

#define FDT_FRAME_START		_IOWR('d', 64, struct fdt_frame)
#define FDT_FRAME_STOP		_IOWR('d', 65, struct fdt_frame)

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
