// SPDX-License-Identifier: GPL-2.0
/*
 * The trampolines that tests attach: those of target.c and of account.c, or, while
 * DCT_FAR_ON is in effect, code in vmalloc space that jumps to them. That is out of
 * branch range on most architectures.
 *
 * The jumps are reused, and freed when the module is unloaded: so it does not matter
 * when the last call has left one.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>

#include "internal.h"
#include "probe.h"

/* The two of target.c, then the two of account.c. */
static void (*const tramps[])(void) = {
	dct_tramp0, dct_tramp1, dct_account_tramp0, dct_account_tramp1,
};

#define NR_TARGET_TRAMPS	2

#if defined(DCT_HAS_PROBE) && !defined(KIT_PROBE_NEAR_ONLY)

static unsigned long jumps[ARRAY_SIZE(tramps)];

/* A bit for each of @tramps: its jump is attached in its place. */
static unsigned int far;

static unsigned long address(unsigned int i)
{
	return far & 1 << i ? jumps[i] : (unsigned long)tramps[i];
}

static int make_jumps(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tramps); i++) {
		if (!jumps[i])
			jumps[i] = dct_jump_far((unsigned long)tramps[i]);
		if (!jumps[i])
			return -ENOMEM;
	}
	return 0;
}

/**
 * dct_far_on - attach trampolines that are out of branch range from now on
 * @req: which are not; gets the result, -EOPNOTSUPP where a trampoline has to be
 *	 in range
 *
 * Context: Process context, may sleep. Nothing is attached.
 * Return: 0
 */
int dct_far_on(struct dct_far *req)
{
	unsigned int all = (1 << DCT_NR_TRAMPS) - 1, set = all & ~req->near;

	far = 0;
	req->result = make_jumps();
	if (!req->result)
		far = set | set << NR_TARGET_TRAMPS;
	return 0;
}

int dct_far_reset(void)
{
	far = 0;
	return 0;
}

/**
 * dct_far_exit - free the jumps
 *
 * Context: Process context, may sleep. Nothing is attached.
 */
void dct_far_exit(void)
{
	unsigned int i;

	synchronize_rcu_tasks();
	for (i = 0; i < ARRAY_SIZE(tramps); i++)
		dct_exec_free(jumps[i] & PAGE_MASK);
}

#else

static unsigned long address(unsigned int i)
{
	return (unsigned long)tramps[i];
}

int dct_far_on(struct dct_far *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

int dct_far_reset(void)
{
	return 0;
}

void dct_far_exit(void)
{
}

#endif /* DCT_HAS_PROBE && !KIT_PROBE_NEAR_ONLY */

/**
 * dct_tramp_address - the trampoline to attach to a function of target.c
 * @tramp: 0 or 1
 *
 * Return: its address, or that of a jump to it
 */
unsigned long dct_tramp_address(unsigned int tramp)
{
	return address(!!tramp);
}

/**
 * dct_account_tramp - the trampoline to attach to a function of account.c
 * @tramp: 0 or 1
 *
 * Return: its address, or that of a jump to it
 */
unsigned long dct_account_tramp(unsigned int tramp)
{
	return address(NR_TARGET_TRAMPS + !!tramp);
}
