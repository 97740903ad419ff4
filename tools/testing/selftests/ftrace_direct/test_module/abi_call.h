/* SPDX-License-Identifier: GPL-2.0 */
/* Part of ftrace_direct_test.h: what is around a call: registers, stack, distance. */
#ifndef FTRACE_DIRECT_ABI_CALL_H
#define FTRACE_DIRECT_ABI_CALL_H

#include <linux/types.h>

/* A thread that calls a target with two plain callbacks on it. */
struct dct_frame {
	__u32 target;
	__u32 pad;
	__u64 calls;
	__u64 overwritten;		/* words of its stack that somebody overwrote */
};

/* A callback that looks at the return address. */
#define DCT_RETADDR_SAVE	(1 << 0)	/* it asks for all registers */
#define DCT_RETADDR_SET	(1 << 1)	/* it lets the function return elsewhere */

struct dct_retaddr_callback {
	__u32 flags;
	__s32 result;
};

/* A direct call on the same function. */
struct dct_retaddr_direct {
	__u32 on;
	__s32 result;
};

/* Call it @times times from a known address. What happened in these calls: */
struct dct_retaddr_call {
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
enum dct_probe_site {
	DCT_PROBE_MODULE,	/* the assembly target, in the module */
	DCT_PROBE_KERNEL,	/* a built-in function, in C: int_pow() */
	DCT_PROBE_NR_SITES,
};

enum dct_probe_part {
	DCT_PROBE_DIRECT,
	DCT_PROBE_CALLBACK,	/* a plain callback ... */
	DCT_PROBE_CALLBACK_REGS, /* ... that asks for all registers */
	DCT_PROBE_NR_PARTS,
};

enum dct_probe_tramp {
	DCT_PROBE_OWN,		/* the module's */
	DCT_PROBE_JUMP,	/* it, through what DCT_JUMP made */
	DCT_PROBE_STUB,		/* the kernel's own, which has no handler */
	DCT_PROBE_NR_TRAMPS,
};

struct dct_probe {
	__u32 site;
	__u32 part;
	__u32 tramp;		/* of DCT_PROBE_DIRECT */
	__s32 result;
};

/* Something that was not what the guarantee DC-@dc says it is. */
struct dct_probe_diff {
	char what[16];
	char where[16];
	__u32 dc;
	__u32 round;
	__u64 expected;
	__u64 seen;
};

#define DCT_RUN_GRAPH		(1 << 0)	/* a tracer of returns is there */
#define DCT_RUN_FP		(1 << 1)	/* compare floating point, too */

#define DCT_RUN_NR_DC		6
#define DCT_RUN_NR_DIFFS	4

/* Call @rounds times, with registers from @seed; @bad counts by guarantee. */
struct dct_probe_run {
	__u64 seed;
	__u32 site;
	__u32 flags;
	__u32 rounds;
	__u32 fp;		/* words of floating-point registers compared */
	__u32 bad[DCT_RUN_NR_DC];
	__u32 callbacks;
	__u32 pad;
	struct dct_probe_diff diff[DCT_RUN_NR_DIFFS];	/* the first ones */
};

/*
 * The stack as the handler of a direct call sees it: names of functions, the
 * innermost first. @count is a negative errno where there is no such trace.
 */
#define DCT_UNWIND_NAMES	16
#define DCT_UNWIND_NAME		32

struct dct_trace {
	__s32 count;
	char name[DCT_UNWIND_NAMES][DCT_UNWIND_NAME];
};

struct dct_unwind {
	__u32 callback;		/* attach one as well: 1 before, 2 after */
	__s32 result;		/* of attaching */
	struct dct_trace plain;
	struct dct_trace reliable;
};

/* Where DCT_PROBE_JUMP begins. */
enum dct_jump_area {
	DCT_JUMP_AT,		/* exactly at @address */
	DCT_JUMP_VMALLOC,	/* in vmalloc space, away from its ends */
	DCT_JUMP_MODULES,	/* where modules are, near this one */
	DCT_JUMP_UNALIGNED,	/* there, no more aligned than an instruction is */
};

struct dct_jump {
	__u32 area;
	__s32 result;
	__u64 address;
};

/* What a site, whose branch is at @address, can branch to. */
struct dct_reach {
	__u32 site;
	__u32 near_only;	/* a trampoline has to be there */
	__u64 address;		/* 0: not known */
	__u64 low;
	__u64 high;
	__u64 step;		/* bytes to the next instruction */
};

/* From now on every trampoline is attached from out of reach, until DCT_RESET. */
struct dct_far {
	__s32 result;		/* -EOPNOTSUPP: it has to be in reach here */
	__u32 near;		/* trampolines that stay so, a bit for each */
};

#define DCT_BRANCH_SYMBOL	64

/* Where the site of an accounted function branches to. */
struct dct_branch {
	__u32 func;
	__s32 result;		/* -EOPNOTSUPP: nobody here can tell */
	__u64 target;
	char symbol[DCT_BRANCH_SYMBOL];
	__u8 site[DCT_SITE_BYTES];	/* around the function's start */
	__u8 code[DCT_SITE_BYTES];	/* what is at the target */
};

#define DCT_MAX_VENEERS		600	/* more than a page of them, where that is small */

/* Others have @count veneers from now on, until DCT_RESET. */
struct dct_veneers {
	__u32 count;
	__s32 result;		/* -EOPNOTSUPP: there are none here */
	__u64 veneer;		/* look for this one */
	__u64 first;		/* page of the first that they got */
	__u64 last;		/* ... of the last */
	__u64 found;		/* @veneer is one of them */
};

/*
 * What a call costs: @times calls of a function, with interrupts off, by the
 * kernel's clock. What is called is a trampoline that comes back at once.
 */
enum dct_bench_call {
	DCT_BENCH_WRITTEN,	/* no ftrace: the call is written into it */
	DCT_BENCH_BARE,		/* traceable, with nothing attached by us */
	DCT_BENCH_NEAR,		/* a direct call; the trampoline is in reach */
	DCT_BENCH_FAR,		/* ... is beyond */
	DCT_BENCH_NR_CALLS,
};

#define DCT_BENCH_SYMBOL	64
#define DCT_BENCH_CODE		64

struct dct_bench {
	__u32 site;		/* DCT_PROBE_MODULE or DCT_PROBE_KERNEL */
	__u32 call;
	__u32 times;
	__s32 result;		/* of attaching; -ERANGE: not @call's place */
	__u64 ns;
	__u64 wrong;		/* calls that ran something else */
	__u64 address;		/* of the site's branch */
	__u64 target;		/* where that goes */
	__u64 tramp;
	char symbol[DCT_BENCH_SYMBOL];	/* name of @target */
	__u8 code[DCT_BENCH_CODE];	/* what is there */
};

/* The same as include/kit/hardening.h. */
#define DCT_HARDENED_TARGETS	(1 << 0)
#define DCT_HARDENED_RETURNS	(1 << 1)
#define DCT_HARDENED_SHADOW	(1 << 2)
#define DCT_HARDENED_TYPES	(1 << 3)

#define DCT_BUILT_BY_CLANG	(1 << 0)
#define DCT_BUILT_SMALL		(1 << 1)

/* How the module was built: DCT_BUILT_*, DCT_HARDENED_*, those seen at work. */
struct dct_hardening {
	__u32 compiled;
	__u32 built;
	__u32 live;
	__u32 bare;		/* indirect branches in trampolines, ~0: unknown */
};

#endif /* FTRACE_DIRECT_ABI_CALL_H */

/* The requests: requests.h. */
#ifdef REQUEST

/* frame.c */
ON_RESET(dct_frame_reset)
REQUEST(FRAME_START, RW, struct dct_frame, dct_frame_start)
REQUEST(FRAME_STOP, RW, struct dct_frame, dct_frame_stop)

/* return_address.c */
ON_RESET(dct_retaddr_reset)
REQUEST(RETADDR_CALLBACK_ON, RW, struct dct_retaddr_callback,
	dct_retaddr_callback_on)
REQUEST(RETADDR_CALLBACK_OFF, RW, struct dct_retaddr_callback,
	dct_retaddr_callback_off)
REQUEST(RETADDR_DIRECT, RW, struct dct_retaddr_direct, dct_retaddr_direct)
REQUEST(RETADDR_CALL, RW, struct dct_retaddr_call, dct_retaddr_call_times)

/* probe.c */
ON_RESET(dct_probe_reset)
REQUEST(PROBE_ON, RW, struct dct_probe, dct_probe_on)
REQUEST(PROBE_OFF, RW, struct dct_probe, dct_probe_off)
REQUEST(PROBE_RUN, RW, struct dct_probe_run, dct_probe_run)
REQUEST(REACH, RW, struct dct_reach, dct_reach)

/* jump.c */
REQUEST(JUMP, RW, struct dct_jump, dct_jump)

/* veneers.c */
ON_RESET(dct_veneers_reset)
REQUEST(VENEERS_HOLD, RW, struct dct_veneers, dct_veneers_hold)

/* far.c */
ON_RESET(dct_far_reset)
REQUEST(FAR_ON, RW, struct dct_far, dct_far_on)

/* branch.c */
REQUEST(BRANCH, RW, struct dct_branch, dct_branch)

/* unwind.c */
REQUEST(UNWIND, RW, struct dct_unwind, dct_unwind)

/* bench.c */
REQUEST(BENCH, RW, struct dct_bench, dct_bench)

/* hardening.c */
REQUEST(HARDENING, R, struct dct_hardening, dct_hardening)

#endif /* REQUEST */
