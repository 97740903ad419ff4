/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a direct call costs. An architecture that has it has its own
 * <kit/direct_bench.h>, which is found before this one. This one is empty.
 */
