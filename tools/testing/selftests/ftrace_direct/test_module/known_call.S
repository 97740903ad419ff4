/* SPDX-License-Identifier: GPL-2.0 */
/* The call of which every register is known: the part that has to be assembly. */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
#include <direct/direct_probe.S>
#endif

#ifdef KIT_PROBE_ROW

	.text
	kit_probe_caller dct_probe_caller, dct_probe_target, dct_probe_image
	kit_probe_target dct_probe_target, dct_probe_image
	kit_probe_handler dct_probe_handler, dct_probe_image

	.section .rodata, "a"
	.balign	8
	.globl	dct_probe_jump, dct_probe_jump_end
dct_probe_jump:
	kit_probe_jump
	.quad	0
dct_probe_jump_end:

#endif

	.section .note.GNU-stack, "", %progbits
