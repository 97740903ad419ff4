/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Empty default for the trampoline. An architecture that supports it has its
 * own <asm/ftrace_direct_tramp.h>, which is found first.
 */
