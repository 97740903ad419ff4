/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The branch at the patch site of a traced function: what an architecture provides.
 *
 * arch/<arch>/include/kit/site_branch.h defines
 *
 * KIT_SITE_BRANCH
 *	Says that the next one exists.
 *
 * kit_site_branch(site, code)
 *	The target of the branch at patch site @site, 0 if it does not branch.
 *	@code points to a copy of the site; 8 bytes before and 8 bytes after that
 *	address can be read.
 *
 * arch/<arch>/include/kit/site_write.h defines
 *
 * KIT_SITE_WRITE
 *	The name of the kernel's function that writes to its text, a string. Leave
 *	it out if the architecture's ftrace warns about a changed site, as x86's
 *	does: a test must not cause a warning.
 *
 * kit_site_spot(site, size)
 *	The address of the code or data that decides where the site branches to, 0
 *	if that cannot be read; @size gets its length, at most KIT_SPOT_MAX bytes.
 *
 * kit_site_write(how, addr, code, size)
 *	Write @code there with that function, whose address is @how; 0 or its
 *	error. The caller holds text_mutex.
 */
#ifndef KIT_BRANCH_H
#define KIT_BRANCH_H

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
#include <kit/site_branch.h>
#include <kit/site_write.h>
#endif

#define KIT_SPOT_MAX	8

#endif /* KIT_BRANCH_H */
