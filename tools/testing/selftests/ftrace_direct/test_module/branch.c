// SPDX-License-Identifier: GPL-2.0
/* Where the site of a function branches to, read from its code. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <direct/branch.h>

#include "many.h"

#ifdef KIT_SITE_BRANCH

/**
 * dct_branch_target - find out where a site branches to
 * @site: its address as ftrace has it
 *
 * Return: the branch target; 0 if the site does not branch
 */
unsigned long dct_branch_target(unsigned long site)
{
	u8 code[16] __aligned(4);

	/* On some architectures the site begins before that address. */
	if (copy_from_kernel_nofault(code, (void *)(site - 8), sizeof(code)))
		return 0;
	return kit_site_branch(site, code + 8);
}

/**
 * dct_branch - tell where the site of a function branches to
 * @req: the function; gets the target, its name and code, and the site's bytes
 *
 * Return: 0, -EINVAL, or the error of reading the site
 */
int dct_branch(struct dct_branch *req)
{
	unsigned long (*location)(unsigned long ip);
	unsigned long func;

	if (req->many)
		func = (unsigned long)dct_many_function(req->func);
	else
		func = req->func < DCT_NR_FUNCS ?
		       (unsigned long)dct_account_function(req->func) : 0;
	if (!func)
		return -EINVAL;
	location = (void *)dct_lookup("ftrace_location");
	req->target = location ? dct_branch_target(location(func)) : 0;
	req->result = 0;
	snprintf(req->symbol, sizeof(req->symbol), "%ps",
		 (void *)(unsigned long)req->target);
	memset(req->code, 0, sizeof(req->code));
	if (req->target)
		copy_from_kernel_nofault(req->code,
					 (void *)(unsigned long)req->target,
					 sizeof(req->code));
	return dct_site_bytes((void *)func, req->site);
}

#else

int dct_branch(struct dct_branch *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

#endif /* KIT_SITE_BRANCH */
