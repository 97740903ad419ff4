/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where a callback finds the return address. An architecture that has it has its own
 * <kit/return_slot.h>, which is found before this one. This one is empty.
 */
