/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Writing to a patch site. An architecture that has it has its own
 * <kit/site_write.h>, which is found before this one. This one is empty.
 */
