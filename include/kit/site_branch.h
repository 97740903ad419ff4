/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where a patch site branches to. An architecture that has it has its own
 * <kit/site_branch.h>, which is found before this one. This one is empty.
 */
