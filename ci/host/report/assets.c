// SPDX-License-Identifier: GPL-2.0
/* The page's style and script: ordinary files that the assembler includes. */
#include "html.h"

/* Paths are relative to the compiler's directory, which is the top of the tree. */
#ifndef KIT_REPORT_DIR
#define KIT_REPORT_DIR	"ci/host/report"
#endif

#define ASSET(symbol, file)				\
	asm(".pushsection .rodata\n"			\
	    ".globl " #symbol "\n"			\
	    #symbol ":\n"				\
	    ".incbin \"" KIT_REPORT_DIR "/" file "\"\n"	\
	    ".byte 0\n"					\
	    ".popsection\n")

ASSET(asset_style, "style.css");
ASSET(asset_script, "script.js");
