// SPDX-License-Identifier: GPL-2.0
/*
 * The bytes of the targets' patch sites: as they are, and as they were when
 * the module was loaded and nothing had ever been attached.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <asm/sections.h>

#include "internal.h"

static __u8 loaded[DCT_NR_TARGETS][DCT_SITE_BYTES];

/* Nothing need be mapped before a module's first function: zeros then. */
int dct_site_bytes(void *func, __u8 *bytes)
{
	const u8 *start = dereference_function_descriptor(func);

	if (copy_from_kernel_nofault(bytes, start - DCT_SITE_BYTES / 2,
				     DCT_SITE_BYTES / 2))
		memset(bytes, 0, DCT_SITE_BYTES / 2);
	return copy_from_kernel_nofault(bytes + DCT_SITE_BYTES / 2, start,
					DCT_SITE_BYTES / 2);
}

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
