/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Empty default for code_rules. An architecture that has some has its own
 * <direct/direct_code_rules.h>, which is found first.
 */
