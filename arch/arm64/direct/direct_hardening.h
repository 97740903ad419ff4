/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hardening on arm64: landing pads, signed return addresses, the shadow call
 * stack.
 */
#ifndef KIT_ARM64_DIRECT_HARDENING_H
#define KIT_ARM64_DIRECT_HARDENING_H

#include <linux/kconfig.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/scs.h>
#include <linux/thread_info.h>

static inline u32 kit_hardening_built(void)
{
	return (IS_ENABLED(CONFIG_ARM64_BTI_KERNEL) ?
		KIT_HARDENED_TARGETS : 0) |
	       (IS_ENABLED(CONFIG_ARM64_PTR_AUTH_KERNEL) ?
		KIT_HARDENED_RETURNS : 0) |
	       (IS_ENABLED(CONFIG_SHADOW_CALL_STACK) ?
		KIT_HARDENED_SHADOW : 0) |
	       (IS_ENABLED(CONFIG_CFI_CLANG) ? KIT_HARDENED_TYPES : 0);
}

/*
 * Only in a guarded page an indirect branch has to arrive at a landing pad
 * (Arm ARM, D8.4.6, "Guarded Page"): GP is bit 50 of the page's descriptor. A
 * module is mapped page by page.
 */
static inline bool kit_arm64_guarded(struct mm_struct *kernel, void *func)
{
	unsigned long addr = (unsigned long)func;
	p4d_t *p4d;
	pud_t *pud;
	pmd_t *pmd;

	if (!kernel || pgd_none(*pgd_offset(kernel, addr)))
		return false;
	p4d = p4d_offset(pgd_offset(kernel, addr), addr);
	if (p4d_none(*p4d))
		return false;
	pud = pud_offset(p4d, addr);
	if (pud_none(*pud))
		return false;
	pmd = pmd_offset(pud, addr);
	if (pmd_none(*pmd) || pmd_leaf(*pmd))
		return false;
	return pte_val(*pte_offset_kernel(pmd, addr)) & BIT(50);
}

/* The signature is where a kernel's address has ones. */
static inline unsigned long kit_arm64_strip(unsigned long addr)
{
	return addr | GENMASK(63, vabits_actual);
}

/*
 * By accident a signature may be all ones, one in 32,768 times with 48 bits of
 * address: one return address of the frames above is enough.
 */
static inline bool kit_arm64_signed(void)
{
	unsigned long *record = __builtin_frame_address(0);
	int i;

	for (i = 0; i < 4; i++, record = (unsigned long *)record[0])
		if (record[1] != kit_arm64_strip(record[1]))
			return true;
	return false;
}

/* x18 points after the entry that was pushed last, by this module. */
static inline bool kit_arm64_shadowed(void)
{
#ifdef CONFIG_SHADOW_CALL_STACK
	unsigned long *top, *base = task_scs(current);

	asm volatile("mov %0, x18" : "=r" (top));
	return top > base && top < base + SCS_SIZE / sizeof(*base) &&
	       within_module(kit_arm64_strip(top[-1]), THIS_MODULE);
#else
	return false;
#endif
}

/* init_mm is not exported: dct_lookup() finds it. */
#define kit_hardening_live(func)					\
	((kit_arm64_guarded((void *)dct_lookup("init_mm"), func) ?	\
	  KIT_HARDENED_TARGETS : 0) |					\
	 (kit_arm64_signed() ? KIT_HARDENED_RETURNS : 0) |		\
	 (kit_arm64_shadowed() ? KIT_HARDENED_SHADOW : 0))

#endif /* KIT_ARM64_DIRECT_HARDENING_H */
