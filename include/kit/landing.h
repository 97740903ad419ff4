/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An address to return to instead. An architecture that has it has its own
 * <kit/landing.h>, which is found before this one. This one is empty.
 */
