// SPDX-License-Identifier: GPL-2.0
/* Hold veneers as other users would: so many that there is more than one pool. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/sizes.h>
#include <linux/workqueue.h>

#include "internal.h"

#ifdef CONFIG_FTRACE_VENEER
#include <asm/ftrace_veneer.h>
#define PER_PAGE	(SZ_4K / FTRACE_VENEER_SIZE)
#else
#define PER_PAGE	0
#endif

static unsigned long held[DCT_ALL_VENEERS];
static unsigned int nr_held;

/* ftrace's own functions: include/linux/ftrace_veneer.h */
static struct {
	int (*reserve)(unsigned long site, unsigned int count);
	unsigned long (*get)(unsigned long site, unsigned long target);
	void (*put)(unsigned long veneer);
	unsigned long (*location)(unsigned long ip);
	struct mutex *lock;	/* ftrace_lock, which protects them */
} ftrace;

/* Looking up symbols takes longest: do it once. */
static int find_ftrace(void)
{
	if (ftrace.lock)
		return 0;
	ftrace.reserve = (void *)dct_lookup("ftrace_veneer_reserve");
	ftrace.get = (void *)dct_lookup("ftrace_veneer_get");
	ftrace.put = (void *)dct_lookup("ftrace_veneer_put");
	ftrace.location = (void *)dct_lookup("ftrace_location");
	if (!ftrace.reserve)
		return -EOPNOTSUPP;
	if (!ftrace.get || !ftrace.put || !ftrace.location)
		return -ENOENT;
	ftrace.lock = (void *)dct_lookup("ftrace_lock");
	return ftrace.lock ? 0 : -ENOENT;
}

static void hold(struct dct_veneers *req)
{
	static unsigned long nowhere;
	unsigned long site;

	site = ftrace.location((unsigned long)dct_account_function(0)) + req->away;
	req->site = site;
	req->result = ftrace.reserve(site, req->count);
	while (!req->result && nr_held < req->count) {
		/* Not the address of a trampoline: it is never called. */
		unsigned long veneer = ftrace.get(site, ++nowhere);

		if (!veneer) {
			req->result = -ENOSPC;
			break;
		}
		if (!nr_held)
			req->first = veneer & PAGE_MASK;
		req->last = veneer & PAGE_MASK;
		req->found |= veneer == req->veneer;
		held[nr_held++] = veneer;
	}
}

int dct_veneers_reset(void)
{
	if (!nr_held)
		return 0;
	mutex_lock(ftrace.lock);
	while (nr_held)
		ftrace.put(held[--nr_held]);
	mutex_unlock(ftrace.lock);
	return 0;
}

/**
 * dct_veneers_hold - hold veneers from now on
 * @req: how many, within branch range of function 0 or of a place at a distance from it,
 *	 and one to look for among them; gets where they are and the result: -EOPNOTSUPP
 *	 without veneers, -ENOENT if a symbol of ftrace is missing
 *
 * Releases those that were held before.
 *
 * Context: Process context, may sleep.
 * Return: 0 or -EINVAL
 */
int dct_veneers_hold(struct dct_veneers *req)
{
	if (req->count > DCT_ALL_VENEERS)
		return -EINVAL;
	dct_veneers_reset();
	req->last = 0;
	req->first = 0;
	req->found = 0;
	req->result = find_ftrace();
	if (req->result)
		return 0;
	mutex_lock(ftrace.lock);
	hold(req);
	mutex_unlock(ftrace.lock);
	return 0;
}

/**
 * dct_veneers_settle - wait until all veneers that no site uses are free
 * @req: gets the result, and how many veneers there are in a page
 *
 * Context: Process context, may sleep. No site is patched meanwhile.
 * Return: 0
 */
int dct_veneers_settle(struct dct_veneers_settle *req)
{
	struct work_struct *rest = (void *)dct_lookup("veneer_work");

	req->per_page = PER_PAGE;
	req->result = rest ? 0 : -EOPNOTSUPP;
	if (rest)
		flush_work(rest);
	return 0;
}
