/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a direct call costs: an architecture that can do this has a
 * <kit/direct_bench.h> of its own, which is found before this one. The others have
 * nothing.
 */
