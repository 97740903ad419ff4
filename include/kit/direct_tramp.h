/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The trampoline. An architecture that has it has its own
 * <kit/direct_tramp.h>, which is found before this one. This one is empty.
 */
