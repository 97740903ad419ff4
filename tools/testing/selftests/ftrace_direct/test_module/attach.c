// SPDX-License-Identifier: GPL-2.0
/*
 * The interface under test: attach, detach and switch direct calls, and a plain
 * ftrace callback on the same functions.
 *
 * A slot is one struct kit_direct. It is set up once for a target and then used
 * again and again, as the contract allows.
 */
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/string.h>

#include <ftrace_direct/direct.h>
#include <direct/entry.h>

#include "detach.h"
#include "internal.h"

static struct kit_direct slots[DCT_NR_SLOTS];
static unsigned int slot_target[DCT_NR_SLOTS];
static bool slot_ready[DCT_NR_SLOTS];
static bool slot_shares[DCT_NR_SLOTS];

static bool bad_request(const struct dct_direct *req)
{
	return req->slot >= DCT_NR_SLOTS || req->target >= DCT_NR_TARGETS ||
	       req->tramp >= DCT_NR_TRAMPS;
}

/* The ops of a slot that cannot be detached are in ftrace's list: keep them. */
static int slot_release(unsigned int slot)
{
	struct kit_direct *direct = &slots[slot];

	if (dct_detach(direct))
		return -EBUSY;
	if (slot_ready[slot])
		kit_direct_exit(direct);
	slot_ready[slot] = false;
	return 0;
}

/* How often the slots' owner was asked; not at the same time as the tests run. */
static struct dct_asked asked;

int dct_asked(struct dct_asked *req)
{
	*req = asked;
	return 0;
}

#ifdef KIT_DIRECT_SHARES

/* Protects the records of functions; NULL if kallsyms has no data symbols. */
static struct mutex *ftrace_lock;

static int agree(struct ftrace_ops *ops, KIT_OPS_FUNC_IP enum ftrace_ops_cmd cmd)
{
	asked.comes += cmd == FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_PEER;
	asked.goes += cmd == FTRACE_OPS_CMD_DISABLE_SHARE_IPMODIFY_PEER;
	if (cmd == FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_SELF) {
		asked.self++;
		asked.unlocked += ftrace_lock && !mutex_is_locked(ftrace_lock);
	}
	return 0;
}

static void let_share(unsigned int slot)
{
	if (!ftrace_lock)
		ftrace_lock = (void *)dct_lookup("ftrace_lock");
	slots[slot].ops.ops_func = slot_shares[slot] ? agree : NULL;
}

#else

static void let_share(unsigned int slot)
{
}

#endif

static int slot_prepare(struct dct_direct *req)
{
	int err;

	if (slot_ready[req->slot] && slot_target[req->slot] == req->target)
		return 0;
	err = slot_release(req->slot);
	if (err)
		return err;
	req->filter = kit_direct_init(&slots[req->slot],
				      dct_target_address(req->target));
	let_share(req->slot);
	slot_target[req->slot] = req->target;
	slot_ready[req->slot] = !req->filter;
	return 0;
}

int dct_register(struct dct_direct *req)
{
	int err;

	if (bad_request(req))
		return -EINVAL;
	req->filter = 0;
	err = slot_prepare(req);
	if (err)
		return err;
	if (!req->filter)
		req->result = kit_direct_register(&slots[req->slot],
						  dct_tramp_address(req->tramp));
	return 0;
}

int dct_unregister(struct dct_direct *req)
{
	if (bad_request(req))
		return -EINVAL;
	req->result = kit_direct_unregister(&slots[req->slot],
					    dct_tramp_address(req->tramp));
	return 0;
}

int dct_modify(struct dct_direct *req)
{
	if (bad_request(req))
		return -EINVAL;
	req->result = kit_direct_modify(&slots[req->slot],
					dct_tramp_address(req->tramp));
	return 0;
}

/* Let a slot share its function with IPMODIFY, until DCT_RESET. */
int dct_share(struct dct_direct *req)
{
	if (bad_request(req) || slot_release(req->slot))
		return -EINVAL;
	slot_shares[req->slot] = true;
	req->result = kit_direct_can_share() ? 0 : -EOPNOTSUPP;
	return 0;
}

#ifdef CONFIG_FUNCTION_TRACER

static void notrace callback(unsigned long ip, unsigned long parent_ip,
			     struct ftrace_ops *ops,
			     struct kit_ftrace_regs *fregs)
{
	dct_count_callback();
}

static struct ftrace_ops plain;

static bool plain_attached, plain_filter;

int dct_callback_on(struct dct_callback *req)
{
	if (req->target >= DCT_NR_TARGETS || plain_attached)
		return -EINVAL;
	plain.func = callback;
	plain_filter = true;
	req->result = kit_ftrace_choose(&plain, dct_target_address(req->target),
					dct_target_name(req->target));
	if (!req->result)
		req->result = register_ftrace_function(&plain);
	plain_attached = !req->result;
	return 0;
}

int dct_callback_off(struct dct_callback *req)
{
	if (!plain_attached)
		return -EINVAL;
	req->result = unregister_ftrace_function(&plain);
	plain_attached = req->result;
	return 0;
}

/* As with a slot: keep what cannot be detached. */
static int callback_release(void)
{
	struct dct_callback req = {};

	dct_callback_off(&req);
	if (plain_attached)
		return -EBUSY;
	if (plain_filter)
		kit_ftrace_forget(&plain);
	plain_filter = false;
	memset(&plain, 0, sizeof(plain));
	return 0;
}

#else

int dct_callback_on(struct dct_callback *req)
{
	return -ENODEV;
}

int dct_callback_off(struct dct_callback *req)
{
	return -ENODEV;
}

static int callback_release(void)
{
	return 0;
}

#endif /* CONFIG_FUNCTION_TRACER */

int dct_attach_reset(void)
{
	unsigned int slot;
	int err = 0;

	for (slot = 0; slot < DCT_NR_SLOTS; slot++) {
		if (slot_release(slot))
			err = -EBUSY;
		slot_shares[slot] = false;
	}
	memset(&asked, 0, sizeof(asked));
	return callback_release() ?: err;
}
