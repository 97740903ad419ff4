/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hardening of branches by the compiler: what an architecture provides.
 *
 * arch/<arch>/direct/direct_hardening.h defines
 *
 * kit_hardening_built()
 *	The KIT_HARDENED_* that this module was built with.
 *
 * kit_hardening_live(func)
 *	Those that are active, as seen in memory or registers, not in the
 *	configuration. @func is a function of the module whose address is taken.
 *	Called from a function of the module.
 *
 * kit_bare_branches(code, size)
 *	Number of indirect branches in the @size bytes of @code that a CPU may
 *	predict; a kernel with expolines or retpolines has none. For assembly
 *	that no other tool checks: x86 has objtool.
 */
#ifndef KIT_HARDENING_H
#define KIT_HARDENING_H

#include <linux/bits.h>
#include <linux/types.h>

/* The target of an indirect branch must be a landing pad. */
#define KIT_HARDENED_TARGETS	BIT(0)
/* A return address is signed before it is stored. */
#define KIT_HARDENED_RETURNS	BIT(1)
/* A return address is stored a second time, on a shadow stack. */
#define KIT_HARDENED_SHADOW	BIT(2)
/* A function is preceded by its type, which indirect calls check. */
#define KIT_HARDENED_TYPES	BIT(3)

#include <direct/direct_hardening.h>

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
