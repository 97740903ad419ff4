/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the assembly of the known call of all architectures. */

#include <direct/probe.h>

/* Offsets of a row in the image, of a slot in its row, of a slot in the image. */
#define KIT_PROBE_ROW(row)	((row) * KIT_PROBE_SLOTS * 8)
#define KIT_PROBE_AT(slot)	((slot) * 8)
#define KIT_PROBE_IN(row, slot)	(KIT_PROBE_ROW(row) + KIT_PROBE_AT(slot))

.macro kit_probe_begin name
	.type	\name, %function
	.globl	\name
\name:
.endm

.macro kit_probe_end name
	.size	\name, . - \name
.endm
