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

#include "abi_attach.h"
#include "abi_call.h"
#include "abi_switch.h"

#endif /* FTRACE_DIRECT_TEST_H */
