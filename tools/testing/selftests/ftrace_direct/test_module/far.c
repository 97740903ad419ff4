// SPDX-License-Identifier: GPL-2.0
/*
 * Every trampoline of the tests from out of reach: while this is on, what is
 * attached is code in vmalloc space that jumps on to the trampoline.
 *
 * What was made is used again, and stays until the module goes: nobody has to
 * know when the last call has left it.
 */
#include <linux/errno.h>
#include <linux/rcupdate.h>
#include <linux/vmalloc.h>

#include "internal.h"
#include "probe.h"

#if defined(DCT_HAS_PROBE) && !defined(KIT_PROBE_NEAR_ONLY)

/* The trampolines that dct_tramp_address() and dct_account_tramp() know. */
#define NR_WAYS	4

static struct {
	unsigned long tramp, way;
	bool used;		/* while far */
} ways[NR_WAYS];

static bool far;

/* Where the way to @tramp is, or the first place without one. */
static int find_way(unsigned long tramp)
{
	int i;

	for (i = 0; i < NR_WAYS && ways[i].tramp; i++)
		if (ways[i].tramp == tramp)
			break;
	return i;
}

static int make_way(unsigned long tramp, bool used)
{
	int i = find_way(tramp);

	if (i == NR_WAYS)
		return -ENOSPC;
	if (!ways[i].way)
		ways[i].way = dct_jump_far(tramp);
	if (!ways[i].way)
		return -ENOMEM;
	ways[i].tramp = tramp;
	ways[i].used = used;
	return 0;
}

/**
 * dct_far - what to attach in place of a trampoline
 * @tramp: the trampoline
 *
 * Return: code far away that jumps there while that is asked for, else @tramp.
 */
unsigned long dct_far(unsigned long tramp)
{
	int i = find_way(tramp);

	return far && i < NR_WAYS && ways[i].used ? ways[i].way : tramp;
}

/**
 * dct_far_on - attach from afar from now on
 * @req: which are not; gets the result, -EOPNOTSUPP where a trampoline has to be
 *	 in reach
 *
 * Context: Process context, may sleep. Nothing is attached.
 * Return: 0
 */
int dct_far_on(struct dct_far *req)
{
	unsigned int i;
	bool used;

	far = false;
	req->result = 0;
	for (i = 0; i < DCT_NR_TRAMPS && !req->result; i++) {
		used = !(req->near & 1 << i);
		req->result = make_way(dct_tramp_address(i), used) ?:
			      make_way(dct_account_tramp(i), used);
	}
	far = !req->result;
	return 0;
}

/* Nothing is attached any more. */
void dct_far_off(void)
{
	far = false;
}

/**
 * dct_far_exit - give the memory back
 *
 * Context: Process context, may sleep. Nothing is attached.
 */
void dct_far_exit(void)
{
	int i;

	synchronize_rcu_tasks();
	for (i = 0; i < NR_WAYS; i++)
		vfree((void *)(ways[i].way & PAGE_MASK));
}

#else

unsigned long dct_far(unsigned long tramp)
{
	return tramp;
}

int dct_far_on(struct dct_far *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

void dct_far_off(void)
{
}

void dct_far_exit(void)
{
}

#endif /* DCT_HAS_PROBE && !KIT_PROBE_NEAR_ONLY */
