// SPDX-License-Identifier: GPL-2.0
/* Which patch site is found when a direct call is attached to a symbol. */
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>

#include <ftrace_direct/direct.h>

#include "detach.h"
#include "internal.h"

/* Overrides the weak one of overridden.c. */
noinline int dct_overridden(int x)
{
	return x;
}

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS

static struct ftrace_ops chosen;
static struct kit_direct direct;

/*
 * How far from the start of its function a site may begin. Elsewhere than on s390 a
 * landing pad may come before it, on arm64 also the instruction that saves the return
 * address. No site is longer than 8 bytes.
 */
#if defined(CONFIG_S390)
#define LAST_SITE	0
#elif defined(CONFIG_X86)
#define LAST_SITE	4
#else
#define LAST_SITE	8
#endif
#define PAST_SITE	12

/*
 * Is the function that was chosen one whose site begins at most LAST_SITE bytes after
 * @address? Then removing it from the filter, by an address inside its branch, works.
 * @address itself would be looked up as a symbol.
 */
static bool chose_own_site(unsigned long address)
{
	unsigned int inside;

	for (inside = 1; inside <= LAST_SITE + 1; inside += 4)
		if (!ftrace_set_filter_ip(&chosen, address + inside, 1, 0))
			return true;
	return false;
}

/* A site that begins after that of the function at @address and before @end. */
static unsigned long find_stray(unsigned long address, unsigned long end)
{
	static unsigned long (*find)(unsigned long start, unsigned long end);

	if (!find)
		find = (void *)dct_lookup("ftrace_location_range");
	if (!find || end <= address + PAST_SITE)
		return 0;
	return find(address + PAST_SITE, end - 1);
}

static void attach_stray(struct dct_symbol *req)
{
	req->stray_result = kit_direct_init(&direct, (void *)req->stray);
	if (req->stray_result)
		return;
	req->stray_result = kit_direct_register(&direct, dct_tramp_address(0));
	if (!req->stray_result)
		kit_direct_unregister(&direct, direct.addr);
}

#if KIT_DIRECT_API == KIT_DIRECT_API_MULTI

static int attach_by_ip(unsigned long ip)
{
	int err = register_ftrace_direct(ip, dct_tramp_address(0));

	if (!err)
		unregister_ftrace_direct(ip, dct_tramp_address(0));
	return err;
}

#else

static int attach_by_ip(unsigned long ip)
{
	return -EOPNOTSUPP;
}

#endif

/**
 * dct_symbol - choose a function to trace by the address of a symbol
 * @req: the symbol; gets what was found
 *
 * Context: Process context, may sleep.
 * Return: 0, -EBUSY if a direct call could not be detached, -EOPNOTSUPP without direct
 * calls
 */
int dct_symbol(struct dct_symbol *req)
{
	if (direct.addr)
		return -EBUSY;
	req->filter = ftrace_set_filter_ip(&chosen, req->address, 0, 1);
	req->own = !req->filter && chose_own_site(req->address);
	req->stray = find_stray(req->address, req->end);
	if (!req->stray)
		return 0;
	attach_stray(req);
	req->stray_by_ip = attach_by_ip(req->stray);
	return 0;
}

/* Keep what cannot be detached: its ops are in ftrace's list. */
int dct_symbol_reset(void)
{
	if (direct.addr && dct_detach(&direct))
		return -EBUSY;
	kit_direct_exit(&direct);
	kit_ftrace_forget(&chosen);
	return 0;
}

#else

int dct_symbol(struct dct_symbol *req)
{
	return -EOPNOTSUPP;
}

int dct_symbol_reset(void)
{
	return 0;
}

#endif
