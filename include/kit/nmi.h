/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An NMI on this CPU: an architecture that can do this has a
 * <kit/nmi.h> of its own, which is found before this one. The others have
 * nothing.
 */
