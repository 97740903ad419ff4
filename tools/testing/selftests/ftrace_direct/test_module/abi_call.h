/* SPDX-License-Identifier: GPL-2.0 */
/* Part of ftrace_direct_test.h: what is around a call: registers, stack, distance. */
#ifndef FTRACE_DIRECT_ABI_CALL_H
#define FTRACE_DIRECT_ABI_CALL_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* A thread that calls a target with two plain callbacks on it. */
struct fdt_frame {
	__u32 target;
	__u32 pad;
	__u64 calls;
	__u64 spoiled;		/* words of its stack that somebody overwrote */
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
	FDT_SPOT_VMALLOC,	/* in vmalloc space, away from its ends */
	FDT_SPOT_MODULES,	/* where modules are, near this one */
	FDT_SPOT_UNALIGNED,	/* there, no more aligned than an instruction is */
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

/* From now on every trampoline is attached from out of reach, until FDT_RESET. */
struct fdt_far {
	__s32 result;		/* -EOPNOTSUPP: it has to be in reach here */
	__u32 near;		/* trampolines that stay so, a bit for each */
};

#define FDT_BRANCH_SYMBOL	64

/* Where the site of an accounted function branches to. */
struct fdt_branch {
	__u32 func;
	__s32 result;		/* -EOPNOTSUPP: nobody here can tell */
	__u64 target;
	char symbol[FDT_BRANCH_SYMBOL];
	__u8 site[FDT_SITE_BYTES];	/* around the function's start */
	__u8 code[FDT_SITE_BYTES];	/* what is at the target */
};

#define FDT_MAX_VENEERS		600	/* more than a page of them, where that is small */

/* Others have @count veneers from now on, until FDT_RESET. */
struct fdt_veneers {
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
enum fdt_bench_call {
	FDT_BENCH_WRITTEN,	/* no ftrace: the call is written into it */
	FDT_BENCH_BARE,		/* traceable, with nothing attached by us */
	FDT_BENCH_NEAR,		/* a direct call; the trampoline is in reach */
	FDT_BENCH_FAR,		/* ... is beyond */
	FDT_BENCH_NR_CALLS,
};

#define FDT_BENCH_SYMBOL	64
#define FDT_BENCH_CODE		64

struct fdt_bench {
	__u32 site;		/* FDT_PROBE_MODULE or FDT_PROBE_KERNEL */
	__u32 call;
	__u32 times;
	__s32 result;		/* of attaching; -ERANGE: not @call's place */
	__u64 ns;
	__u64 wrong;		/* calls that ran something else */
	__u64 address;		/* of the site's branch */
	__u64 target;		/* where that goes */
	__u64 tramp;
	char symbol[FDT_BENCH_SYMBOL];	/* name of @target */
	__u8 code[FDT_BENCH_CODE];	/* what is there */
};

/* The same as include/kit/hardening.h. */
#define FDT_HARDENED_TARGETS	(1 << 0)
#define FDT_HARDENED_RETURNS	(1 << 1)
#define FDT_HARDENED_SHADOW	(1 << 2)
#define FDT_HARDENED_TYPES	(1 << 3)

#define FDT_BUILT_BY_CLANG	(1 << 0)
#define FDT_BUILT_SMALL		(1 << 1)

/* How the module was built: FDT_BUILT_*, FDT_HARDENED_*, those seen at work. */
struct fdt_hardening {
	__u32 compiled;
	__u32 built;
	__u32 live;
	__u32 bare;		/* indirect branches in trampolines, ~0: unknown */
};

#define FDT_REGS_CALLBACK_ON	_IOWR('d', 12, struct fdt_regs_callback)
#define FDT_REGS_CALLBACK_OFF	_IOWR('d', 13, struct fdt_regs_callback)
#define FDT_REGS_DIRECT		_IOWR('d', 14, struct fdt_regs_direct)
#define FDT_REGS_CALL		_IOWR('d', 15, struct fdt_regs_call)
#define FDT_PROBE_ON		_IOWR('d', 16, struct fdt_probe)
#define FDT_PROBE_OFF		_IOWR('d', 17, struct fdt_probe)
#define FDT_PROBE_RUN		_IOWR('d', 18, struct fdt_probe_run)
#define FDT_SPOT		_IOWR('d', 19, struct fdt_spot)
#define FDT_REACH		_IOWR('d', 20, struct fdt_reach)
#define FDT_UNWIND		_IOWR('d', 21, struct fdt_unwind)
#define FDT_FAR_ON		_IOWR('d', 22, struct fdt_far)
#define FDT_BRANCH		_IOWR('d', 23, struct fdt_branch)
#define FDT_VENEERS_TAKE	_IOWR('d', 24, struct fdt_veneers)
#define FDT_FRAME_START		_IOWR('d', 64, struct fdt_frame)
#define FDT_FRAME_STOP		_IOWR('d', 65, struct fdt_frame)
#define FDT_BENCH		_IOWR('d', 66, struct fdt_bench)
#define FDT_HARDENING		_IOR('d', 68, struct fdt_hardening)

#endif /* FTRACE_DIRECT_ABI_CALL_H */
