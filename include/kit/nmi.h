/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An NMI on the current CPU. An architecture that has it has its own
 * <kit/nmi.h>, which is found before this one. This one is empty.
 */
