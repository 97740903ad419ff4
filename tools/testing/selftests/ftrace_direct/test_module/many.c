// SPDX-License-Identifier: GPL-2.0
/*
 * One direct call on many functions, and what each of them did when it was called.
 */
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <asm/sections.h>

#include <ftrace_direct/direct.h>

#include "detach.h"
#include "many.h"

#define BYTES	(DCT_SITE_BYTES / 2)

static struct dct_many_table *many;
static u8 loaded[DCT_NR_MANY][BYTES];

static struct kit_direct slots[DCT_NR_MANY_SLOTS];
static unsigned long ips[DCT_NR_MANY_SLOTS][DCT_NR_MANY];
static bool leaves[DCT_NR_MANY_SLOTS];

static int read_bytes(unsigned int i, u8 *bytes)
{
	return copy_from_kernel_nofault(bytes,
			dereference_function_descriptor(many->func[i]), BYTES);
}

/**
 * dct_many_offer - offer the functions of ftrace_direct_many.ko
 * @table: the functions
 *
 * Return: 0, -EBUSY if there are some already, or the error of reading their sites
 */
int dct_many_offer(struct dct_many_table *table)
{
	unsigned int i;
	int err = 0;

	if (many)
		return -EBUSY;
	many = table;
	for (i = 0; i < DCT_NR_MANY && !err; i++)
		err = read_bytes(i, loaded[i]);
	if (err)
		many = NULL;
	return err;
}
EXPORT_SYMBOL_GPL(dct_many_offer);

/* Keep what cannot be detached. */
static int slot_reset(unsigned int slot)
{
	struct kit_direct *direct = &slots[slot];

	if (dct_detach(direct))
		return -EBUSY;
	if (direct->ips)
		kit_direct_exit(direct);
	leaves[slot] = false;
	return 0;
}

/**
 * dct_many_withdraw - the module of the functions goes
 *
 * Detaches what is attached to them, but for what a test leaves.
 */
void dct_many_withdraw(void)
{
	unsigned int slot;

	for (slot = 0; slot < DCT_NR_MANY_SLOTS; slot++)
		WARN_ON(!leaves[slot] && slot_reset(slot));
	many = NULL;
}
EXPORT_SYMBOL_GPL(dct_many_withdraw);

static bool out_of_range(unsigned int first, unsigned int count)
{
	return first > DCT_NR_MANY || count > DCT_NR_MANY - first;
}

static bool bad_request(const struct dct_many *req)
{
	return !many || req->slot >= DCT_NR_MANY_SLOTS ||
	       req->tramp >= DCT_NR_TRAMPS || req->step > DCT_NR_MANY ||
	       out_of_range(req->first, req->count) ||
	       (req->step && out_of_range(req->first, req->count * req->step));
}

/* The @i-th of the requested functions. */
static unsigned long requested(const struct dct_many *req, unsigned int i)
{
	return (unsigned long)many->func[req->first + i * (req->step ?: 1)];
}

/* A slot that has the requested functions already keeps its filter. */
static bool slot_has(struct kit_direct *slot, const struct dct_many *req)
{
	return slot->ips && slot->nr == req->count && slot->ips[0] == requested(req, 0) &&
	       slot->ips[slot->nr - 1] == requested(req, slot->nr - 1);
}

static void slot_prepare(struct dct_many *req)
{
	struct kit_direct *slot = &slots[req->slot];
	unsigned int i;

	if (slot_has(slot, req))
		return;
	if (slot->ips)
		kit_direct_exit(slot);
	for (i = 0; i < req->count; i++)
		ips[req->slot][i] = requested(req, i);
	req->filter = kit_direct_init_many(slot, ips[req->slot], req->count);
}

int dct_many_attach(struct dct_many *req)
{
	struct kit_direct *slot;

	if (bad_request(req) || !req->count)
		return -EINVAL;
	slot = &slots[req->slot];
	if (slot->addr)
		return -EINVAL;
	req->filter = 0;
	slot_prepare(req);
	leaves[req->slot] = req->leaves;
	if (!req->filter)
		req->result = kit_direct_register(slot, dct_tramp_address(req->tramp));
	return 0;
}

/**
 * dct_many_function - look up one of the functions
 * @i: its number
 *
 * Return: its address, NULL if there is none
 */
void *dct_many_function(unsigned int i)
{
	return many && i < DCT_NR_MANY ? many->func[i] : NULL;
}

/* As the kernel hashes with 32 buckets, the minimum. */
#define BUCKET_BITS	5
#define BUCKET_MAX	60	/* with 64 functions the hash would grow */

static unsigned long bucket(unsigned long (*location)(unsigned long ip),
			    void *func)
{
	return hash_long(location((unsigned long)func), BUCKET_BITS);
}

/* Looking up the symbol takes longest: do it once. */
static unsigned int find_same_bucket(unsigned long *found)
{
	unsigned long (*location)(unsigned long ip);
	unsigned int i, count = 0;
	unsigned long wanted;

	location = (void *)dct_lookup("ftrace_location");
	if (!location)
		return 0;
	wanted = bucket(location, dct_account_function(0));
	for (i = 0; i < DCT_NR_MANY && count < BUCKET_MAX; i++)
		if (bucket(location, many->func[i]) == wanted)
			found[count++] = (unsigned long)many->func[i];
	return count;
}

/**
 * dct_many_same_bucket - attach to functions in the bucket of accounted function 0
 * @req: slot and trampoline; gets the results and the number of functions
 *
 * Context: Process context, may sleep.
 * Return: 0 or -EINVAL
 */
int dct_many_same_bucket(struct dct_many *req)
{
	struct kit_direct *slot;

	if (bad_request(req))
		return -EINVAL;
	slot = &slots[req->slot];
	if (slot->addr)
		return -EINVAL;
	if (slot->ips)
		kit_direct_exit(slot);
	req->count = find_same_bucket(ips[req->slot]);
	req->filter = kit_direct_init_many(slot, ips[req->slot], req->count);
	if (!req->filter)
		req->result = kit_direct_register(slot, dct_tramp_address(req->tramp));
	return 0;
}

#if KIT_DIRECT_API != KIT_DIRECT_API_IP && defined(CONFIG_DYNAMIC_FTRACE)

static int change_filter(struct dct_many_filter *req)
{
	unsigned long func = (unsigned long)many->func[req->func];
	struct kit_direct *slot = &slots[req->slot];
	char name[16];			/* ftrace modifies it */

	switch (req->what) {
	case DCT_FILTER_ADD:
	case DCT_FILTER_REMOVE:
		return ftrace_set_filter_ip(&slot->ops, func,
					    req->what == DCT_FILTER_REMOVE, 0);
	case DCT_FILTER_NOTRACE:
		snprintf(name, sizeof(name), "many_%u", req->func);
		return ftrace_set_notrace(&slot->ops, name, strlen(name), 0);
	case DCT_FILTER_NO_NOTRACE:
		return ftrace_set_notrace(&slot->ops, NULL, 0, 1);
	default:
		return ftrace_set_filter_ips(&slot->ops, slot->ips, slot->nr, 0, 1);
	}
}

#else

static int change_filter(struct dct_many_filter *req)
{
	return -EOPNOTSUPP;
}

#endif

/**
 * dct_many_filter - change the filter of a slot, which may be attached
 * @req: how; gets the result
 *
 * Context: Process context, may sleep.
 * Return: 0 or -EINVAL
 */
int dct_many_filter(struct dct_many_filter *req)
{
	if (!many || req->slot >= DCT_NR_MANY_SLOTS || req->func >= DCT_NR_MANY)
		return -EINVAL;
	req->result = change_filter(req);
	return 0;
}

/**
 * dct_hash_bits - read the size of the hash of direct functions
 * @bits: gets the bits of its index, 0 if kallsyms has no data symbols
 *
 * Context: Process context, may sleep. Nothing is registered or unregistered.
 * Return: 0, or the error of reading it
 */
int dct_hash_bits(__u32 *bits)
{
	unsigned long **hash = (void *)dct_lookup("direct_functions");
	unsigned long size_bits = 0;
	int err = 0;

	/* kernel/trace/trace.h: the first of struct ftrace_hash */
	if (hash)
		err = copy_from_kernel_nofault(&size_bits, READ_ONCE(*hash),
					       sizeof(size_bits));
	*bits = size_bits;
	return err;
}

int dct_many_detach(struct dct_many *req)
{
	if (bad_request(req))
		return -EINVAL;
	req->result = kit_direct_unregister(&slots[req->slot], dct_tramp_address(req->tramp));
	return 0;
}

int dct_many_modify(struct dct_many *req)
{
	u64 start;

	if (bad_request(req))
		return -EINVAL;
	start = ktime_get_raw_ns();
	req->result = kit_direct_modify(&slots[req->slot], dct_tramp_address(req->tramp));
	req->ns = ktime_get_raw_ns() - start;
	return 0;
}

/* Call function @i. Did its body and handlers run as they should? */
static bool call_one(unsigned int i, unsigned int tramp, bool direct)
{
	const __u64 args[DCT_NR_ARGS] = { i };
	struct dct_counts before, after;
	void (*func)(unsigned long number) = READ_ONCE(many->func[i]);
	unsigned long body = READ_ONCE(many->bodies[i]);
	unsigned int t;

	dct_count_expect(args);
	dct_count_read(&before);
	func(i);
	dct_count_read(&after);

	if (READ_ONCE(many->bodies[i]) != body + 1)
		return false;
	for (t = 0; t < DCT_NR_TRAMPS; t++)
		if (after.handler[t] - before.handler[t] !=
		    (direct && t == tramp))
			return false;
	return !direct || after.handler_args[0] == i;
}

/**
 * dct_many_runs - does a function run a trampoline's handler, and then its body?
 * @i: its number
 * @tramp: the trampoline
 *
 * Context: Process context. Nobody else calls it.
 * Return: true if each runs once, and no other handler
 */
bool dct_many_runs(unsigned int i, unsigned int tramp)
{
	return call_one(i, tramp, true);
}

static bool site_changed(unsigned int i)
{
	u8 bytes[BYTES];

	return read_bytes(i, bytes) || memcmp(bytes, loaded[i], BYTES);
}

int dct_many_call(struct dct_many_calls *req)
{
	unsigned int i;
	bool direct;

	if (!many || out_of_range(req->first, req->count) ||
	    req->tramp >= DCT_NR_TRAMPS)
		return -EINVAL;
	req->direct = 0;
	req->bare = 0;
	req->wrong = 0;
	req->changed = 0;
	for (i = 0; i < DCT_NR_MANY; i++) {
		direct = i - req->first < req->count;
		req->changed += site_changed(i);
		if (call_one(i, req->tramp, direct))
			*(direct ? &req->direct : &req->bare) += 1;
		else if (!req->wrong++)
			req->first_wrong = i;
		cond_resched();
	}
	return 0;
}

int dct_many_reset(void)
{
	unsigned int slot;
	int err = 0;

	for (slot = 0; slot < DCT_NR_MANY_SLOTS; slot++)
		err = slot_reset(slot) ?: err;
	return err;
}
