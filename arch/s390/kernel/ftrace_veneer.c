// SPDX-License-Identifier: GPL-2.0
/* Code and memory of the veneers of direct calls, see <asm/ftrace_veneer.h>. */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/types.h>

#include <asm/ftrace_veneer.h>
#include <asm/nospec-branch.h>
#include <asm/set_memory.h>

#define LGRL_R1		0xc418
#define EXRL_R0		0xc600
#define J		0xa7f4
#define BR_R1		0x07f1

/* Write an instruction to @insn, with @to as its second, relative operand. */
static void emit_ril(u16 *insn, u16 opcode, const void *to)
{
	s32 halfwords = (to - (const void *)insn) / 2;

	insn[0] = opcode;
	insn[1] = (u32)halfwords >> 16;
	insn[2] = halfwords;
}

/**
 * ftrace_veneer_emit - write the code of a veneer
 * @code: address where it is written and executed, FTRACE_VENEER_SIZE aligned
 * @literal: holds the address to jump to, loaded at each call
 *
 * Context: Any, before @code becomes executable.
 */
void ftrace_veneer_emit(void *code, const unsigned long *literal)
{
	u16 *insn = code;

	emit_ril(insn, LGRL_R1, literal);
	insn += 3;
	if (__is_defined(CC_USING_EXPOLINE) && !nospec_disable) {
		emit_ril(insn, EXRL_R0, insn + 5);
		insn[3] = J;
		insn[4] = 0;
		insn += 5;
	}
	*insn = BR_R1;
}

/* Used if no other memory is in reach of the image. */
static u8 image_pages[SZ_8K] __aligned(PAGE_SIZE);
static bool image_pages_used;

static void *pages_in_reach(unsigned long site, size_t size, gfp_t gfp)
{
	void *pages = alloc_pages_exact(size, gfp | __GFP_NOWARN | __GFP_ZERO);

	if (!pages || ftrace_veneer_reaches(site, (unsigned long)pages))
		return pages;
	free_pages_exact(pages, size);
	return NULL;
}

/**
 * ftrace_veneer_pages - allocate memory for veneers of the image's sites
 * @site: address of a site in the image
 * @size: number of bytes, a multiple of the page size
 *
 * The image may be anywhere in memory. On most machines free pages, or those of
 * the lowest 2 GiB, are in reach. If not, there are two pages in the image.
 * These are not zeroed if they were allocated before.
 *
 * Context: Process context, may sleep. The caller holds ftrace_lock.
 * Return: the memory, writable and not executable, or NULL.
 */
void *ftrace_veneer_pages(unsigned long site, size_t size)
{
	void *pages = pages_in_reach(site, size, GFP_KERNEL) ?:
		      pages_in_reach(site, size, GFP_KERNEL | GFP_DMA);

	if (pages || image_pages_used || size > sizeof(image_pages))
		return pages;
	image_pages_used = true;
	return image_pages;
}

/**
 * ftrace_veneer_free_pages - free memory whose veneers were never used
 * @pages: what ftrace_veneer_pages() returned
 * @size: its size
 *
 * Context: As for ftrace_veneer_pages().
 */
void ftrace_veneer_free_pages(void *pages, size_t size)
{
	unsigned long addr = (unsigned long)pages;

	/* If this fails, the pages must not be used again. */
	if (set_memory_nx(addr, size / PAGE_SIZE) ||
	    set_memory_rw(addr, size / PAGE_SIZE))
		return;
	if (pages == image_pages)
		image_pages_used = false;
	else
		free_pages_exact(pages, size);
}
