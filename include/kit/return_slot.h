/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where a callback finds the return address: an architecture that can do this has a
 * <kit/return_slot.h> of its own, which is found before this one. The others have
 * nothing.
 */
