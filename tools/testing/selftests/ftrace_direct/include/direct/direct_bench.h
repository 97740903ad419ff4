/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Empty default for the cost of a direct call. An architecture that supports it
 * has its own <direct/direct_bench.h>, which is found first.
 */
