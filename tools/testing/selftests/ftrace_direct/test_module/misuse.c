// SPDX-License-Identifier: GPL-2.0
/*
 * Misuse of the interface under test: documented errors. Each is followed by the
 * correct call with the same handle, which must work.
 */
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <ftrace_direct/direct.h>

#include "internal.h"

static struct kit_direct direct;

static const __u64 args[DCT_NR_ARGS] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static notrace noinline void cannot_be_traced(void)
{
	barrier();
}

/*
 * Attach to @func. With ops, setting the filter is refused, and attaching then has an
 * empty filter. By address, attaching is refused.
 */
static void attach_to(void *func, struct dct_misuse_req *req)
{
	req->filter = kit_direct_init(&direct, func);
	req->result = kit_direct_register(&direct, dct_tramp_address(0));
}

static void without_filter(struct dct_misuse_req *req)
{
	req->result = kit_direct_register(&direct, dct_tramp_address(0));
}

static void with_empty_filter(struct dct_misuse_req *req)
{
	req->filter = kit_direct_init(&direct,
				      dct_target_address(DCT_TARGET_WORD));
	if (req->filter)
		return;
	direct.nr = 0;
	kit_ftrace_forget(&direct.ops);
	req->result = kit_direct_register(&direct, dct_tramp_address(0));
}

#if KIT_DIRECT_API != KIT_DIRECT_API_IP

static notrace void callback(unsigned long ip, unsigned long parent_ip,
			     struct ftrace_ops *ops,
			     struct kit_ftrace_regs *fregs)
{
}

static int with_own_func(struct dct_misuse_req *req)
{
	req->filter = kit_direct_init(&direct,
				      dct_target_address(DCT_TARGET_WORD));
	direct.ops.func = callback;
	req->result = kit_direct_register(&direct, dct_tramp_address(0));
	direct.ops.func = NULL;
	return 0;
}

#else

static int with_own_func(struct dct_misuse_req *req)
{
	return -EOPNOTSUPP;
}

#endif

/* Before 6.4 there is an interface by address, also where there is one with ops. */
#if KIT_DIRECT_API != KIT_DIRECT_API_OPS && \
	defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)

static int notrace_by_ip(struct dct_misuse_req *req)
{
	req->result = register_ftrace_direct((unsigned long)cannot_be_traced,
					     dct_tramp_address(0));
	return 0;
}

static int modify_by_ip(struct dct_misuse_req *req)
{
	unsigned long ip = (unsigned long)dct_target_address(DCT_TARGET_WORD);

	req->filter = register_ftrace_direct(ip, dct_tramp_address(0));
	req->result = modify_ftrace_direct(ip, dct_tramp_address(1),
					   dct_tramp_address(0));
	if (!req->filter)
		req->filter = unregister_ftrace_direct(ip,
						       dct_tramp_address(0));
	return 0;
}

#else

static int notrace_by_ip(struct dct_misuse_req *req)
{
	return -EOPNOTSUPP;
}

static int modify_by_ip(struct dct_misuse_req *req)
{
	return -EOPNOTSUPP;
}

#endif

static int commit(struct dct_misuse_req *req)
{
	/* Not a patch site on any architecture. */
	void *inside = dct_target_address(DCT_TARGET_WORD) + 32;

	switch (req->kind) {
	case DCT_MISUSE_NO_FILTER:
		without_filter(req);
		return 0;
	case DCT_MISUSE_EMPTY_FILTER:
		with_empty_filter(req);
		return 0;
	case DCT_MISUSE_OWN_FUNC:
		return with_own_func(req);
	case DCT_MISUSE_NOTRACE:
		attach_to(cannot_be_traced, req);
		return 0;
	case DCT_MISUSE_INSIDE:
		attach_to(inside, req);
		return 0;
	case DCT_MISUSE_DATA:
		attach_to(&direct, req);
		return 0;
	case DCT_MISUSE_NOTRACE_BY_IP:
		return notrace_by_ip(req);
	case DCT_MISUSE_MODIFY_BY_IP:
		return modify_by_ip(req);
	default:
		return -EINVAL;
	}
}

static void handled(struct dct_misuse_req *req)
{
	struct dct_counts before, after;
	__u64 result[2];

	dct_count_expect(args);
	dct_count_read(&before);
	dct_target_call(DCT_TARGET_WORD, args, result);
	dct_count_read(&after);
	req->handled = after.handler[0] - before.handler[0];
}

static int correct_call(struct dct_misuse_req *req)
{
	unsigned long addr = dct_tramp_address(0);
	int err;

	err = kit_direct_init(&direct, dct_target_address(DCT_TARGET_WORD));
	if (err)
		return err;
	err = kit_direct_register(&direct, addr);
	if (err)
		return err;
	handled(req);
	return kit_direct_unregister(&direct, addr);
}

/**
 * dct_misuse - misuse the interface, then use it correctly
 * @req: how; gets the result of both
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EOPNOTSUPP if this base has no such interface
 */
int dct_misuse(struct dct_misuse_req *req)
{
	int err;

	err = commit(req);
	if (err)
		return err;
	/* Detach what should have been refused. */
	if (direct.addr)
		kit_direct_unregister(&direct, direct.addr);
	req->then = correct_call(req);
	if (!direct.addr)
		kit_direct_exit(&direct);
	return 0;
}
