/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Empty default for writing to a patch site. An architecture that supports it
 * has its own <direct/site_write.h>, which is found first.
 */
