/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hardening of branches by the compiler: what an architecture provides.
 *
 * arch/<arch>/include/kit/direct_hardening.h defines
 *
 * kit_hardening_built()
 *	The KIT_HARDENED_* that this module was built with.
 *
 * kit_hardening_live(func)
 *	Those of them that are active, as seen in memory or registers and not in
 *	the configuration. @func is a function of the module whose address is
 *	taken. Call this from a function of the module.
 *
 * kit_bare_branches(code, size)
 *	The number of plain indirect branches in the @size bytes of @code, which a
 *	kernel with expolines or retpolines must not have. For assembly that no
 *	other tool checks; x86 has objtool.
 */
#ifndef KIT_HARDENING_H
#define KIT_HARDENING_H

#include <linux/bits.h>
#include <linux/types.h>

/* An indirect branch has to arrive at a landing pad. */
#define KIT_HARDENED_TARGETS	BIT(0)
/* A return address is signed before it is stored. */
#define KIT_HARDENED_RETURNS	BIT(1)
/* A return address is also stored on a shadow stack. */
#define KIT_HARDENED_SHADOW	BIT(2)
/* An indirect call checks the function's type, which is stored before it. */
#define KIT_HARDENED_TYPES	BIT(3)

#include <kit/direct_hardening.h>

#ifndef kit_hardening_live
static inline u32 kit_hardening_built(void)
{
	return 0;
}

static inline u32 kit_hardening_live(void *func)
{
	return 0;
}
#endif

#ifndef kit_bare_branches
static inline unsigned int kit_bare_branches(const u8 *code, size_t size)
{
	return 0;
}
#endif

#endif /* KIT_HARDENING_H */
