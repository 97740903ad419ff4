// SPDX-License-Identifier: GPL-2.0
/*
 * What a direct call costs: functions that are called many times with interrupts
 * off, and where their sites branch to.
 *
 * The trampoline returns to the caller with the first argument as result. So neither
 * a handler nor a body is part of what is measured, and the result tells which ran.
 */
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <asm/cacheflush.h>

#include <direct/bench.h>
#include <ftrace_direct/direct.h>

#include "internal.h"
#include "probe.h"

#if defined(KIT_HAS_BENCH) && defined(DCT_HAS_PROBE)

extern const u32 dct_bench_tramp_size;

KIT_BENCH_FUNCTION(dct_bench_tramp, KIT_BENCH_TRAMP);
KIT_BENCH_FUNCTION(dct_bench_written, KIT_BENCH_CALL("dct_bench_tramp"));

typedef u64 (*dct_bench_func)(u64 base, unsigned int exponent);

#define BASE		3
#define EXPONENT	2
#define BODY		9
#define TRAMP		BASE

/* For exponent 2, what int_pow() does, in the module. */
noinline u64 dct_bench_square(u64 base, unsigned int exponent)
{
	return base * base;
}

static dct_bench_func site_function(unsigned int site)
{
	return site == DCT_PROBE_MODULE ? dct_bench_square : int_pow;
}

static noinline u64 count_wrong(dct_bench_func func, u32 times, u64 right)
{
	u64 wrong = 0;

	while (times--)
		wrong += func(BASE, EXPONENT) != right;
	return wrong;
}

/* The first call is not measured: it may do things that happen once. */
static void measure(struct dct_bench *req, dct_bench_func func, u64 right)
{
	unsigned long flags;
	u64 start;

	req->wrong = count_wrong(func, 1, right);
	local_irq_save(flags);
	start = ktime_get_raw_ns();
	req->wrong += count_wrong(func, req->times, right);
	req->ns = ktime_get_raw_ns() - start;
	local_irq_restore(flags);
}

/* The address of the site as ftrace has it, 0 if it has none. */
static u64 locate(unsigned int site)
{
	unsigned long (*location)(unsigned long ip);

	location = (void *)dct_lookup("ftrace_location");
	return location ? location((unsigned long)site_function(site)) : 0;
}

#ifdef kit_bench_next
#define first_part(site)	kit_bench_next(site)
#define next_part(addr)		kit_bench_next(addr)
#else
#define first_part(site)	dct_branch_target(site)
#define next_part(addr)		0
#endif

/* A symbol counts only at its own address. */
static void name_part(struct dct_bench_part *part, void *addr)
{
	snprintf(part->symbol, sizeof(part->symbol), "%pS", addr);
	if (strstr(part->symbol, "+0x0/"))
		snprintf(part->symbol, sizeof(part->symbol), "%ps", addr);
	else
		snprintf(part->symbol, sizeof(part->symbol), "0x%lx",
			 (unsigned long)addr);
}

static void read_part(struct dct_bench_part *part, unsigned long addr)
{
	part->address = addr;
	name_part(part, (void *)addr);
	if (copy_from_kernel_nofault(part->code, (void *)addr,
				     sizeof(part->code)))
		memset(part->code, 0, sizeof(part->code));
}

static void follow(struct dct_bench *req)
{
	unsigned long addr = first_part(req->address);
	unsigned int i;

	for (i = 0; addr && i < DCT_BENCH_PARTS; i++) {
		read_part(&req->parts[i], addr);
		addr = next_part(addr);
	}
}

static unsigned long place_tramp(unsigned int area)
{
	struct dct_jump jump = { .area = area };
	size_t size = dct_bench_tramp_size;

	if (dct_jump(&jump) || jump.result)
		return 0;
	memcpy((void *)(unsigned long)jump.address, dct_bench_tramp, size);
	flush_icache_range(jump.address, jump.address + size);
	return jump.address;
}

static bool is_in_range(const struct dct_bench *req)
{
	return req->tramp - (req->address + KIT_PROBE_LOW) <=
	       KIT_PROBE_HIGH - KIT_PROBE_LOW;
}

static bool is_at_distance(const struct dct_bench *req, bool far)
{
	bool near_all = false;

#ifdef KIT_BENCH_REACHES_ALL
	near_all = !far;
#endif
	return near_all || is_in_range(req) != far;
}

/* Place the trampoline at the right distance, and find the site. */
static int prepare(struct dct_bench *req)
{
	bool far = req->call == DCT_BENCH_FAR;

	req->address = locate(req->site);
	req->tramp = place_tramp(far ? DCT_JUMP_VMALLOC : DCT_JUMP_MODULES);
	if (!req->address || !req->tramp)
		return -ENOENT;
	return is_at_distance(req, far) ? 0 : -ERANGE;
}

static int measure_direct(struct dct_bench *req)
{
	static struct kit_direct direct;
	int err = 0;

	req->result = prepare(req);
#ifdef KIT_PROBE_NEAR_ONLY
	if (req->call == DCT_BENCH_FAR)
		req->result = -EOPNOTSUPP;
#endif
	if (!req->result)
		req->result = kit_direct_init(&direct, site_function(req->site));
	if (req->result)
		return 0;
	req->result = kit_direct_register(&direct, req->tramp);
	if (!req->result) {
		follow(req);
		measure(req, site_function(req->site), TRAMP);
		err = kit_direct_unregister(&direct, req->tramp);
	}
	if (!err)
		kit_direct_exit(&direct);
	return err;
}

/**
 * dct_bench - measure calls of one kind
 * @req: which calls and how many; gets the time
 *
 * Context: Process context, may sleep. Nothing is attached to the functions, and
 * nothing calls what dct_jump() made. DCT_BENCH_BARE includes what other users have
 * attached.
 * Return: 0, or the error of detaching.
 */
int dct_bench(struct dct_bench *req)
{
	int err = 0;

	if (req->site >= DCT_PROBE_NR_SITES || !req->times)
		return -EINVAL;
	switch (req->call) {
	case DCT_BENCH_WRITTEN:
		measure(req, dct_bench_written, TRAMP);
		return 0;
	case DCT_BENCH_BARE:
		req->address = locate(req->site);
		if (req->address)
			follow(req);
		measure(req, site_function(req->site), BODY);
		return 0;
	case DCT_BENCH_NEAR:
	case DCT_BENCH_FAR:
		err = measure_direct(req);
		if (!err)
			dct_jump_free();
		return err;
	default:
		return -EINVAL;
	}
}

#else

int dct_bench(struct dct_bench *req)
{
	return -ENODEV;
}

#endif /* KIT_HAS_BENCH */
