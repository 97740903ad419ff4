/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The known call. An architecture that has it has its own
 * <kit/direct_probe.h>, which is found before this one. This one is empty.
 */
