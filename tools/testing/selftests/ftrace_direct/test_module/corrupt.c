// SPDX-License-Identifier: GPL-2.0
/*
 * A patch site that does not hold what ftrace wrote there. A switch in place reads a
 * site before it writes, notices, and has to undo what it has switched so far: DC-22.
 *
 * The function must not be called meanwhile.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <direct/branch.h>

#include "many.h"

#ifdef KIT_SITE_WRITE

static unsigned long code_addr;	/* 0: no site is corrupted */
static size_t size;
static u8 before[KIT_SPOT_MAX];

static unsigned long find_code(void *func, size_t *size)
{
	unsigned long (*location)(unsigned long ip);
	unsigned long site;

	location = (void *)dct_lookup("ftrace_location");
	if (!location || !func)
		return 0;
	site = location((unsigned long)func);
	return site ? kit_site_spot(site, size) : 0;
}

/* text_mutex is data: kallsyms has it only with CONFIG_KALLSYMS_ALL. */
static bool can_write(void)
{
	return dct_lookup("text_mutex") && dct_lookup(KIT_SITE_WRITE);
}

static int write_code(const u8 *code)
{
	struct mutex *text = (void *)dct_lookup("text_mutex");
	unsigned long how = dct_lookup(KIT_SITE_WRITE);
	int err;

	if (!text || !how)
		return -EOPNOTSUPP;
	mutex_lock(text);
	err = kit_site_write(how, code_addr, code, size);
	mutex_unlock(text);
	return err;
}

/* Returns 0, also if no site is corrupted, or the error of writing. */
int dct_corrupt_reset(void)
{
	int err = code_addr ? write_code(before) : 0;

	if (!err)
		code_addr = 0;
	return err;
}

/**
 * dct_corrupt_function - write the code of one function's site to another's
 * @func: the function to corrupt
 * @like: the other one, which has nothing or something else attached
 *
 * Context: Process context, may sleep. No site is corrupted.
 * Return: 0, or the error of reading or writing
 */
int dct_corrupt_function(void *func, void *like)
{
	unsigned long model = find_code(like, &size);
	u8 code[KIT_SPOT_MAX];
	int err = -EFAULT;

	code_addr = find_code(func, &size);
	if (model && code_addr)
		err = copy_from_kernel_nofault(code, (void *)model, size) ?:
		      copy_from_kernel_nofault(before, (void *)code_addr, size) ?:
		      write_code(code);
	if (err)
		code_addr = 0;
	return err;
}

/**
 * dct_corrupt - corrupt a site, or restore it
 * @req: which; gets the result, -EOPNOTSUPP if this kernel cannot, also when there
 *	is nothing to restore
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL if a site is corrupted already
 */
int dct_corrupt(struct dct_corrupt *req)
{
	if (!req->restore && code_addr)
		return -EINVAL;
	if (!code_addr && !can_write())
		req->result = -EOPNOTSUPP;
	else if (req->restore)
		req->result = dct_corrupt_reset();
	else
		req->result = dct_corrupt_function(dct_many_function(req->number),
						   dct_many_function(req->like));
	return 0;
}

#else

int dct_corrupt_reset(void)
{
	return 0;
}

int dct_corrupt_function(void *func, void *like)
{
	return -EOPNOTSUPP;
}

int dct_corrupt(struct dct_corrupt *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

#endif /* KIT_SITE_WRITE */
