/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where a patch site branches to: an architecture that can tell has a
 * <kit/site_branch.h> of its own, which is found before this one. The others have
 * nothing.
 */
