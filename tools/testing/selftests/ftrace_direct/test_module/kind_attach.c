// SPDX-License-Identifier: GPL-2.0
/*
 * Direct calls on functions of every kind, one struct kit_direct for each kind.
 * kind_functions.c has the functions.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>

#include <ftrace_direct/direct.h>

#include "detach.h"
#include "internal.h"
#include "kinds.h"

static struct kit_direct directs[DCT_NR_KINDS];
static bool leaves[DCT_NR_KINDS];

static bool bad_request(const struct dct_kind *req)
{
	return req->kind >= DCT_NR_KINDS || req->and >= DCT_NR_KINDS ||
	       req->tramp >= DCT_NR_TRAMPS;
}

static void *function_address(const struct dct_kind *req)
{
	if (req->kind == DCT_KIND_ADDRESS)
		return (void *)(unsigned long)req->address;
	return dct_kind_function(req->kind);
}

int dct_kind_attach(struct dct_kind *req)
{
	struct kit_direct *direct;
	void *func;

	if (bad_request(req))
		return -EINVAL;
	direct = &directs[req->kind];
	func = function_address(req);
	if (!func || direct->addr)
		return -EINVAL;
	req->address = (unsigned long)func;
	req->filter = kit_direct_init(direct, func);
	if (!req->filter && req->and)
		req->filter = kit_direct_add(direct, dct_kind_function(req->and));
	if (req->filter)
		return 0;
	req->result = kit_direct_register(direct, dct_tramp_address(req->tramp));
	if (req->result)
		kit_direct_exit(direct);
	leaves[req->kind] = req->leaves;
	return 0;
}

/**
 * dct_kind_modify - switch the direct call of a function
 * @req: which, and to which trampoline; gets the result
 *
 * Context: Process context, may sleep. The function may be gone.
 * Return: 0 or -EINVAL
 */
int dct_kind_modify(struct dct_kind *req)
{
	if (bad_request(req))
		return -EINVAL;
	req->result = kit_direct_modify(&directs[req->kind],
					dct_tramp_address(req->tramp));
	return 0;
}

int dct_kind_detach(struct dct_kind *req)
{
	struct kit_direct *direct;

	if (bad_request(req))
		return -EINVAL;
	direct = &directs[req->kind];
	req->result = kit_direct_unregister(direct,
					    dct_tramp_address(req->tramp));
	if (!req->result)
		kit_direct_exit(direct);
	return 0;
}

/**
 * dct_kind_pause - detach, and keep the filter
 * @req: which, and its trampoline; gets the result
 *
 * Context: Process context, may sleep. The function may be gone.
 * Return: 0 or -EINVAL
 */
int dct_kind_pause(struct dct_kind *req)
{
	if (bad_request(req))
		return -EINVAL;
	req->result = kit_direct_unregister(&directs[req->kind],
					    dct_tramp_address(req->tramp));
	return 0;
}

/**
 * dct_kind_resume - attach again, with the filter that is set
 * @req: which, after dct_kind_pause(), and the trampoline; gets the result
 *
 * Context: Process context, may sleep. The function may be gone.
 * Return: 0 or -EINVAL
 */
int dct_kind_resume(struct dct_kind *req)
{
	if (bad_request(req) || directs[req->kind].addr)
		return -EINVAL;
	req->result = kit_direct_register(&directs[req->kind],
					  dct_tramp_address(req->tramp));
	return 0;
}

int dct_kind_site(struct dct_kind *req)
{
	void *func;

	if (bad_request(req))
		return -EINVAL;
	func = function_address(req);
	return func ? dct_site_bytes(func, req->bytes) : -EINVAL;
}

/*
 * A thread that sets the filter of DCT_KIND_LATE again and again. One of its functions
 * is added, which it has already: ftrace copies the filter and replaces it by the copy.
 */
#if KIT_DIRECT_API != KIT_DIRECT_API_IP && defined(CONFIG_DYNAMIC_FTRACE)

static struct task_struct *refilter_thread;

/* Return 0, or what ftrace said against it for the first time. */
static int refilter(void *function)
{
	int err = 0;

	while (!kthread_should_stop()) {
		err = err ?: ftrace_set_filter_ip(&directs[DCT_KIND_LATE].ops,
						  (unsigned long)function, 0, 0);
		cond_resched();
	}
	return err;
}

static int refilter_on(void *function)
{
	struct task_struct *thread;

	if (refilter_thread || !function)
		return -EINVAL;
	thread = kthread_run(refilter, function, "dct_refilter");
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	refilter_thread = thread;
	return 0;
}

static int refilter_off(void)
{
	int err = refilter_thread ? kthread_stop(refilter_thread) : 0;

	refilter_thread = NULL;
	return err;
}

#else

static int refilter_on(void *function)
{
	return -EOPNOTSUPP;
}

static int refilter_off(void)
{
	return 0;
}

#endif

/**
 * dct_kind_refilter - begin or end that
 * @req: begin with the kind @req->and, or end if that is 0; gets the result:
 *	at the end, the first error that setting the filter returned
 *
 * Context: Process context, may sleep.
 * Return: 0 or -EINVAL
 */
int dct_kind_refilter(struct dct_kind *req)
{
	if (bad_request(req))
		return -EINVAL;
	req->result = req->and ? refilter_on(dct_kind_function(req->and)) :
				 refilter_off();
	return 0;
}

/* Keep what cannot be detached: its ops are in ftrace's list. */
static int release(unsigned int kind)
{
	struct kit_direct *direct = &directs[kind];

	if (!direct->addr)
		return 0;
	if (dct_detach(direct))
		return -EBUSY;
	kit_direct_exit(direct);
	return 0;
}

/**
 * dct_late_offer - offer a function of another module as DCT_KIND_LATE
 * @func: the function
 *
 * Return: 0, or -EBUSY if there is one already
 */
int dct_late_offer(u64 (*func)(DCT_ARGS))
{
	return dct_kind_set_late(func) ? 0 : -EBUSY;
}
EXPORT_SYMBOL_GPL(dct_late_offer);

/**
 * dct_late_withdraw - the module of the function goes
 *
 * Detaches what is attached to the function, unless the test that attached it
 * asked to leave it there.
 */
void dct_late_withdraw(void)
{
	WARN_ON(!leaves[DCT_KIND_LATE] && release(DCT_KIND_LATE));
	dct_kind_set_late(NULL);
}
EXPORT_SYMBOL_GPL(dct_late_withdraw);

static struct dct_init_function in_init;
static bool in_init_wanted;

/**
 * dct_init_function - prepare what ftrace_direct_late.ko does while it is loaded
 * @req: says what; gets what it did the last time
 *
 * Return: 0
 */
int dct_init_function(struct dct_init_function *req)
{
	/* Where vfree() is lazy, the function does not come back to its address. */
	vm_unmap_aliases();
	in_init.attach = req->attach;
	in_init_wanted = true;
	*req = in_init;
	return 0;
}

/**
 * dct_late_in_init - call the function of another module that is in its init text
 * @func: the function
 *
 * Does nothing unless a test has prepared it. Attaches a direct call before, as
 * DCT_KIND_ADDRESS, if the test has asked for it.
 */
void dct_late_in_init(u64 (*func)(DCT_ARGS))
{
	static const __u64 args[DCT_NR_ARGS] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	struct dct_kind req = {
		.kind = DCT_KIND_ADDRESS,
		.address = (unsigned long)func,
	};

	if (!in_init_wanted)
		return;
	in_init.address = req.address;
	in_init.result = 0;
	if (in_init.attach)
		in_init.result = dct_kind_attach(&req) ?: req.filter ?: req.result;
	dct_count_expect(args);
	func(1, 2, 3, 4, 5, 6, 7, 8);
}
EXPORT_SYMBOL_GPL(dct_late_in_init);

int dct_kind_reset(void)
{
	unsigned int kind;
	int err = 0;

	in_init_wanted = false;
	refilter_off();
	for (kind = 0; kind < DCT_NR_KINDS; kind++)
		err = release(kind) ?: err;
	return err;
}
