// SPDX-License-Identifier: GPL-2.0
/*
 * A patch site that is not what ftrace has left there, as if somebody else had
 * written to it. A switch in place looks before it writes, finds that, and has
 * to put back what it has switched until then: DC-22.
 *
 * Nobody may call the function meanwhile.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <kit/branch.h>

#include "many.h"

#ifdef KIT_SITE_WRITE

static unsigned long code_addr;	/* 0: nothing is spoiled */
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

/* The lock is data, which kallsyms has with CONFIG_KALLSYMS_ALL only. */
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

/**
 * dct_corrupt_reset - make the site again what it was
 *
 * Return: 0, also when none is spoiled, or the error of writing
 */
int dct_corrupt_reset(void)
{
	int err = code_addr ? write_code(before) : 0;

	if (!err)
		code_addr = 0;
	return err;
}

/**
 * dct_corrupt_function - give the site of a function the bytes of another's
 * @func: the function
 * @like: the other one, on which nothing is
 *
 * Context: Process context, may sleep. None is spoiled.
 * Return: 0, or the error of reading or writing.
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
 * dct_corrupt - spoil a site, or mend it
 * @req: which; gets the result, -EOPNOTSUPP where nobody can, also when there is
 *	nothing to mend
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL when one is spoiled already
 */
int dct_corrupt(struct dct_corrupt *req)
{
	if (!req->restore && code_addr)
		return -EINVAL;
	if (!code_addr && !can_write())
		req->result = -EOPNOTSUPP;
	else
		req->result = req->restore ? dct_corrupt_reset() :
			      dct_corrupt_function(dct_many_function(req->number),
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
