/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the test programs and their module: ioctls on /dev/ftrace_direct_test.
 *
 * An ioctl fails only when the request itself makes no sense. What the kernel
 * interface under test returned comes back in a field of its own, so that its
 * -EINVAL and a bad request cannot be taken for each other.
 *
 * Numbers: 0 to 11 here, 12 to 31, 64 to 66 and 68 in abi_call.h, 32 to 47 in
 * abi_switch.h, 48 to 63, 67 and 69 in abi_attach.h.
 */
#ifndef FTRACE_DIRECT_TEST_H
#define FTRACE_DIRECT_TEST_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define DCT_NAME	"ftrace_direct_test"

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

/* What include/kit/ftrace_regs.h says of callbacks that ask for all registers */
#define DCT_HAS_RETURN_SAVED	(1 << 8)
#define DCT_HAS_SAVE_REGS	(1 << 9)	/* they have an entry of their own */
/* ... and of those that do not. */
#define DCT_HAS_RETURN_PLAIN	(1 << 10)
#define DCT_PLAIN_REGS_NULL	(1 << 11)

struct dct_info {
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

/* What was counted and seen since the last DCT_RESET. */
struct dct_counts {
	__u64 body;
	__u64 handler[DCT_NR_TRAMPS];
	__u64 callback;
	__u64 bad_args;		/* calls that saw other arguments than passed */
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

#define DCT_INFO		_IOR('d', 0, struct dct_info)
#define DCT_RESET		_IO('d', 1)
#define DCT_REGISTER		_IOWR('d', 2, struct dct_direct)
#define DCT_UNREGISTER		_IOWR('d', 3, struct dct_direct)
#define DCT_MODIFY		_IOWR('d', 4, struct dct_direct)
#define DCT_CALL		_IOWR('d', 5, struct dct_call)
#define DCT_COUNTS		_IOR('d', 6, struct dct_counts)
#define DCT_SITE		_IOWR('d', 7, struct dct_site)
#define DCT_CALLBACK_ON		_IOWR('d', 8, struct dct_callback)
#define DCT_CALLBACK_OFF	_IOWR('d', 9, struct dct_callback)

/*
 * What the targets return: every argument and its place matter, so a lost or
 * swapped one shows. The programs compute the same.
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

#include "abi_attach.h"
#include "abi_call.h"
#include "abi_switch.h"

#endif /* FTRACE_DIRECT_TEST_H */
