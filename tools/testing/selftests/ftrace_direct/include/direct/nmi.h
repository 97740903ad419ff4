/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Empty default for an NMI on this CPU. An architecture that supports it has
 * its own <direct/nmi.h>, which is found first.
 */
