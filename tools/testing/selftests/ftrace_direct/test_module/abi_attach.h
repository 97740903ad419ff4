/* SPDX-License-Identifier: GPL-2.0 */
/* Part of ftrace_direct_test.h: where to attach, beside whom, and what is refused. */
#ifndef FTRACE_DIRECT_ABI_ATTACH_H
#define FTRACE_DIRECT_ABI_ATTACH_H

#include <linux/ioctl.h>
#include <linux/types.h>

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

/*
 * Attach, detach, with @filter and @result as in struct fdt_direct. A module
 * that goes takes what is attached to its function off before, or @leaves it.
 */
struct fdt_place {
	__u32 kind;
	__u32 tramp;
	__u32 leaves;
	__u32 pad;
	__u64 address;			/* FDT_PLACE_ATTACH says it, too */
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
	__u64 ns;	/* what it took to modify */
};

/*
 * Give the site of @number of the many the bytes of that of @like, on which
 * nothing is, or @mend what was given so.
 */
struct fdt_spoil {
	__u32 number;
	__u32 like;
	__u32 mend;
	__s32 result;		/* -EOPNOTSUPP: nobody here can */
};

/*
 * One direct call on three functions, of which those of the kernel have its
 * first trampoline in reach and that of a module has not. Spoiled is the site of
 * the last, with the bytes of @like of the many; FDT_SPOIL mends it.
 */
enum fdt_mixed_step {
	FDT_MIXED_ATTACH,	/* -EADDRNOTAVAIL: no such place here */
	FDT_MIXED_SPOIL,
	FDT_MIXED_MODIFY,	/* to @tramp */
	FDT_MIXED_CALL,		/* each once */
	FDT_MIXED_DETACH,
};

struct fdt_mixed {
	__u32 step;
	__u32 tramp;
	__u32 like;
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

enum fdt_everywhere_step {
	FDT_EVERYWHERE_ATTACH,
	FDT_EVERYWHERE_MODIFY,
	FDT_EVERYWHERE_DETACH,
	FDT_EVERYWHERE_SETTLE,	/* nobody is in a trampoline that he has left */
};

/* One direct call on all functions of the kernel and its modules. */
struct fdt_everywhere {
	__u32 step;
	__u32 tramp;
	__s32 result;		/* -EOPNOTSUPP: one is for one function here */
	__u32 pad;
	__u64 many[FDT_NR_TRAMPS];	/* how often its handler has seen the many */
	__u64 others[FDT_NR_TRAMPS];	/* and all others */
};

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
	__u32 offset;		/* of a kprobe, in bytes from the function's start */
	__u32 pad;
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

/* Direct calls by address, of accounted functions. */
enum fdt_by_ip_what { FDT_BY_IP_ATTACH, FDT_BY_IP_MODIFY, FDT_BY_IP_DETACH };

struct fdt_by_ip {
	__u32 what;
	__u32 func;
	__u32 tramp;
	__s32 result;		/* -EOPNOTSUPP: not on this base */
};

/*
 * Have @nr ops on functions that no direct call is on, call these once and tell
 * how many callbacks ran, and how many had run @before without such a call.
 */
#define FDT_NR_UNRELATED	64

struct fdt_unrelated {
	__u32 nr;
	__u32 save_regs;
	__s32 result;
	__u32 pad;
	__u64 hits;
	__u64 before;
};

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
#define FDT_BY_IP		_IOWR('d', 61, struct fdt_by_ip)
#define FDT_MANY_CROWD		_IOWR('d', 62, struct fdt_many)
#define FDT_UNRELATED		_IOWR('d', 63, struct fdt_unrelated)
#define FDT_SPOIL		_IOWR('d', 67, struct fdt_spoil)
#define FDT_MIXED		_IOWR('d', 69, struct fdt_mixed)
#define FDT_EVERYWHERE		_IOWR('d', 72, struct fdt_everywhere)
/* Of how many bits the index of the direct-function hash is, 0: not to be seen. */
#define FDT_HASH_BITS		_IOR('d', 73, __u32)
#define FDT_PLACE_MODIFY	_IOWR('d', 74, struct fdt_place)
#define FDT_PLACE_REST		_IOWR('d', 75, struct fdt_place)
#define FDT_PLACE_AGAIN		_IOWR('d', 76, struct fdt_place)

#endif /* FTRACE_DIRECT_ABI_ATTACH_H */
