// SPDX-License-Identifier: GPL-2.0
/*
 * Functions of every kind that a direct call may be attached to, and calls of them:
 * exported by the kernel, static, reached by a tail call, with arguments on the
 * stack, of a module that is loaded later, with a calling convention of the compiler's
 * own.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "internal.h"

#define LIST { a0, a1, a2, a3, a4, a5, a6, a7 }

static noinline u64 static_function(DCT_ARGS)
{
	const __u64 args[] = LIST;

	dct_count_body(args);
	return dct_mix(args, DCT_SEED_LOW);
}

/*
 * A function that is reached by a tail call returns to the caller of the function
 * that jumped to it. It notes where it returns to: that shows a compiler that made no
 * tail call, and a trampoline that returned elsewhere.
 */
static unsigned long tail_returns_to;

static noinline u64 tail_end(unsigned long a0, unsigned long a1)
{
	const __u64 args[DCT_NR_ARGS] = { a0, a1 };

	tail_returns_to = _RET_IP_;
	dct_count_body(args);
	return dct_mix(args, DCT_SEED_LOW);
}

static u64 (*call_tail_end)(unsigned long, unsigned long) = tail_end;

static noinline u64 tail_jump(unsigned long a0, unsigned long a1)
{
	return READ_ONCE(call_tail_end)(a0, a1);
}

static u64 (*call_tail_jump)(unsigned long, unsigned long) = tail_jump;

static noinline u64 dct_tail_caller(const __u64 *a)
{
	u64 result = READ_ONCE(call_tail_jump)(a[0], a[1]);

	/* Not a tail call. */
	barrier();
	return result;
}

/* Twice as many arguments as any of these architectures passes in registers. */
#define STACK_ARGS							\
	DCT_ARGS, u64 a8, u64 a9, u64 a10, u64 a11, u64 a12, u64 a13,	\
	u64 a14, u64 a15

static u64 stack_args[DCT_NR_STACK_ARGS];

static __always_inline u64 note_stack_args(STACK_ARGS)
{
	const __u64 args[] = LIST;
	const u64 rest[] = { a8, a9, a10, a11, a12, a13, a14, a15 };

	memcpy(stack_args, args, sizeof(args));
	memcpy(stack_args + DCT_NR_ARGS, rest, sizeof(rest));
	dct_count_body(args);
	return dct_mix(args, DCT_SEED_LOW) ^ dct_mix(rest, DCT_SEED_HIGH);
}

static noinline u64 stack_function(STACK_ARGS)
{
	return note_stack_args(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11,
			       a12, a13, a14, a15);
}

/*
 * A compiler that sees all callers of a function may pass its arguments as it likes:
 * LLVM's fastcc for riscv has more registers for them than the psABI. Nothing may take
 * the address of this function, since that forces the convention of C. It has a name of
 * its own in kallsyms, by which it is attached to.
 */
static noinline __noclone u64 dct_private_function(STACK_ARGS)
{
	return note_stack_args(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11,
			       a12, a13, a14, a15);
}

static u64 (*late_function)(DCT_ARGS);

/**
 * dct_kind_set_late - set the function of DCT_KIND_LATE
 * @func: the function, NULL when its module goes
 *
 * Return: true, or false when there is another one
 */
bool dct_kind_set_late(u64 (*func)(DCT_ARGS))
{
	if (func && late_function)
		return false;
	late_function = func;
	return true;
}

static u64 (*call_static)(DCT_ARGS) = static_function;
static u64 (*call_stack)(STACK_ARGS) = stack_function;

static u64 call_function(u64 (*func)(DCT_ARGS), const __u64 *a)
{
	return func(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
}

/* The arguments after the first eight. */
#define REST(n)	(a[n] ^ 0xf0f0f0f0f0f0f0f0ULL)

#define CALL_WITH_STACK(func, a)					\
	((func)((a)[0], (a)[1], (a)[2], (a)[3], (a)[4], (a)[5], (a)[6],	\
		(a)[7], REST(0), REST(1), REST(2), REST(3), REST(4),	\
		REST(5), REST(6), REST(7)))

static __u64 stack_args_lost(const __u64 *a)
{
	__u64 lost = 0;
	int i;

	for (i = 0; i < DCT_NR_ARGS; i++) {
		lost += stack_args[i] != a[i];
		lost += stack_args[DCT_NR_ARGS + i] != REST(i);
	}
	return lost;
}

static int call_once(struct dct_kind_call *req)
{
	const __u64 *a = req->args;

	switch (req->kind) {
	case DCT_KIND_EXPORTED:
		req->result = int_pow(a[0], a[1]);
		return 0;
	case DCT_KIND_STATIC:
		req->result = call_function(READ_ONCE(call_static), a);
		return 0;
	case DCT_KIND_TAIL:
		req->result = dct_tail_caller(a);
		return 0;
	case DCT_KIND_STACK:
		req->result = CALL_WITH_STACK(READ_ONCE(call_stack), a);
		req->lost += stack_args_lost(a);
		return 0;
	case DCT_KIND_PRIVATE:
		req->result = CALL_WITH_STACK(dct_private_function, a);
		req->lost += stack_args_lost(a);
		return 0;
	case DCT_KIND_LATE:
		if (!late_function)
			return -ENODEV;
		req->result = call_function(READ_ONCE(late_function), a);
		return 0;
	default:
		return -EINVAL;
	}
}

int dct_kind_call(struct dct_kind_call *req)
{
	__u32 i;
	int err;

	dct_count_expect(req->args);
	req->lost = 0;
	for (i = 0; i < req->times; i++) {
		err = call_once(req);
		if (err)
			return err;
		cond_resched();
	}
	snprintf(req->returns_to, sizeof(req->returns_to), "%ps",
		 (void *)tail_returns_to);
	return 0;
}

void *dct_kind_function(unsigned int kind)
{
	switch (kind) {
	case DCT_KIND_EXPORTED:
		return int_pow;
	case DCT_KIND_STATIC:
		return static_function;
	case DCT_KIND_TAIL:
		return tail_end;
	case DCT_KIND_STACK:
		return stack_function;
	case DCT_KIND_LATE:
		return late_function;
	default:
		return NULL;
	}
}
