// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that tests execute. Where the kernel has an interface for it, the memory is made
 * known as text, as every owner of a trampoline outside a module should do.
 */
#include <linux/errno.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "internal.h"

#if defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS) && defined(DCT_DIRECT_TEXT)
#include <linux/ftrace_direct_text.h>

struct area {
	struct list_head next;
	struct ftrace_direct_text text;
};

static LIST_HEAD(areas);

/**
 * dct_exec_can_be_known - does the kernel have an interface for it?
 *
 * Return: true if it has
 */
bool dct_exec_can_be_known(void)
{
	return true;
}

/**
 * dct_exec_known - make memory known as text
 * @addr: its first byte, where code has been written
 * @size: number of bytes
 *
 * Without memory for that it stays unknown, which the tests of it notice.
 *
 * Context: Process context, may sleep. One caller at a time.
 */
void dct_exec_known(unsigned long addr, unsigned long size)
{
	struct area *area = kzalloc(sizeof(*area), GFP_KERNEL);

	if (!area)
		return;
	area->text.start = addr;
	area->text.size = size;
	area->text.name = DCT_EXEC_NAME;
	ftrace_direct_text_add(&area->text);
	list_add(&area->next, &areas);
}

static void forget(unsigned long addr)
{
	struct area *area, *next;

	list_for_each_entry_safe(area, next, &areas, next) {
		if (area->text.start != addr)
			continue;
		list_del(&area->next);
		ftrace_direct_text_del(&area->text);
		kfree(area);
	}
}

#else

bool dct_exec_can_be_known(void)
{
	return false;
}

void dct_exec_known(unsigned long addr, unsigned long size)
{
}

static void forget(unsigned long addr)
{
}

#endif

/**
 * dct_exec_free - free memory that is not executed any more
 * @addr: its first byte, from vmalloc; may be 0
 *
 * Context: Process context, may sleep. One caller at a time.
 */
void dct_exec_free(unsigned long addr)
{
	if (!addr)
		return;
	forget(addr);
	vfree((void *)addr);
}

/**
 * dct_name_of - ask what the kernel calls an address
 * @req: the address; gets its name, alone and with all that "%pS" prints, and the
 *	 result: -EOPNOTSUPP if kallsyms_lookup() cannot be called here
 *
 * Context: Process context. One caller at a time.
 * Return: 0
 */
int dct_name_of(struct dct_name_of *req)
{
	const char *(*lookup)(unsigned long addr, unsigned long *size,
			      unsigned long *offset, char **modname, char *name);
	static char buffer[KSYM_NAME_LEN];
	const char *name;

	lookup = (void *)dct_lookup("kallsyms_lookup");
	req->result = lookup ? 0 : -EOPNOTSUPP;
	if (!lookup)
		return 0;
	name = lookup(req->addr, NULL, NULL, NULL, buffer);
	strscpy(req->name, name ?: "", sizeof(req->name));
	snprintf(req->full, sizeof(req->full), "%pS", (void *)(unsigned long)req->addr);
	return 0;
}

/**
 * dct_writable - try to write to code
 * @req: its address; gets whether that worked, and the result: -EOPNOTSUPP if it
 *	 cannot be tried here
 *
 * Writes what is there. riscv takes the fault of a page that cannot be written for one of
 * a page table that is not known yet, and tries again for ever.
 *
 * Context: Process context.
 * Return: 0, or the error of reading it
 */
int dct_writable(struct dct_writable *req)
{
	long (*write)(void *dst, const void *src, size_t size);
	void *addr = (void *)(unsigned long)req->addr;
	u32 word;

	write = (void *)dct_lookup("copy_to_kernel_nofault");
	req->result = write && !IS_ENABLED(CONFIG_RISCV) ? 0 : -EOPNOTSUPP;
	if (req->result)
		return 0;
	if (copy_from_kernel_nofault(&word, addr, sizeof(word)))
		return -EFAULT;
	req->writable = !write(addr, &word, sizeof(word));
	return 0;
}
