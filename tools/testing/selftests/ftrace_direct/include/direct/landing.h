/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Empty default for another return address. An architecture that supports it
 * has its own <direct/landing.h>, which is found first.
 */
