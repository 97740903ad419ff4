// SPDX-License-Identifier: GPL-2.0
/*
 * The bytes of the targets' patch sites: now, and when the module was loaded, before
 * anything was attached.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <asm/sections.h>

#include "internal.h"

static __u8 loaded[DCT_NR_TARGETS][DCT_SITE_BYTES];

/**
 * dct_site_bytes - read the bytes around the start of a function
 * @func: the function
 * @bytes: gets DCT_SITE_BYTES bytes; the first half is zeros if nothing is mapped
 *	   before the function
 *
 * Return: 0, or the error of reading
 */
int dct_site_bytes(void *func, __u8 *bytes)
{
	const u8 *start = dereference_function_descriptor(func);

	if (copy_from_kernel_nofault(bytes, start - DCT_SITE_BYTES / 2,
				     DCT_SITE_BYTES / 2))
		memset(bytes, 0, DCT_SITE_BYTES / 2);
	return copy_from_kernel_nofault(bytes + DCT_SITE_BYTES / 2, start,
					DCT_SITE_BYTES / 2);
}

/**
 * dct_site_note - remember the sites of all targets
 *
 * Return: 0, or the error of reading
 */
int dct_site_note(void)
{
	unsigned int target;
	int err;

	for (target = 0; target < DCT_NR_TARGETS; target++) {
		err = dct_site_bytes(dct_target_address(target),
				     loaded[target]);
		if (err)
			return err;
	}
	return 0;
}

int dct_site_read(struct dct_site *req)
{
	if (req->target >= DCT_NR_TARGETS)
		return -EINVAL;
	memcpy(req->loaded, loaded[req->target], sizeof(req->loaded));
	return dct_site_bytes(dct_target_address(req->target), req->bytes);
}
