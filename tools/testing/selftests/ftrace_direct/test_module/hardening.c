// SPDX-License-Identifier: GPL-2.0
/*
 * How this module was built, and which hardening of it is active: DC-38.
 */
#include <linux/compiler.h>
#include <linux/kconfig.h>
#include <linux/kernel.h>

#include "internal.h"

#include <direct/hardening.h>

#ifdef CONFIG_CFI_CLANG

/* It is right before the function, or before its padding. */
static u32 type_of(void *func)
{
#ifdef CONFIG_FUNCTION_PADDING_BYTES
	func -= CONFIG_FUNCTION_PADDING_BYTES;
#endif
	return ((u32 *)func)[-1];
}

/* Functions with the same prototype have the same type. */
static bool typed(void)
{
	u32 type = type_of(dct_handler0);

	return type && type == type_of(dct_handler1) &&
	       type != type_of(dct_target_word);
}

#else

static bool typed(void)
{
	return false;
}

#endif

static u32 compiled(void)
{
	u32 how = 0;

#ifdef __clang__
	how |= DCT_BUILT_BY_CLANG;
#endif
#ifdef __OPTIMIZE_SIZE__
	how |= DCT_BUILT_SMALL;
#endif
	return how;
}

/* In the trampolines, which are assembly; ~0 if one of them is not found. */
static u32 bare_branches(void)
{
	int (*look)(unsigned long addr, unsigned long *size,
		    unsigned long *offset);
	unsigned long addr, size, offset;
	unsigned int i;
	u32 bare = 0;

	look = (void *)dct_lookup("kallsyms_lookup_size_offset");
	for (i = 0; i < DCT_NR_TRAMPS; i++) {
		addr = dct_tramp_address(i);
		if (!look || !look(addr, &size, &offset) || offset)
			return ~0U;
		bare += kit_bare_branches((const u8 *)addr, size);
	}
	return bare;
}

/**
 * dct_hardening - tell how this module was built
 * @req: filled in
 *
 * Context: Process context, may sleep.
 * Return: 0
 */
noinline int dct_hardening(struct dct_hardening *req)
{
	void *func = dct_target_address(DCT_TARGET_WORD);

	BUILD_BUG_ON(DCT_HARDENED_TARGETS != KIT_HARDENED_TARGETS ||
		     DCT_HARDENED_RETURNS != KIT_HARDENED_RETURNS ||
		     DCT_HARDENED_SHADOW != KIT_HARDENED_SHADOW ||
		     DCT_HARDENED_TYPES != KIT_HARDENED_TYPES);
	req->compiled = compiled();
	req->built = kit_hardening_built();
	req->live = kit_hardening_live(func) |
		    (typed() ? KIT_HARDENED_TYPES : 0);
	req->bare = bare_branches();
	return 0;
}
