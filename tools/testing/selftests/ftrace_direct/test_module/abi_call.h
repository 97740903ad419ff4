/* SPDX-License-Identifier: GPL-2.0 */
/* Part of ftrace_direct_test.h: a call: its registers, stack, distance and cost. */
#ifndef FTRACE_DIRECT_ABI_CALL_H
#define FTRACE_DIRECT_ABI_CALL_H

#include <linux/types.h>

/* A thread that calls a target with two plain callbacks on it. */
struct dct_frame {
	__u32 target;
	__u32 pad;
	__u64 calls;
	__u64 overwritten;	/* words of its stack that changed */
};

/* A callback that reads the return address. */
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

/* Call it @times times from a known address. The rest says what the calls did. */
struct dct_retaddr_call {
	__u32 times;
	__u32 pad;
	__u64 callback;
	__u64 no_regs;		/* callbacks that got no registers */
	__u64 full_regs;	/* callbacks that got all registers */
	__u64 at_caller;	/* read the known address */
	__u64 hooked;		/* read another one, which the body found too */
	__u64 handler;
	__u64 body;
	__u64 landed;		/* returned to where the callback redirected them */
	__u64 bad_results;
};

/*
 * A call of which every register is known (include/direct/probe.h), and what is attached
 * to the function called.
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
	DCT_PROBE_JUMP,		/* a jump to it that DCT_JUMP made */
	DCT_PROBE_STUB,		/* the kernel's own, which has no handler */
	DCT_PROBE_NR_TRAMPS,
};

struct dct_probe {
	__u32 site;
	__u32 part;
	__u32 tramp;		/* of DCT_PROBE_DIRECT */
	__s32 result;
};

/* Something that violates guarantee DC-@dc. */
struct dct_probe_diff {
	char what[16];
	char where[16];
	__u32 dc;
	__u32 round;
	__u64 expected;
	__u64 seen;
};

#define DCT_RUN_GRAPH		(1 << 0)	/* the graph tracer is on */
#define DCT_RUN_FP		(1 << 1)	/* compare floating point too */

#define DCT_RUN_NR_DC		12
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
 * The stack trace that the handler of a direct call takes: names of functions, the
 * innermost first. @count is a negative errno if the kernel takes no such trace.
 */
#define DCT_UNWIND_NAMES	16
#define DCT_UNWIND_NAME		32

struct dct_trace {
	__s32 count;
	char name[DCT_UNWIND_NAMES][DCT_UNWIND_NAME];
};

/* The trace of an interrupt that finds a task at @addr, which has just been called. */
struct dct_trace_at {
	__u64 addr;
	__s32 result;		/* -EOPNOTSUPP: cannot be done here */
	__u32 pad;
	struct dct_trace trace;
};

/* What the kernel calls an address. */
struct dct_name_of {
	__u64 addr;
	__s32 result;		/* -EOPNOTSUPP: cannot be asked here */
	__u32 pad;
	char name[DCT_UNWIND_NAME];	/* if only the name is asked for */
	char full[96];		/* name+offset/size [module] */
};

/* Can the code at @addr be written to? */
struct dct_writable {
	__u64 addr;
	__s32 result;		/* -EOPNOTSUPP: cannot be tried here */
	__u32 writable;
};

struct dct_unwind {
	__u32 callback;		/* too: 1 before, 2 after; alone: 3, 4 with registers */
	__s32 result;		/* of attaching */
	struct dct_trace plain;
	struct dct_trace reliable;
};

/* Where to put the jump of DCT_PROBE_JUMP. */
enum dct_jump_area {
	DCT_JUMP_AT,		/* exactly at @address */
	DCT_JUMP_VMALLOC,	/* in vmalloc space, away from its ends */
	DCT_JUMP_MODULES,	/* in the module area, near this module */
	DCT_JUMP_UNALIGNED,	/* there, aligned as an instruction and not more */
};

struct dct_jump {
	__u32 area;
	__s32 result;
	__u64 address;
};

/* The branch range of a site, whose branch is at @address. */
struct dct_reach {
	__u32 site;
	__u32 near_only;	/* a trampoline has to be in range */
	__u64 address;		/* 0: unknown */
	__u64 low;
	__u64 high;
	__u64 step;		/* bytes to the next instruction */
};

/* Until DCT_RESET all trampolines that are attached are out of branch range. */
struct dct_far {
	__s32 result;		/* -EOPNOTSUPP: they have to be in range here */
	__u32 near;		/* except these: a bit for each */
};

#define DCT_BRANCH_SYMBOL	64

/* Where the site of an accounted function, or of one of the many, branches to. */
struct dct_branch {
	__u32 func;
	__u32 many;
	__s32 result;		/* -EOPNOTSUPP: cannot be decoded here */
	__u32 pad;
	__u64 target;
	char symbol[DCT_BRANCH_SYMBOL];
	__u8 site[DCT_SITE_BYTES];	/* around the function's start */
	__u8 code[DCT_SITE_BYTES];	/* the code at the target */
};

#define DCT_MAX_VENEERS		600	/* more than a page of them, where that is small */

#define DCT_ALL_VENEERS		(16 * DCT_MAX_VENEERS)	/* more than tests have left */

/* Hold @count veneers until DCT_RESET, as other users would. */
struct dct_veneers {
	__u32 count;
	__s32 result;		/* -EOPNOTSUPP: there are none here */
	__s64 away;		/* from the site of function 0, is the site to reach them */
	__u64 site;		/* that site */
	__u64 veneer;		/* look for this one */
	__u64 first;		/* page of the first one held */
	__u64 last;		/* ... of the last */
	__u64 found;		/* @veneer is one of those held */
};

/* Wait until all veneers that no site uses are free. */
struct dct_veneers_settle {
	__s32 result;		/* -EOPNOTSUPP: no veneers, or not in kallsyms */
	__u32 per_page;		/* how many are allocated at once */
};

/* Let a @function of the kernel return -ENOMEM, whatever it did; "" ends that. */
struct dct_fail {
	char function[32];
	__s32 result;		/* -EOPNOTSUPP: no kretprobes */
	__u32 fails;		/* of the function of before */
};

/*
 * What a call costs: the kernel's clock over @times calls of a function with
 * interrupts off. The trampoline returns to the caller at once.
 */
enum dct_bench_call {
	DCT_BENCH_WRITTEN,	/* no ftrace: the source has the call */
	DCT_BENCH_BARE,		/* traceable, with nothing attached by us */
	DCT_BENCH_NEAR,		/* a direct call, trampoline in branch range */
	DCT_BENCH_FAR,		/* ... out of branch range */
	DCT_BENCH_NR_CALLS,
};

#define DCT_BENCH_SYMBOL	64
#define DCT_BENCH_CODE		64
#define DCT_BENCH_PARTS		2

/* Code at @address. @symbol is its name, a number if it has none. */
struct dct_bench_part {
	__u64 address;
	char symbol[DCT_BENCH_SYMBOL];
	__u8 code[DCT_BENCH_CODE];
};

struct dct_bench {
	__u32 site;		/* DCT_PROBE_MODULE or DCT_PROBE_KERNEL */
	__u32 call;
	__u32 times;
	__s32 result;		/* of attaching; -ERANGE: not at @call's distance */
	__u64 ns;
	__u64 wrong;		/* calls that ran something else */
	__u64 address;		/* of the site's branch */
	__u64 tramp;
	struct dct_bench_part parts[DCT_BENCH_PARTS];	/* from there on */
};

/* As in include/direct/hardening.h. */
#define DCT_HARDENED_TARGETS	(1 << 0)
#define DCT_HARDENED_RETURNS	(1 << 1)
#define DCT_HARDENED_SHADOW	(1 << 2)
#define DCT_HARDENED_TYPES	(1 << 3)

#define DCT_BUILT_BY_CLANG	(1 << 0)
#define DCT_BUILT_SMALL		(1 << 1)

/* How the module was built: DCT_BUILT_*, DCT_HARDENED_*, and which are active. */
struct dct_hardening {
	__u32 compiled;
	__u32 built;
	__u32 live;
	__u32 bare;		/* plain indirect branches in trampolines; ~0: unknown */
};

/* Rules for code of the kernel: include/direct/code_rules.h. */
enum dct_code_subject {
	DCT_CODE_RETURNS,	/* what CPUs predict */
	DCT_CODE_ONLINE,	/* a CPU comes online ... */
	DCT_CODE_ONLINE_FIRST,	/* ... and before it calls anything */
	DCT_CODE_UNTRACED,	/* what no tracer must be called from */
};

enum dct_code_state {
	DCT_CODE_KEEPS,
	DCT_CODE_BREAKS,
	DCT_CODE_ABSENT,	/* there is no such function */
	DCT_CODE_NO_RULE,	/* nor such a rule: there are fewer */
};

struct dct_code_rule {
	__u32 number;		/* which, from 0 on */
	__u32 state;
	__u32 subject;
	__u32 pad;
	char function[32];
	char rule[64];
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

/* code_rules.c */
REQUEST(CODE_RULE, RW, struct dct_code_rule, dct_code_rule)

/* veneers.c */
ON_RESET(dct_veneers_reset)
REQUEST(VENEERS_HOLD, RW, struct dct_veneers, dct_veneers_hold)
REQUEST(VENEERS_SETTLE, R, struct dct_veneers_settle, dct_veneers_settle)

/* fail.c */
ON_RESET(dct_fail_reset)
REQUEST(FAIL, RW, struct dct_fail, dct_fail)

/* far.c */
ON_RESET(dct_far_reset)
REQUEST(FAR_ON, RW, struct dct_far, dct_far_on)

/* branch.c */
REQUEST(BRANCH, RW, struct dct_branch, dct_branch)

/* exec.c */
REQUEST(NAME_OF, RW, struct dct_name_of, dct_name_of)
REQUEST(WRITABLE, RW, struct dct_writable, dct_writable)

/* trace_at.c */
REQUEST(TRACE_AT, RW, struct dct_trace_at, dct_trace_at)

/* unwind.c */
REQUEST(UNWIND, RW, struct dct_unwind, dct_unwind)

/* bench.c */
REQUEST(BENCH, RW, struct dct_bench, dct_bench)

/* hardening.c */
REQUEST(HARDENING, R, struct dct_hardening, dct_hardening)

#endif /* REQUEST */
