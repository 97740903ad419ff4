/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the patch site of a traced function branches to: what the
 * architectures bring.
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
 */
#ifndef KIT_BRANCH_H
#define KIT_BRANCH_H

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
#include <kit/site_branch.h>
#endif

#endif /* KIT_BRANCH_H */
