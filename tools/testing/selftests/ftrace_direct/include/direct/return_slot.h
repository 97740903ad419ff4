/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Empty default for where a callback finds the return address. An architecture
 * that supports it has its own <direct/return_slot.h>, which is found first.
 */
