/* SPDX-License-Identifier: GPL-2.0 */
/* The branch range of a patch site, and the veneers for targets out of it. */
#ifndef _ASM_RISCV_FTRACE_VENEER_H
#define _ASM_RISCV_FTRACE_VENEER_H

#include <linux/kernel.h>
#include <linux/pfn.h>
#include <linux/pgtable.h>
#include <linux/sizes.h>
#include <linux/types.h>

#include <asm/sections.h>

/**
 * ftrace_veneer_reaches - can a patch site call an address?
 * @site: address of the site's auipc
 * @addr: what to call
 *
 * The auipc adds a signed 20-bit number of pages to its own address, the jalr a
 * signed 12-bit number of bytes. The sum is in [-2 GiB - 2 KiB, 2 GiB - 2 KiB).
 *
 * Context: Any.
 * Return: true if the pair can express the distance.
 */
static inline bool ftrace_veneer_reaches(unsigned long site, unsigned long addr)
{
	long raised = addr - site + SZ_2K;

	return raised == (s32)raised;
}

/*
 * Kernels without a region for modules load them into the 2 GiB below the end
 * of the image.
 */
#ifdef MODULES_VADDR
#define FTRACE_VENEER_START	MODULES_VADDR
#define FTRACE_VENEER_END	MODULES_END
#else
#define FTRACE_VENEER_START	\
	max(PFN_ALIGN((unsigned long)_end - SZ_2G), VMALLOC_START)
#define FTRACE_VENEER_END	VMALLOC_END
#endif

/**
 * ftrace_veneer_region - where to allocate veneers for a patch site
 * @site: address of the site
 * @start: set to the first address in reach
 * @end: set to the address behind the last one in reach
 *
 * This is the modules' region: together with the image behind it, it is not
 * larger than 2 GiB, so every site in either reaches all of it.
 *
 * Context: Any.
 */
static inline void ftrace_veneer_region(unsigned long site,
					unsigned long *start,
					unsigned long *end)
{
	*start = FTRACE_VENEER_START;
	*end = FTRACE_VENEER_END;
}

#define FTRACE_VENEER_SIZE	16

#define VENEER_AUIPC_T1		0x00000317
#define VENEER_LD_T1_T1		0x00033303
#define VENEER_JR_T1		0x00030067
#define VENEER_EBREAK		0x00100073

/**
 * ftrace_veneer_emit - write the code of a veneer
 * @code: address where it is written and executed, FTRACE_VENEER_SIZE aligned
 * @literal: holds the address to jump to, loaded at each call
 *
 * At the entry of a function t1 is free: it passes no argument and calls do not
 * preserve it (psABI, "Integer Register Convention"). A module's PLT entry,
 * which any call may go through, clobbers it too. t0 is the return address into
 * the traced function, t2 is GCC's static chain, and Clang passes arguments to
 * static functions in t2 to t6.
 *
 * Context: Any, before @code becomes executable.
 */
static inline void ftrace_veneer_emit(void *code, const unsigned long *literal)
{
	u32 offset = (unsigned long)literal - (unsigned long)code;
	u32 *insn = code;

	insn[0] = VENEER_AUIPC_T1 | ((offset + SZ_2K) & ~(SZ_4K - 1));
	insn[1] = VENEER_LD_T1_T1 | offset << 20;
	insn[2] = VENEER_JR_T1;
	insn[3] = VENEER_EBREAK;
}

#endif /* _ASM_RISCV_FTRACE_VENEER_H */
