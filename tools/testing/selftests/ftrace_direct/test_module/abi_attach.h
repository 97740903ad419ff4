/* SPDX-License-Identifier: GPL-2.0 */
/* Part of ftrace_direct_test.h: where to attach, other users, and errors. */
#ifndef FTRACE_DIRECT_ABI_ATTACH_H
#define FTRACE_DIRECT_ABI_ATTACH_H

#include <linux/types.h>

/* Kinds of functions that a direct call may be attached to: DC-07. */
enum dct_function_kind {
	DCT_KIND_EXPORTED,	/* of the kernel, exported: int_pow() */
	DCT_KIND_ADDRESS,	/* that at @address; the program gets it called */
	DCT_KIND_STATIC,	/* static, of the module */
	DCT_KIND_TAIL,		/* reached by a tail call */
	DCT_KIND_STACK,	/* more arguments than registers for them */
	DCT_KIND_PRIVATE,	/* the same, found only by name: DCT_PRIVATE_FUNCTION */
	DCT_KIND_LATE,		/* of ftrace_direct_late.ko */
	DCT_NR_KINDS,
};

#define DCT_NR_STACK_ARGS	16
#define DCT_PRIVATE_FUNCTION	"dct_private_function"

/*
 * Attach, detach, switch; @filter and @result are as in struct dct_direct. Before
 * ftrace_direct_late.ko is unloaded the direct call on its function is detached,
 * unless the test @leaves it. DCT_KIND_PAUSE detaches and keeps the filter,
 * DCT_KIND_RESUME attaches again with that filter. DCT_KIND_REFILTER sets the filter of
 * DCT_KIND_LATE all the time, to what it is.
 */
struct dct_kind {
	__u32 kind;
	__u32 tramp;
	__u32 leaves;
	__u32 and;			/* also that kind, except 0 */
	__u64 address;			/* DCT_KIND_ATTACH sets it */
	__s32 filter;
	__s32 result;
	__u8 bytes[DCT_SITE_BYTES];	/* DCT_KIND_SITE: around its start */
};

/*
 * When ftrace_direct_late.ko is loaded after this request, it calls a function that is
 * freed after that. If @attach, it has a direct call then, as DCT_KIND_ADDRESS.
 */
struct dct_init_function {
	__u32 attach;
	__s32 result;		/* of attaching, the last time */
	__u64 address;		/* of the function, the last time */
};

/* Call a function @times times. */
struct dct_kind_call {
	__u32 kind;
	__u32 times;
	__u64 args[DCT_NR_ARGS];
	__u64 result;			/* of the last call */
	__u64 lost;			/* arguments that arrived changed */
	char returns_to[32];		/* name of the function it returns to */
};

/*
 * @count functions of ftrace_direct_many.ko, each @step from @first on (0 is 1): attach
 * one direct call to all of them, switch it, detach it. DCT_MANY_SAME_BUCKET attaches to the
 * functions that share a bucket of the direct-function hash with accounted
 * function 0, and sets @count. Before the module is unloaded the direct call is
 * detached, unless the test @leaves it.
 */
struct dct_many {
	__u32 slot;
	__u32 first;
	__u32 count;
	__u32 tramp;
	__s32 filter;
	__s32 result;
	__u64 ns;	/* duration of the switch */
	__u32 leaves;
	__u32 step;
};

/*
 * Corrupt a site: write the code of function @like, which has no direct call or another
 * one, to the site of function @number; or @restore that site.
 */
struct dct_corrupt {
	__u32 number;
	__u32 like;
	__u32 restore;
	__s32 result;		/* -EOPNOTSUPP: not on this kernel */
};

/*
 * One direct call on three functions: two of the kernel, which have the first
 * trampoline in branch range, and one of a module, which has not. DCT_MIXED_CORRUPT
 * corrupts the last site with the code of function @like; DCT_CORRUPT restores it.
 */
enum dct_mixed_step {
	DCT_MIXED_ATTACH,	/* -EADDRNOTAVAIL: no such address here */
	DCT_MIXED_CORRUPT,
	DCT_MIXED_MODIFY,	/* to @tramp */
	DCT_MIXED_CALL,		/* each function once */
	DCT_MIXED_DETACH,
};

struct dct_mixed {
	__u32 step;
	__u32 tramp;
	__u32 like;
	__s32 result;
};

/* Call all of the many functions once. Those of @first, @count should be direct. */
struct dct_many_calls {
	__u32 first;
	__u32 count;
	__u32 tramp;
	__u32 direct;	/* of these, ran @tramp's handler once and the body once */
	__u32 bare;	/* of the others, ran the body once and no handler */
	__u32 wrong;	/* of all, did something else */
	__u32 first_wrong;
	__u32 changed;	/* of all, have another site than when it was loaded */
};

/* How many there are. */
#define DCT_NR_MANY		1024
#define DCT_NR_MANY_SLOTS	2

enum dct_everywhere_step {
	DCT_EVERYWHERE_ATTACH,
	DCT_EVERYWHERE_MODIFY,
	DCT_EVERYWHERE_DETACH,
	DCT_EVERYWHERE_SETTLE,	/* wait until all started handlers have counted */
};

/* One direct call on all functions of the kernel and its modules. */
struct dct_everywhere {
	__u32 step;
	__u32 tramp;
	__s32 result;		/* -EOPNOTSUPP: one is for one function here */
	__u32 pad;
	__u64 many[DCT_NR_TRAMPS];	/* calls of the many functions handled */
	__u64 others[DCT_NR_TRAMPS];	/* calls of all others handled */
};

/* Other users of a function's entry: DC-10. */
enum dct_user_kind {
	DCT_USER_CALLBACK,	/* plain ftrace callback */
	DCT_USER_REGS,		/* the same, with all registers */
	DCT_USER_KPROBE,
	DCT_USER_KRETPROBE,
	DCT_USER_FPROBE,
	DCT_USER_IPMODIFY,	/* as livepatch does */
	DCT_NR_USERS,
};

struct dct_user {
	__u32 kind;
	__s32 result;		/* -EOPNOTSUPP: not in this kernel */
	__u32 offset;		/* of a kprobe, in bytes from the function's start */
	__u32 pad;
};

struct dct_users {
	__u64 hits[DCT_NR_USERS];
	__u64 returns[DCT_NR_USERS];	/* of users that hook returns */
	__u64 missed;			/* kretprobe: no instance was free */
	__u64 replaced;			/* calls of what IPMODIFY went to */
};

/*
 * Users with IPMODIFY that are registered for another function, and then come to
 * DCT_TARGET_WORD and leave it: DC-10.
 */
enum dct_join_who {
	DCT_JOIN_OPS,		/* ops whose filter is changed */
	DCT_JOIN_KPROBE,	/* kprobes with a post handler */
	DCT_JOIN_SECOND,	/* one after a kprobe without, on DCT_TARGET_WORD */
	DCT_JOIN_DISABLED,	/* the same, and the second one is registered disabled */
	DCT_JOIN_LATE,		/* only a kprobe on DCT_KIND_LATE, which comes nowhere */
	DCT_NR_JOINS,
};

enum dct_join_step {
	DCT_JOIN_ELSEWHERE,
	DCT_JOIN_ADD,
	DCT_JOIN_ENABLE,
	DCT_JOIN_REMOVE,
	DCT_JOIN_LEAVE,
};

struct dct_join {
	__u32 who;
	__u32 step;
	__s32 result;		/* -EOPNOTSUPP: not in this kernel */
	__u32 pad;
	__u64 hits;		/* calls that they saw */
};

/* How often the owner of a direct call that shares (DCT_SHARE) was asked. */
struct dct_asked {
	__u32 comes;		/* a user with IPMODIFY comes to its function */
	__u32 goes;		/* ... goes */
	__u32 self;		/* its own calls change while such a user is there */
	__u32 unlocked;		/* that without ftrace_lock */
};

/*
 * Change the filter of direct ops that may be registered: add or remove function
 * @func of the many, or set the filter that they have. Or add it to the functions that
 * are not traced, or clear these.
 */
enum dct_filter_what {
	DCT_FILTER_ADD, DCT_FILTER_REMOVE, DCT_FILTER_AGAIN,
	DCT_FILTER_NOTRACE, DCT_FILTER_NO_NOTRACE,
};

struct dct_many_filter {
	__u32 slot;
	__u32 func;
	__u32 what;
	__s32 result;		/* -EOPNOTSUPP: there is no filter here */
};

/* Where the site of accounted function 0 goes to at ftrace_modify_all_code(). */
struct dct_hook {
	__s32 result;		/* -EOPNOTSUPP: cannot be told here */
	__u32 entries;		/* calls of that function */
	__u64 before;		/* when the first one began */
	__u64 after;		/* when the last one ended */
	__u64 now;
	__u32 watched;		/* set_memory_x() is watched: it can sleep */
	__u32 sleeps;		/* its calls while that function ran */
};

/* Direct ops are registered, and somebody else does something to the same ops. */
enum dct_rival {
	DCT_RIVAL_REGISTERS,		/* them too */
	DCT_RIVAL_ADDS_FUNCTION,	/* to their filter */
	DCT_RIVAL_UNREGISTERS,		/* them, while a switch waits for the lock */
	DCT_NR_RIVALS,
};

struct dct_rivals {
	__u32 what;
	__u32 rounds;
	__s32 result;		/* -EOPNOTSUPP: there are no ops here */
	__u32 wrong;		/* neither or both succeeded, or another error */
	__u32 cleared;		/* registered ops had no callback */
	__u32 refused;		/* the function was refused */
	__u32 uncalled;		/* it was accepted and ran no trampoline */
};

/* Waits for a grace period of tasks: with direct_mutex held, of this task, of others. */
struct dct_waits {
	__s32 result;		/* -EOPNOTSUPP: cannot be told here */
	__u32 with_lock;
	__u32 own;
	__u32 others;
};

/* Misuse of the interface under test: DC-30. */
enum dct_misuse {
	DCT_MISUSE_NO_FILTER,		/* the filter was never set */
	DCT_MISUSE_EMPTY_FILTER,	/* it was cleared again */
	DCT_MISUSE_OWN_FUNC,		/* the ops have a callback already */
	DCT_MISUSE_NOTRACE,		/* a function that cannot be traced */
	DCT_MISUSE_INSIDE,		/* not the start of a function */
	DCT_MISUSE_DATA,		/* not code */
	DCT_MISUSE_NOTRACE_BY_IP,	/* before 6.4: by address, no ops */
	DCT_MISUSE_MODIFY_BY_IP,	/* the same, with a stale address */
	DCT_NR_MISUSES,
};

struct dct_misuse_req {
	__u32 kind;
	__s32 filter;		/* of setting the filter, 0 if it was not set */
	__s32 result;
	__s32 then;		/* result of the correct call after it */
	__u64 handled;		/* of the 1 call that followed */
};

/*
 * Direct calls by address, of accounted functions and of DCT_KIND_LATE. That one is
 * not detached before its module is unloaded. DCT_BY_IP_DETACH_FROM names @tramp, which
 * need not be the trampoline that is attached.
 */
enum dct_by_ip_what {
	DCT_BY_IP_ATTACH,
	DCT_BY_IP_MODIFY,
	DCT_BY_IP_DETACH,
	DCT_BY_IP_DETACH_FROM,
};

#define DCT_BY_IP_LATE		DCT_NR_FUNCS
#define DCT_BY_IP_NR_FUNCS	(DCT_NR_FUNCS + 1)

struct dct_by_ip {
	__u32 what;
	__u32 func;
	__u32 tramp;
	__s32 result;		/* -EOPNOTSUPP: not on this base */
};

/*
 * Have @nr ops on functions without a direct call, and call these functions once.
 * @hits is the number of callbacks that this call ran, @before of those before it.
 */
#define DCT_NR_UNRELATED	64

struct dct_unrelated {
	__u32 nr;
	__u32 save_regs;
	__s32 result;
	__u32 pad;
	__u64 hits;
	__u64 before;
};

/*
 * Choose a function to trace by the @address of a symbol. Also look for a site between
 * the symbol's own and @end, where the next symbol begins, and attach a direct call to
 * it.
 */
struct dct_symbol {
	__u64 address;
	__u64 end;
	__s32 filter;		/* -EINVAL: refused */
	__u32 own;		/* not refused, and the site is the symbol's own */
	__u64 stray;		/* address of the other site, 0 if there is none */
	__s32 stray_result;
	__s32 stray_by_ip;	/* the same by address; -EOPNOTSUPP: not on this base */
};

#endif /* FTRACE_DIRECT_ABI_ATTACH_H */

/* The requests: requests.h. */
#ifdef REQUEST

/* kind_attach.c, kind_functions.c */
ON_RESET(dct_kind_reset)
REQUEST(KIND_ATTACH, RW, struct dct_kind, dct_kind_attach)
REQUEST(KIND_MODIFY, RW, struct dct_kind, dct_kind_modify)
REQUEST(KIND_PAUSE, RW, struct dct_kind, dct_kind_pause)
REQUEST(KIND_RESUME, RW, struct dct_kind, dct_kind_resume)
REQUEST(KIND_REFILTER, RW, struct dct_kind, dct_kind_refilter)
REQUEST(KIND_DETACH, RW, struct dct_kind, dct_kind_detach)
REQUEST(KIND_SITE, RW, struct dct_kind, dct_kind_site)
REQUEST(KIND_CALL, RW, struct dct_kind_call, dct_kind_call)
REQUEST(INIT_FUNCTION, RW, struct dct_init_function, dct_init_function)

/* corrupt.c */
ON_RESET(dct_corrupt_reset)
REQUEST(CORRUPT, RW, struct dct_corrupt, dct_corrupt)

/* mixed.c */
ON_RESET(dct_mixed_reset)
REQUEST(MIXED, RW, struct dct_mixed, dct_mixed)

/* everywhere.c */
ON_RESET(dct_everywhere_reset)
REQUEST(EVERYWHERE, RW, struct dct_everywhere, dct_everywhere)

/* many.c */
ON_RESET(dct_many_reset)
REQUEST(MANY_ATTACH, RW, struct dct_many, dct_many_attach)
REQUEST(MANY_DETACH, RW, struct dct_many, dct_many_detach)
REQUEST(MANY_MODIFY, RW, struct dct_many, dct_many_modify)
REQUEST(MANY_SAME_BUCKET, RW, struct dct_many, dct_many_same_bucket)
REQUEST(MANY_CALL, RW, struct dct_many_calls, dct_many_call)
REQUEST(MANY_FILTER, RW, struct dct_many_filter, dct_many_filter)
REQUEST(HASH_BITS, R, __u32, dct_hash_bits)

/* rivals.c */
ON_RESET(dct_rivals_reset)
REQUEST(RIVALS, RW, struct dct_rivals, dct_rivals)

/* many_each.c */
ON_RESET(dct_many_each_reset)
REQUEST(MANY_EACH, RW, struct dct_many, dct_many_each)

/* by_ip.c */
ON_RESET(dct_by_ip_reset)
REQUEST(BY_IP, RW, struct dct_by_ip, dct_by_ip)
REQUEST(BY_IP_TRAMPS, R, __s32, dct_by_ip_tramps)

/* users.c */
ON_RESET(dct_users_reset)
REQUEST(USER_ON, RW, struct dct_user, dct_user_on)
REQUEST(USER_OFF, RW, struct dct_user, dct_user_off)
REQUEST(USERS, R, struct dct_users, dct_users_read)

/* join.c */
ON_RESET(dct_join_reset)
REQUEST(JOIN, RW, struct dct_join, dct_join)

/* hook.c */
ON_RESET(dct_hook_reset)
REQUEST(HOOK_ON, RW, struct dct_hook, dct_hook_on)
REQUEST(HOOK_OFF, RW, struct dct_hook, dct_hook_off)

/* waits.c */
ON_RESET(dct_waits_reset)
REQUEST(WAITS_ON, RW, struct dct_waits, dct_waits_on)
REQUEST(WAITS_OFF, RW, struct dct_waits, dct_waits_off)

/* unrelated.c */
ON_RESET(dct_unrelated_reset)
REQUEST(UNRELATED, RW, struct dct_unrelated, dct_unrelated)

/* misuse.c */
REQUEST(MISUSE, RW, struct dct_misuse_req, dct_misuse)

/* symbols.c */
ON_RESET(dct_symbol_reset)
REQUEST(SYMBOL, RW, struct dct_symbol, dct_symbol)

#endif /* REQUEST */
