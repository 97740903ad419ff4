// SPDX-License-Identifier: GPL-2.0
/*
 * The call of which every register is known: attach to its target, and make it.
 *
 * include/direct/probe.h describes the image of registers. There is one image, so one
 * call at a time: the device's lock ensures that.
 */
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <ftrace_direct/direct.h>
#include <direct/entry.h>
#include <direct/ftrace_regs.h>

#include "internal.h"
#include "probe.h"

#ifdef DCT_HAS_PROBE

static struct kit_direct direct;
static bool direct_on;
static unsigned int direct_tramp;

/* Without and with all registers. */
static struct ftrace_ops plain[2];
static bool plain_on[2];
static unsigned int callbacks;
static struct dct_probe_way way;	/* of the current run */

/* Without registers there is no claim. */
static void note_sp(const struct ftrace_ops *ops, struct kit_ftrace_regs *fregs)
{
#ifdef KIT_RETURN_SLOT
	bool regs = ops == &plain[1];

#ifndef KIT_RETURN_SLOT_PLAIN
	if (!regs)
		return;
#endif
	way.sp[regs] = kit_ftrace_get_stack_pointer(fregs);
#endif
}

/*
 * Change every register that a C function may change, and not the image.
 */
static noinline notrace void callback(unsigned long ip, unsigned long parent_ip,
				      struct ftrace_ops *ops,
				      struct kit_ftrace_regs *fregs)
{
	__u64 *row = dct_probe_image[KIT_PROBE_HANDLER];
	__u64 saved[KIT_PROBE_SLOTS];

	memcpy(saved, row, sizeof(saved));
	dct_probe_handler();
	memcpy(row, saved, sizeof(saved));
	note_sp(ops, fregs);
	callbacks++;
}

static void *site_function(unsigned int site)
{
	if (site == DCT_PROBE_MODULE)
		return dct_probe_target;
	return int_pow;
}

static const char *site_name(unsigned int site)
{
	return site == DCT_PROBE_MODULE ? "dct_probe_target" : "int_pow";
}

static unsigned long tramp_address(unsigned int tramp)
{
	if (tramp == DCT_PROBE_OWN)
		return (unsigned long)dct_probe_tramp;
	return dct_jump_address(tramp);
}

static int direct_attach(struct dct_probe *req)
{
	unsigned long addr = tramp_address(req->tramp);
	int err;

	if (direct_on)
		return -EINVAL;
	if (!addr) {
		req->result = -ENOENT;
		return 0;
	}
	memset(&direct, 0, sizeof(direct));
	err = kit_direct_init(&direct, site_function(req->site));
	if (err)
		return err;
	req->result = kit_direct_register(&direct, addr);
	direct_on = !req->result;
	direct_tramp = req->tramp;
	if (req->result)
		kit_direct_exit(&direct);
	return 0;
}

static int direct_detach(struct dct_probe *req)
{
	if (!direct_on)
		return -EINVAL;
	req->result = kit_direct_unregister(&direct, direct.addr);
	direct_on = req->result;
	if (!direct_on)
		kit_direct_exit(&direct);
	return 0;
}

static int plain_attach(struct dct_probe *req)
{
	bool regs = req->part == DCT_PROBE_CALLBACK_REGS;
	struct ftrace_ops *ops = &plain[regs];

	if (plain_on[regs])
		return -EINVAL;
	memset(ops, 0, sizeof(*ops));
	ops->func = callback;
	if (regs)
		ops->flags = FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED;
	req->result = kit_ftrace_choose(ops, site_function(req->site),
					site_name(req->site));
	if (!req->result)
		req->result = register_ftrace_function(ops);
	plain_on[regs] = !req->result;
	return 0;
}

static int plain_detach(struct dct_probe *req)
{
	bool regs = req->part == DCT_PROBE_CALLBACK_REGS;

	if (!plain_on[regs])
		return -EINVAL;
	req->result = unregister_ftrace_function(&plain[regs]);
	plain_on[regs] = req->result;
	if (!plain_on[regs])
		kit_ftrace_forget(&plain[regs]);
	return 0;
}

static bool bad_request(const struct dct_probe *req)
{
	return req->site >= DCT_PROBE_NR_SITES ||
	       req->part >= DCT_PROBE_NR_PARTS ||
	       req->tramp >= DCT_PROBE_NR_TRAMPS;
}

int dct_probe_on(struct dct_probe *req)
{
	if (bad_request(req))
		return -EINVAL;
	if (req->part == DCT_PROBE_DIRECT)
		return direct_attach(req);
	return plain_attach(req);
}

int dct_probe_off(struct dct_probe *req)
{
	if (bad_request(req))
		return -EINVAL;
	if (req->part == DCT_PROBE_DIRECT)
		return direct_detach(req);
	return plain_detach(req);
}

int dct_probe_reset(void)
{
	struct dct_probe req = {};

	for (req.part = 0; req.part < DCT_PROBE_NR_PARTS; req.part++)
		dct_probe_off(&req);
	if (!direct_on)
		dct_jump_free();
	return direct_on || plain_on[0] || plain_on[1] ? -EBUSY : 0;
}

/* splitmix64: any seed works, and every bit of it matters. */
static __u64 next_random(__u64 *state)
{
	__u64 z = *state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

static void fill(__u64 *words, unsigned int count, __u64 *state)
{
	while (count--)
		*words++ = next_random(state);
}

static void call_asm(__u64 *state)
{
	memset(dct_probe_image, 0, sizeof(dct_probe_image));
	fill(dct_probe_image[KIT_PROBE_SET], KIT_PROBE_SLOTS, state);
	fill(dct_probe_image[KIT_PROBE_POISON], KIT_PROBE_SLOTS, state);
	fill(dct_probe_image[KIT_PROBE_GIVEN], KIT_PROBE_SLOTS, state);
	dct_probe_caller();
}

#if KIT_PROBE_NR_FP

/* Compiled kernel code does not use these registers. */
static void call_fp(struct dct_probe_run *run, __u64 *state)
{
	static __u64 set[KIT_PROBE_NR_FP], after[KIT_PROBE_NR_FP];

	KIT_PROBE_FP_STATE(fp);

	fill(set, KIT_PROBE_NR_FP, state);
	kit_probe_fp_begin(&fp);
	kit_probe_fp_load(set);
	call_asm(state);
	kit_probe_fp_store(after);
	kit_probe_fp_end(&fp);
	dct_probe_compare_fp(run, set, after, KIT_PROBE_NR_FP);
}

#else

/* Then floating point has to be off. */
static void call_fp(struct dct_probe_run *run, __u64 *state)
{
	call_asm(state);
	dct_probe_expect_fp_off(run, kit_probe_fp_off());
}

#endif

static void call_kernel(struct dct_probe_run *run, __u64 *state)
{
	__u64 base, result, expected = 1;
	unsigned int exponent, i;

	memset(dct_probe_image, 0, sizeof(dct_probe_image));
	base = next_random(state);
	exponent = next_random(state) % 60;
	for (i = 0; i < exponent; i++)
		expected *= base;
	result = READ_ONCE(dct_probe_int_pow)(base, exponent);
	dct_probe_compare_kernel(run, base, exponent, expected, result);
}

u64 (*dct_probe_int_pow)(u64 base, unsigned int exponent) = int_pow;

int dct_probe_run(struct dct_probe_run *run)
{
	unsigned int before = callbacks;
	__u64 state = run->seed;

	way = (struct dct_probe_way){
		.handler = direct_on && direct_tramp != DCT_PROBE_STUB,
		.c_code = plain_on[0] || plain_on[1] ||
			  run->flags & DCT_RUN_GRAPH,
		.graph = run->flags & DCT_RUN_GRAPH,
	};
	if (run->site >= DCT_PROBE_NR_SITES)
		return -EINVAL;
	dct_probe_compare_begin(run, &way);
	for (way.round = 0; way.round < run->rounds; way.round++) {
		if (run->site == DCT_PROBE_KERNEL) {
			call_kernel(run, &state);
			continue;
		}
		if (run->flags & DCT_RUN_FP)
			call_fp(run, &state);
		else
			call_asm(&state);
		dct_probe_compare(run);
	}
	run->callbacks = callbacks - before;
	return 0;
}

/**
 * dct_reach - tell the branch range of a site
 * @req: which site; gets the range
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL if there is no such site
 */
int dct_reach(struct dct_reach *req)
{
	unsigned long (*location)(unsigned long ip);

	if (req->site >= DCT_PROBE_NR_SITES)
		return -EINVAL;
	location = (void *)dct_lookup("ftrace_location");
	if (location)
		req->address = location((unsigned long)site_function(req->site));
	else
		req->address = 0;
	req->low = req->address + KIT_PROBE_LOW;
	req->high = req->address + KIT_PROBE_HIGH;
	req->step = KIT_PROBE_STEP;
#ifdef KIT_PROBE_NEAR_ONLY
	req->near_only = 1;
#endif
	return 0;
}

#else

int dct_probe_on(struct dct_probe *req)
{
	return -ENODEV;
}

int dct_probe_off(struct dct_probe *req)
{
	return -ENODEV;
}

int dct_probe_reset(void)
{
	return 0;
}

int dct_probe_run(struct dct_probe_run *run)
{
	return -ENODEV;
}

int dct_reach(struct dct_reach *req)
{
	return -ENODEV;
}

#endif /* DCT_HAS_PROBE */
