/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Empty default for hardening. An architecture that supports it has its own
 * <direct/direct_hardening.h>, which is found first.
 */
