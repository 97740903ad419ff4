/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The known call, its assembly: an architecture that can do this has a
 * <kit/direct_probe.S> of its own, which is found before this one. The others have
 * nothing.
 */
