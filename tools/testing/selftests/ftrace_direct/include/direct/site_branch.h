/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Empty default for where a patch site branches to. An architecture that
 * supports it has its own <direct/site_branch.h>, which is found first.
 */
