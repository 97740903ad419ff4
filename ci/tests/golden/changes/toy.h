/* SPDX-License-Identifier: GPL-2.0 */
#define TOY(name, handler)						\
asm(									\
	"	.balign	4\n"						\
	#name ":\n"							\
	"	stp	x0, x1, [sp, #16]\n"				\
	"	stg	%r14," TOY_R14 "(%r15)\n"			\
	"	bl	" #handler "\n"					\
	"	ret\n"							\
)
