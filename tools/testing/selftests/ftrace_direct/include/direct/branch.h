/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The branch at the patch site of a traced function: what an architecture
 * provides.
 *
 * arch/<arch>/direct/site_branch.h defines
 *
 * KIT_SITE_BRANCH
 *	Defined if kit_site_branch() is.
 *
 * kit_site_branch(site, code)
 *	The target of the branch at the patch site @site, 0 if there is none.
 *	@code points to the site's code in a copy that begins 8 bytes before the
 *	site and ends 8 bytes behind its address.
 *
 * arch/<arch>/direct/site_write.h defines
 *
 * KIT_SITE_WRITE
 *	The name of the kernel's function that writes to its text, a string.
 *	Not defined if ftrace of the architecture warns of a changed site, as
 *	on x86: a warning fails the tests.
 *
 * kit_site_spot(site, size)
 *	The address of the code or data that determines the branch target of the
 *	site, 0 if it cannot be read; @size is set to its length, at most
 *	KIT_SPOT_MAX bytes.
 *
 * kit_site_write(how, addr, code, size)
 *	Write @code there with that function, whose address is @how; 0 or its
 *	error. The caller holds text_mutex.
 */
#ifndef KIT_BRANCH_H
#define KIT_BRANCH_H

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
#include <direct/site_branch.h>
#include <direct/site_write.h>
#endif

#define KIT_SPOT_MAX	8

#endif /* KIT_BRANCH_H */
