/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The known call: an architecture that can do this has a
 * <kit/direct_probe.h> of its own, which is found before this one. The others have
 * nothing.
 */
