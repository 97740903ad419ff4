/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How to write to a patch site: an architecture that can has a
 * <kit/site_write.h> of its own, which is found before this one. The others have
 * nothing.
 */
