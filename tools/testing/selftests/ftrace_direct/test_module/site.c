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

static __u8 loaded[FDT_NR_TARGETS][FDT_SITE_BYTES];

/* Nothing need be mapped before a module's first function: zeros then. */
int fdt_site_bytes(void *func, __u8 *bytes)
{
	const u8 *start = dereference_function_descriptor(func);

	if (copy_from_kernel_nofault(bytes, start - FDT_SITE_BYTES / 2,
				     FDT_SITE_BYTES / 2))
		memset(bytes, 0, FDT_SITE_BYTES / 2);
	return copy_from_kernel_nofault(bytes + FDT_SITE_BYTES / 2, start,
					FDT_SITE_BYTES / 2);
}

int fdt_site_note(void)
{
	unsigned int target;
	int err;

	for (target = 0; target < FDT_NR_TARGETS; target++) {
		err = fdt_site_bytes(fdt_target_address(target),
				     loaded[target]);
		if (err)
			return err;
	}
	return 0;
}

int fdt_site_read(struct fdt_site *req)
{
	if (req->target >= FDT_NR_TARGETS)
		return -EINVAL;
	memcpy(req->loaded, loaded[req->target], sizeof(req->loaded));
	return fdt_site_bytes(fdt_target_address(req->target), req->bytes);
}
