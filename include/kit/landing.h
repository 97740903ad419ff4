/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A place to return to instead: an architecture that can do this has a
 * <kit/landing.h> of its own, which is found before this one. The others have
 * nothing.
 */
