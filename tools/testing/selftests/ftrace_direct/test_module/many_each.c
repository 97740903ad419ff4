// SPDX-License-Identifier: GPL-2.0
/* A direct call of its own on each of many functions, as BPF programs have them. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include <ftrace_direct/direct.h>

#include "detach.h"
#include "internal.h"

static struct kit_direct *each;
static unsigned int attached;

static int attach_one(unsigned int i)
{
	void *func = dct_many_function(i);

	if (!func)
		return -ENODEV;
	return kit_direct_init(&each[i], func) ?:
	       kit_direct_register(&each[i], dct_tramp_address(0));
}

/**
 * dct_many_each - attach to each function from 0 to @req->count - 1 on its own
 * @req: gets the result
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if they are attached already, or -ENOMEM
 */
int dct_many_each(struct dct_many *req)
{
	if (each || !req->count || req->count > DCT_NR_MANY)
		return -EINVAL;
	each = kcalloc(req->count, sizeof(*each), GFP_KERNEL);
	if (!each)
		return -ENOMEM;
	for (attached = 0; attached < req->count; attached++) {
		req->result = attach_one(attached);
		if (req->result)
			return 0;
	}
	return 0;
}

/* Keep what cannot be detached. */
int dct_many_each_reset(void)
{
	for (; attached; attached--) {
		if (dct_detach(&each[attached - 1]))
			return -EBUSY;
		kit_direct_exit(&each[attached - 1]);
	}
	kfree(each);
	each = NULL;
	return 0;
}
