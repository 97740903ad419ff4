/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Empty default for the assembly of the known call. An architecture that
 * supports it has its own <direct/direct_probe.S>, which is found first.
 */
