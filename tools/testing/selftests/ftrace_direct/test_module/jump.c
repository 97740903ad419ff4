// SPDX-License-Identifier: GPL-2.0
/*
 * Jumps to trampolines, at a chosen address or in a chosen area.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/numa.h>
#include <linux/pgtable.h>
#include <linux/sizes.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/vmalloc.h>

#include <asm/cacheflush.h>

#include "internal.h"
#include "probe.h"

#ifdef DCT_HAS_PROBE

/*
 * PAGE_KERNEL_EXEC of newer s390 kernels is the generic one, which is PAGE_KERNEL.
 */
#ifdef CONFIG_S390
#define PAGE_EXECUTABLE	__pgprot(pgprot_val(PAGE_KERNEL) & ~_PAGE_NOEXEC)
#else
#define PAGE_EXECUTABLE	PAGE_KERNEL_EXEC
#endif

FTRACE_DIRECT_TRAMP(dct_probe_tramp, dct_probe_handler);

static void *area;
static unsigned long placed;

/*
 * Before 5.13 riscv had its image in the linear mapping. Where the half of the address
 * space that it is in is not vmalloc's, tasks do not get to know new page tables.
 */
#if defined(CONFIG_RISCV) && LINUX_VERSION_CODE < KERNEL_VERSION(5, 13, 0)
#define LOWEST	VMALLOC_START
#define HIGHEST	VMALLOC_END
#else
#define LOWEST	0UL
#define HIGHEST	ULONG_MAX
#endif

/* Writable and executable: simple, and good enough for a test. */
static void *alloc_between(unsigned long size, unsigned long start,
			   unsigned long end)
{
	void *(*alloc)(unsigned long size, unsigned long align,
		       unsigned long start, unsigned long end, gfp_t gfp,
		       pgprot_t prot, unsigned long vm_flags, int node,
		       const void *caller);

	alloc = (void *)dct_lookup("__vmalloc_node_range_noprof");
	if (!alloc)
		alloc = (void *)dct_lookup("__vmalloc_node_range");
	if (!alloc)
		return NULL;
	start = max_t(unsigned long, start, LOWEST);
	end = min_t(unsigned long, end, HIGHEST);
	if (end < start || end - start < size)
		return NULL;
	return alloc(size, PAGE_SIZE, start, end, GFP_KERNEL | __GFP_NOWARN,
		     PAGE_EXECUTABLE, VM_NO_GUARD, NUMA_NO_NODE,
		     dct_probe_jump);
}

/*
 * vmalloc would map over memory that is mapped but not its own. A TLB may still
 * translate a page that vfree() has unmapped: vm_unmap_aliases() flushes it.
 */
static bool is_mapped(unsigned long start, unsigned long end)
{
	char byte;

	vm_unmap_aliases();
	for (; start < end; start += PAGE_SIZE)
		if (!copy_from_kernel_nofault(&byte, (void *)start, 1))
			return true;
	return false;
}

/*
 * In the half of the address space that this module is in. On s390 modules are at its
 * end, and what is above cannot be mapped.
 */
static bool is_kernel_address(unsigned long addr)
{
	unsigned long here = (unsigned long)dct_probe_jump;

	if (IS_ENABLED(CONFIG_S390))
		return addr < here;
	return (long)(addr ^ here) >= 0;
}

/* To look whether pages are mapped takes long: first whether they may be used at all. */
static bool is_free(unsigned long start, unsigned long end)
{
	return is_kernel_address(start) && is_kernel_address(end) &&
	       max(start, LOWEST) == start && min(end, HIGHEST) == end &&
	       !is_mapped(start, end);
}

/* KASAN may have no shadow there: it has one for modules, not for all of their area. */
static __no_sanitize_address void write_bytes(unsigned long to,
					      const void *from, size_t size)
{
	const u8 *byte = from;
	size_t i;

	for (i = 0; i < size; i++)
		WRITE_ONCE(*(u8 *)(to + i), byte[i]);
}

static void write_jump(unsigned long addr, unsigned long tramp)
{
	size_t size = dct_probe_jump_end - dct_probe_jump;

	write_bytes(addr, dct_probe_jump, size - sizeof(tramp));
	write_bytes(addr + size - sizeof(tramp), &tramp, sizeof(tramp));
	flush_icache_range(addr, addr + size);
	dct_exec_known(addr & PAGE_MASK,
		       PAGE_ALIGN(addr + size) - (addr & PAGE_MASK));
}

static int place_at(unsigned long addr)
{
	unsigned long first = addr & PAGE_MASK;
	unsigned long end = PAGE_ALIGN(addr + (dct_probe_jump_end -
					       dct_probe_jump));

	if (!is_free(first, end))
		return -EADDRNOTAVAIL;
	area = alloc_between(end - first, first, end);
	placed = area ? addr : 0;
	return area ? 0 : -EADDRNOTAVAIL;
}

static int place_between(unsigned long start, unsigned long end)
{
	area = alloc_between(PAGE_SIZE, start, end);
	placed = (unsigned long)area;
	return area ? 0 : -ENOMEM;
}

/* A trampoline may begin anywhere an instruction may. */
static int place_unaligned(unsigned long start, unsigned long end)
{
	int err = place_between(start, end);

	if (err)
		return err;
#ifdef KIT_PROBE_BEFORE
	write_bytes(placed, &(const u8){ KIT_PROBE_BEFORE }, 1);
#endif
	placed += KIT_PROBE_ALIGN;
	return 0;
}

/* vmalloc space may begin close to the kernel, as on arm64. */
static unsigned long far_start(void)
{
	return PAGE_ALIGN(VMALLOC_START + (VMALLOC_END - VMALLOC_START) / 2);
}

/**
 * dct_jump_far - make a jump to a trampoline, out of branch range
 * @tramp: the trampoline
 *
 * Return: its address, whose page the caller frees by dct_exec_free(); 0 without memory
 */
unsigned long dct_jump_far(unsigned long tramp)
{
	void *page = alloc_between(PAGE_SIZE, far_start(), VMALLOC_END);

	if (page)
		write_jump((unsigned long)page, tramp);
	return (unsigned long)page;
}

/**
 * dct_jump_at - make a jump to a trampoline, in a chosen page
 * @page: address of the page
 * @tramp: the trampoline
 *
 * Return: @page, which the caller frees by dct_exec_free(); 0 if it cannot be used
 */
unsigned long dct_jump_at(unsigned long page, unsigned long tramp)
{
	if (!is_free(page, page + PAGE_SIZE) ||
	    !alloc_between(PAGE_SIZE, page, page + PAGE_SIZE))
		return 0;
	write_jump(page, tramp);
	return page;
}

static unsigned long kernel_text_tramp(void)
{
	unsigned long addr = dct_lookup("ftrace_stub_direct_tramp");

#ifdef KIT_PROBE_STUB
	if (!addr)
		addr = dct_lookup(KIT_PROBE_STUB);
#endif
	return addr;
}

/**
 * dct_jump_address - look up a trampoline of a probe
 * @tramp: DCT_PROBE_JUMP or DCT_PROBE_STUB
 *
 * Return: its address, 0 if there is none
 */
unsigned long dct_jump_address(unsigned int tramp)
{
	return tramp == DCT_PROBE_JUMP ? placed : kernel_text_tramp();
}

/**
 * dct_jump_free - free what dct_jump() made
 *
 * Context: Process context, may sleep. It is not attached, and no task executes it.
 */
void dct_jump_free(void)
{
	dct_exec_free((unsigned long)area);
	area = NULL;
	placed = 0;
}

static int do_place(struct dct_jump *req)
{
	unsigned long here = PAGE_ALIGN((unsigned long)dct_probe_jump);

	switch (req->area) {
	case DCT_JUMP_AT:
		return place_at(req->address);
	case DCT_JUMP_VMALLOC:
		return place_between(far_start(), VMALLOC_END);
	case DCT_JUMP_MODULES:
		return place_between(here, here + SZ_64M);
	case DCT_JUMP_UNALIGNED:
		return place_unaligned(here, here + SZ_64M);
	default:
		return -EINVAL;
	}
}

/**
 * dct_jump - make the jump of DCT_PROBE_JUMP, and free the one before
 * @req: where; gets the address and the result, -EADDRNOTAVAIL if no code can be there
 *
 * Context: As dct_jump_free().
 * Return: 0
 */
int dct_jump(struct dct_jump *req)
{
	dct_jump_free();
	req->result = do_place(req);
	if (!req->result)
		write_jump(placed, (unsigned long)dct_probe_tramp);
	req->address = placed;
	return 0;
}

#else

int dct_jump(struct dct_jump *req)
{
	return -ENODEV;
}

void dct_jump_free(void)
{
}

#endif /* DCT_HAS_PROBE */
