/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hardening: an architecture that can do this has a
 * <kit/direct_hardening.h> of its own, which is found before this one. The
 * others have nothing.
 */
