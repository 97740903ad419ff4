// SPDX-License-Identifier: GPL-2.0
/*
 * How this module was built, and what of that is seen at work: DC-38.
 */
#include <linux/compiler.h>
#include <linux/kconfig.h>
#include <linux/kernel.h>

#include "internal.h"

#include <kit/hardening.h>

/* The type lies right before the function: the same for equal prototypes. */
static bool typed(void)
{
#ifdef CONFIG_CFI_CLANG
	u32 *const one = (u32 *)fdt_handler0, *const two = (u32 *)fdt_handler1;
	u32 *const other = (u32 *)fdt_target_word;

	return one[-1] && one[-1] == two[-1] && one[-1] != other[-1];
#else
	return false;
#endif
}

static u32 compiled(void)
{
	u32 how = 0;

#ifdef __clang__
	how |= FDT_BUILT_BY_CLANG;
#endif
#ifdef __OPTIMIZE_SIZE__
	how |= FDT_BUILT_SMALL;
#endif
	return how;
}

/**
 * fdt_hardening - tell how this module was built
 * @req: filled in
 *
 * Context: Process context, may sleep.
 * Return: 0
 */
noinline int fdt_hardening(struct fdt_hardening *req)
{
	void *func = fdt_target_address(FDT_TARGET_WORD);

	BUILD_BUG_ON(FDT_HARDENED_TARGETS != KIT_HARDENED_TARGETS ||
		     FDT_HARDENED_RETURNS != KIT_HARDENED_RETURNS ||
		     FDT_HARDENED_SHADOW != KIT_HARDENED_SHADOW ||
		     FDT_HARDENED_TYPES != KIT_HARDENED_TYPES);
	req->compiled = compiled();
	req->built = kit_hardening_built();
	req->live = kit_hardening_live(func) |
		    (typed() ? KIT_HARDENED_TYPES : 0);
	return 0;
}
