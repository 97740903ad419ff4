// SPDX-License-Identifier: GPL-2.0
/* Where a function's site really branches to. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>

#include <kit/bench.h>

#include "internal.h"

#ifdef KIT_HAS_BENCH

/**
 * fdt_branch_target - where a site branches to
 * @site: the address that ftrace has for it
 *
 * Return: the address, through what the architecture branches by; 0 if that is
 * not a branch.
 */
unsigned long fdt_branch_target(unsigned long site)
{
	u32 code[4];

	/* Some architectures' begins before the record's address. */
	if (copy_from_kernel_nofault(code, (void *)(site - 8), sizeof(code)))
		return 0;
	return kit_bench_branch(site, code + 2);
}

/**
 * fdt_branch - tell where the site of an accounted function branches to
 * @req: which function; the address, and the name of what is there
 *
 * Return: 0 or -EINVAL
 */
int fdt_branch(struct fdt_branch *req)
{
	unsigned long (*location)(unsigned long ip);
	unsigned long func;

	if (req->func >= FDT_NR_FUNCS)
		return -EINVAL;
	location = (void *)fdt_lookup("ftrace_location");
	func = (unsigned long)fdt_account_function(req->func);
	req->target = location ? fdt_branch_target(location(func)) : 0;
	req->result = 0;
	snprintf(req->symbol, sizeof(req->symbol), "%ps",
		 (void *)(unsigned long)req->target);
	return 0;
}

#else

int fdt_branch(struct fdt_branch *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

#endif /* KIT_HAS_BENCH */
