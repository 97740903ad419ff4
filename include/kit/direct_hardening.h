/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hardening. An architecture that has it has its own
 * <kit/direct_hardening.h>, which is found before this one. This one is empty.
 */
