/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hardening on x86: landing pads (Intel SDM volume 1, chapter 17) and types of
 * functions.
 *
 * Emulated CPUs have no IBT. That every function whose address is taken begins
 * with ENDBR64, so that its patch site is not where it begins, is all that can be
 * checked there.
 */
#ifndef KIT_X86_DIRECT_HARDENING_H
#define KIT_X86_DIRECT_HARDENING_H

#include <linux/kconfig.h>

#define KIT_X86_ENDBR64		0xfa1e0ff3

static inline u32 kit_hardening_built(void)
{
	return (IS_ENABLED(CONFIG_X86_KERNEL_IBT) ? KIT_HARDENED_TARGETS : 0) |
	       (IS_ENABLED(CONFIG_CFI_CLANG) ? KIT_HARDENED_TYPES : 0);
}

static inline u32 kit_hardening_live(void *func)
{
	return *(u32 *)func == KIT_X86_ENDBR64 ? KIT_HARDENED_TARGETS : 0;
}

#define kit_hardening_live	kit_hardening_live

#endif /* KIT_X86_DIRECT_HARDENING_H */
