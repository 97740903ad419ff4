/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The branch at the patch site of a traced function: what the architectures
 * bring.
 *
 * arch/<arch>/include/kit/site_branch.h has
 *
 * KIT_SITE_BRANCH
 *	Defined where there is the next.
 *
 * kit_site_branch(site, code)
 *	Where the branch of the patch site at @site goes, 0 if there is none.
 *	@code is a copy of what is there, from 8 bytes before the site to 8
 *	bytes behind its address, and points to the site's own.
 *
 * arch/<arch>/include/kit/site_write.h has
 *
 * KIT_SITE_WRITE
 *	The name of the kernel's function that writes to its text, a string.
 *	Not for an architecture whose ftrace warns of a site that it finds
 *	changed, as x86's does: a warning is a defect wherever tests run.
 *
 * kit_site_spot(site, size)
 *	The address of what says where the site branches to, 0 if that cannot be
 *	read; @size is set to its length, at most KIT_SPOT_MAX bytes.
 *
 * kit_site_write(how, addr, code, size)
 *	Call that function, whose address is @how, to write there; 0 or its
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
