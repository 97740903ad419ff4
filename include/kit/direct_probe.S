/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The known call, its assembly. An architecture that has it has its own
 * <kit/direct_probe.S>, which is found before this one. This one is empty.
 */
