/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the compiler does against those who bend branches: what the
 * architectures bring.
 *
 * arch/<arch>/include/kit/direct_hardening.h has
 *
 * kit_hardening_built()
 *	The KIT_HARDENED_* that this module was built with.
 *
 * kit_hardening_live(func)
 *	Those of them that are seen at work, in memory or registers, not in a
 *	configuration. @func is a function of the module whose address is taken.
 *	Called from a function of the module.
 *
 * kit_bare_branches(code, size)
 *	How many indirect branches the @size bytes of @code have that a CPU may
 *	guess, which a kernel with expolines or retpolines has not. For who has
 *	assembly that nobody else looks at: x86 has objtool.
 */
#ifndef KIT_HARDENING_H
#define KIT_HARDENING_H

#include <linux/bits.h>
#include <linux/types.h>

/* An indirect branch has to arrive at an instruction made for that. */
#define KIT_HARDENED_TARGETS	BIT(0)
/* A return address is signed before it is stored. */
#define KIT_HARDENED_RETURNS	BIT(1)
/* It is stored a second time, where nobody writes by accident. */
#define KIT_HARDENED_SHADOW	BIT(2)
/* A function has its type before it, and an indirect call looks there. */
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
