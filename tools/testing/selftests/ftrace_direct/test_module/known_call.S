/* SPDX-License-Identifier: GPL-2.0 */
/* The call whose every register is known: what has to be assembly. */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
#include <kit/direct_probe.S>
#endif

#ifdef KIT_PROBE_ROW

	.text
	kit_probe_caller fdt_probe_caller, fdt_probe_target, fdt_probe_image
	kit_probe_target fdt_probe_target, fdt_probe_image
	kit_probe_handler fdt_probe_handler, fdt_probe_image

	.section .rodata, "a"
	.balign	8
	.globl	fdt_probe_jump, fdt_probe_jump_end
fdt_probe_jump:
	kit_probe_jump
	.quad	0
fdt_probe_jump_end:

#endif

	.section .note.GNU-stack, "", %progbits
