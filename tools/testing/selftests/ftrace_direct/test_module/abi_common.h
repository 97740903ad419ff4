/* SPDX-License-Identifier: GPL-2.0 */
/* Part of ftrace_direct_test.h: what every subject needs. */
#ifndef FTRACE_DIRECT_ABI_COMMON_H
#define FTRACE_DIRECT_ABI_COMMON_H

#include <linux/types.h>

#define DCT_NR_ARGS	8
#define DCT_NR_SLOTS	2
#define DCT_NR_TRAMPS	2
#define DCT_SITE_BYTES	32

/* The function that a direct call is attached to. */
enum dct_target {
	DCT_TARGET_WORD,	/* returns one register */
	DCT_TARGET_PAIR,	/* returns two, or a structure in memory */
	DCT_NR_TARGETS,
};

/* How the running kernel was built. */
#define DCT_HAS_DIRECT		(1 << 0)
#define DCT_HAS_TRACER		(1 << 1)
#define DCT_HAS_TEXT		(1 << 2)	/* memory can be made known as text */

#define DCT_EXEC_NAME		"dct_exec"	/* the name of such memory */

/* From include/direct/ftrace_regs.h, about callbacks that ask for all registers */
#define DCT_HAS_RETURN_SAVED	(1 << 8)
#define DCT_HAS_SAVE_REGS	(1 << 9)	/* they have entry code of their own */
/* ... and about those that do not. */
#define DCT_HAS_RETURN_PLAIN	(1 << 10)
#define DCT_PLAIN_REGS_NULL	(1 << 11)

/* The argument of a request that has none. */
struct dct_none {
};

struct dct_info {
	__u32 flags;
	__u32 api;		/* KIT_DIRECT_API_* of samples/ftrace_direct/direct.h */
	__u32 nr_reg_args;	/* arguments in registers; the others are on the stack */
	__u32 pad;
};

/*
 * Attach, detach or switch: @result is 0 or a negative errno. If the interface has a
 * filter, @filter is what setting it returned; unless that is 0 the module did not go
 * on and there is no @result.
 */
struct dct_direct {
	__u32 slot;
	__u32 target;
	__u32 tramp;
	__s32 filter;
	__s32 result;
	__u32 pad;
};

/* Call @target @times times with the same arguments. */
struct dct_call {
	__u32 target;
	__u32 times;
	__u64 args[DCT_NR_ARGS];
	__u64 result[2];	/* of the last call */
};

/* What was counted since the last DCT_RESET, and the arguments of the last call. */
struct dct_counts {
	__u64 body;
	__u64 handler[DCT_NR_TRAMPS];
	__u64 callback;
	__u64 bad_args;		/* calls whose arguments arrived changed */
	__u64 handler_args[DCT_NR_ARGS];
	__u64 body_args[DCT_NR_ARGS];
};

/* The bytes around a target's first instruction, half of them before it. */
struct dct_site {
	__u32 target;
	__u32 pad;
	__u8 bytes[DCT_SITE_BYTES];	/* now */
	__u8 loaded[DCT_SITE_BYTES];	/* before anything was attached */
};

/* A plain ftrace callback on a target. */
struct dct_callback {
	__u32 target;
	__s32 result;
};

/*
 * What the targets return. It depends on each argument and its position, so lost or
 * swapped ones show. The programs compute the same.
 */
static inline __u64 dct_mix(const __u64 *args, __u64 seed)
{
	int i;

	for (i = 0; i < DCT_NR_ARGS; i++)
		seed = (seed ^ args[i]) * 0x9e3779b97f4a7c15ULL;
	return seed;
}

#define DCT_SEED_LOW	1
#define DCT_SEED_HIGH	2

#endif /* FTRACE_DIRECT_ABI_COMMON_H */

/* The requests: requests.h. */
#ifdef REQUEST

/* main.c */
REQUEST(INFO, R, struct dct_info, dct_info)
REQUEST(RESET, NONE, struct dct_none, dct_reset)
REQUEST(CALL, RW, struct dct_call, dct_call)

/* attach.c */
ON_RESET(dct_attach_reset)
REQUEST(REGISTER, RW, struct dct_direct, dct_register)
REQUEST(UNREGISTER, RW, struct dct_direct, dct_unregister)
REQUEST(MODIFY, RW, struct dct_direct, dct_modify)
REQUEST(SHARE, RW, struct dct_direct, dct_share)
REQUEST(ASKED, R, struct dct_asked, dct_asked)
REQUEST(CALLBACK_ON, RW, struct dct_callback, dct_callback_on)
REQUEST(CALLBACK_OFF, RW, struct dct_callback, dct_callback_off)

/* site.c */
REQUEST(SITE, RW, struct dct_site, dct_site_read)

/* count.c */
ON_RESET(dct_count_reset)
REQUEST(COUNTS, R, struct dct_counts, dct_count_read)

#endif /* REQUEST */
